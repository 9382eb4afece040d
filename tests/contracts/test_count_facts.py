"""What one room records, another counts, wherever they stand."""

import asyncio
from typing import Any

from tests.contracts.conftest import Enter

ROOT = "/api/workshops/v1"


async def test_it_counts_a_day_on_the_overview(enter: Enter) -> None:
    facilitator = await enter("facilitator", at="ARNia")
    programme = (await facilitator.get(f"{ROOT}/programmes")).json()["items"][0]
    planned = {
        "programme_id": programme["id"], "authority_id": programme["authorities"][0]["authority_id"],
        "held_on": "2026-11-24",
    }  # fmt: skip
    workshop = await _made(facilitator, f"{ROOT}/workshops", planned)
    pain_point = {"statement": "Triple saisie", "theme": "citizens", "severity": 2}
    await _made(facilitator, f"{ROOT}/workshops/{workshop['id']}/pain-points", pain_point)

    overview = (await facilitator.get("/api/metrics/v1/overview")).json()

    counted = {
        noun: overview["field"][noun] for noun in ("workshops_planned", "workshops_held", "pain_points")
    }
    assert counted == {"workshops_planned": 1, "workshops_held": 1, "pain_points": 1}
    page = await facilitator.get("/mesures", headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "relation aux usagers" in page.text.lower()


async def test_it_writes_once_what_is_sent_at_the_same_time(enter: Enter) -> None:
    facilitator = await enter("facilitator", at="ARNia")
    programme = (await facilitator.get(f"{ROOT}/programmes")).json()["items"][0]
    planned = {
        "programme_id": programme["id"], "authority_id": programme["authorities"][0]["authority_id"],
        "held_on": "2026-11-24",
    }  # fmt: skip
    same = {"idempotency-key": "one-day-once"}

    answers = await asyncio.gather(
        *(facilitator.post(f"{ROOT}/workshops", json=planned, headers=same) for _ in range(10))
    )
    again = await facilitator.post(f"{ROOT}/workshops", json=planned, headers=same)

    made = {answer.json()["id"] for answer in (*answers, again) if answer.status_code == 201}
    assert len(made) == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert again.status_code == 201
    assert len((await facilitator.get(f"{ROOT}/workshops")).json()["items"]) == 1


async def _made(client: Any, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made
