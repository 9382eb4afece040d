"""From a pain point to a hypothesis that two people have judged: what deciding starts from."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg

from gateway.settings import GatewaySettings
from tests.conftest import Client, plain

ROOM = "/api/workshops/v1"
CRITERIA = ("real", "major", "actionable")
REASON = "Vu deux fois dans la journée."


async def draft(facilitator: Client, day: str, authority_id: UUID) -> dict[str, Any]:
    """Draft a hypothesis of this authority on one pain point of this day."""
    noted = {"statement": "Triple saisie", "theme": "citizens", "severity": 2}
    pain_point = (await facilitator.post(f"{day}/pain-points", json=noted)).json()["id"]
    body = {
        "title": "Triple saisie", "authority_id": str(authority_id), "who": "l’accueil",
        "difficulty": "une triple saisie", "task": "enregistrent une demande",
        "evidence": [{"capture_kind": "pain_point", "capture_id": pain_point}],
    }  # fmt: skip
    answer = await facilitator.post(f"{ROOM}/hypotheses", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


def at(hypothesis: dict[str, Any]) -> str:
    """The hypothesis's address."""
    return f"{ROOM}/hypotheses/{hypothesis['id']}"


def verdict(hypothesis: dict[str, Any], said: str = "confirmed", **more: object) -> dict[str, object]:
    """A verdict on its evidence."""
    return {"verdict": said, "reason": REASON, "evidence_ids": [hypothesis["evidence"][0]["id"]], **more}


async def assess(who: Client, hypothesis: dict[str, Any], *said: str) -> None:
    """Judge the three criteria, all confirmed unless said otherwise."""
    for criterion, one in zip(CRITERIA, said or ("confirmed",) * 3, strict=True):
        answer = await who.put(f"{at(hypothesis)}/assessments/{criterion}", json=verdict(hypothesis, one))
        assert answer.status_code == 200, answer.text


async def person(who: Client) -> UUID:
    """Their id."""
    return UUID((await who.get("/api/identity/v1/me")).json()["id"])


@contextmanager
def as_application(
    settings: GatewaySettings, *, person: UUID, authority: UUID, is_operator: bool = False
) -> Iterator[psycopg.Connection]:
    """Speak SQL as the application's role does for this person; nothing is kept."""
    with psycopg.connect(plain(settings.app_database_url)) as connection:
        connection.execute(
            "select set_config('app.authority', %s, false), set_config('app.operator', %s, false),"
            " set_config('app.person', %s, false), set_config('app.platform', '', false)",
            [str(authority), "on" if is_operator else "", str(person)],
        )
        connection.commit()
        yield connection
        connection.rollback()
