"""From a judged hypothesis to a signed decision, and back in time: what following a decision starts from."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from tests.conftest import Client
from tests.workshops.deciding import ROOM, assess, at

FRUGAL = {
    "outcome": "frugal", "rung": 2, "rationale": "Une seule saisie suffit.", "expected_hours": 40,
    "rejections": ["La demande est obligatoire.", "Les agents sont formés."],
}  # fmt: skip
AI = {
    "outcome": "ai", "rung": 5, "rationale": "Aucun tri manuel ne suit le volume.",
    "rejections": [f"L’échelon {rung} ne suffit pas." for rung in range(5)],
}  # fmt: skip
STOP = {"outcome": "stop", "rationale": "La difficulté a disparu avec le nouveau logiciel."}

SignIn = Callable[..., Awaitable[Client]]


def in_days(days: int) -> str:
    """Give a day so far from now, as the API reads it."""
    day: date = datetime.now(UTC).date() + timedelta(days=days)
    return day.isoformat()


async def judge(facilitator: Client, sign_in: SignIn, hypothesis: dict[str, Any]) -> None:
    """Have two people judge a hypothesis, and show what they judged."""
    await assess(facilitator, hypothesis)
    await assess(await sign_in("facilitator", at="ARNia", name=f"Collègue {hypothesis['id']}"), hypothesis)
    assert (await facilitator.post(f"{at(hypothesis)}/reveal")).status_code == 200


async def decide(
    facilitator: Client, signer: Client, hypothesis: dict[str, Any], body: dict[str, Any]
) -> dict[str, Any]:
    """Prepare a decision and sign it."""
    answer = await facilitator.post(f"{at(hypothesis)}/decisions", json=body)
    assert answer.status_code == 201, answer.text
    one = answer.json()
    signature = {"content_hash": one["content_hash"]}
    answer = await signer.post(f"{ROOM}/decisions/{one['id']}/signature", json=signature)
    assert answer.status_code == 200, answer.text
    decision: dict[str, Any] = answer.json()
    return decision


def age(owner: psycopg.Connection, decision: dict[str, Any], *, months: int) -> None:
    """Make a decision as old as that: what months do to it, without waiting for them."""
    owner.execute("alter table decision disable trigger decision_guard")
    owner.execute(
        "update decision set signed_at = signed_at - make_interval(months => %s) where id = %s",
        [months, decision["id"]],
    )
    owner.execute("alter table decision enable trigger decision_guard")
