"""Plant a blind assessment by two people and the decision that rests on it."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.conftest import Client

SignIn = Callable[..., Awaitable[Client]]


async def plant(sign_in: SignIn, hypothesis: dict[str, Any]) -> list[str]:
    """Judge a hypothesis twice, reveal, decide; give the addresses of what came of it."""
    root = "/api/workshops/v1"
    one = f"{root}/hypotheses/{hypothesis['id']}"
    team = await sign_in("facilitator", at="ARNia", name="Première évaluatrice")
    for assessor in (team, await sign_in("facilitator", at="ARNia", name="Second évaluateur")):
        for criterion in ("real", "major", "actionable"):
            body = {
                "verdict": "confirmed", "reason": "Triple saisie vue sur place.",
                "evidence_ids": [hypothesis["evidence"][0]["id"]],
            }  # fmt: skip
            answer = await assessor.put(f"{one}/assessments/{criterion}", json=body)
            assert answer.status_code == 200, answer.text
    assert (await team.post(f"{one}/reveal")).status_code == 200
    decided = {"outcome": "frugal", "rung": 0, "rationale": "Triple saisie inutile : elle est supprimée."}
    answer = await team.post(f"{one}/decisions", json=decided)
    assert answer.status_code == 201, answer.text
    return [f"{one}/assessments", f"{one}/decisions", f"{root}/decisions/{answer.json()['id']}"]
