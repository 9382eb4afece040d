"""The card after a use: one a use, its author's alone, corrected for a day, its words kept out of events."""

import json
from typing import Any

import httpx
import psycopg
import pytest

ROOT = "/api/assistant/v1"
CARD: dict[str, Any] = {
    "outcome": "lightly_edited",
    "usual_minutes": 30,
    "minutes": 10,
    "checking_minutes": 5,
}
SECRET = "Il citait Mme Durand à tort"
INCIDENT = {"category": "wrong_answer", "severity": 3, "note": SECRET}


async def use_of(person: httpx.AsyncClient) -> str:
    """Have an answer, and give the use it is counted by."""
    asked = {"question": {"content": "Écris une lettre de remerciement aux bénévoles."}}
    begun = (await person.post(f"{ROOT}/conversations", json=asked)).json()
    answer = begun["messages"][-1]["id"]
    done = await person.get(f"{ROOT}/conversations/{begun['id']}/messages/{answer}?wait=20")
    assert done.json()["state"] == "complete", done.text
    return str(done.json()["use_id"])


def events(owner: psycopg.Connection, name: str) -> list[dict[str, Any]]:
    query = "select body from event where name = %s order by seq"
    return [body for (body,) in owner.execute(query, [name]).fetchall()]


async def test_it_keeps_what_was_told_and_counts_the_net_minutes(
    agent: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    use = await use_of(agent)
    assert (await agent.get(f"{ROOT}/uses/{use}/card")).json()["code"] == "card_missing"
    filled = await agent.put(f"{ROOT}/uses/{use}/card", json=CARD | {"became": "citizens"})
    assert filled.status_code == 200, filled.text
    assert filled.json()["net_minutes"] == 15
    assert filled.json()["is_open"]
    assert (await agent.get(f"{ROOT}/uses/{use}/card")).json() == filled.json()
    (told,) = events(owner, "assistant.card_filled")
    assert told["use_id"] == use
    assert told["use_case"] == "RED-COU"
    assert (told["usual_minutes"], told["became"], told["grade"]) == (30, "citizens", "C")


async def test_it_corrects_a_card_within_a_day_and_keeps_one(
    agent: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    use = await use_of(agent)
    await agent.put(f"{ROOT}/uses/{use}/card", json=CARD)
    again = await agent.put(f"{ROOT}/uses/{use}/card", json=CARD | {"outcome": "discarded"})
    assert again.json()["outcome"] == "discarded"
    assert again.json()["changed_at"]
    assert owner.execute("select count(*) from after_use_card").fetchone() == (1,)

    owner.execute("update after_use_card set filled_at = now() - interval '25 hours'")
    owner.commit()
    late = await agent.put(f"{ROOT}/uses/{use}/card", json=CARD)
    assert (late.status_code, late.json()["code"]) == (409, "card_closed")
    assert (await agent.get(f"{ROOT}/uses/{use}/card")).json()["outcome"] == "discarded"


async def test_it_says_a_negative_gain_as_it_is(agent: httpx.AsyncClient) -> None:
    use = await use_of(agent)
    filled = await agent.put(f"{ROOT}/uses/{use}/card", json=CARD | {"usual_minutes": 5})
    assert filled.json()["net_minutes"] == -10


async def test_it_keeps_the_words_of_an_incident_from_everybody_else(
    agent: httpx.AsyncClient, admin: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    use = await use_of(agent)
    filled = await agent.put(f"{ROOT}/uses/{use}/card", json=CARD | {"incident": INCIDENT})
    assert filled.json()["incident"]["note"] == SECRET
    (told,) = events(owner, "assistant.incident_reported")
    assert told == {"use_id": use, "category": "wrong_answer", "severity": 3}
    assert SECRET not in json.dumps(owner.execute("select body from event").fetchall(), default=str)
    assert (await admin.get(f"{ROOT}/uses/{use}/card")).status_code == 404


async def test_it_tells_of_the_simpler_way_taken(agent: httpx.AsyncClient, owner: psycopg.Connection) -> None:
    use = await use_of(agent)
    await agent.put(f"{ROOT}/uses/{use}/card", json=CARD | {"chose_frugal": True})
    (told,) = events(owner, "assistant.frugal_chosen")
    assert (told["use_case"], told["rung"]) == ("RED-COU", "classic_tool")


async def test_it_is_closed_to_strangers_and_to_who_may_not_use_it(
    agent: httpx.AsyncClient, stranger: httpx.AsyncClient, champion: httpx.AsyncClient,
    decision_maker: httpx.AsyncClient,
) -> None:  # fmt: skip
    address = f"{ROOT}/uses/{await use_of(agent)}/card"
    for other in (stranger, champion):
        assert (await other.put(address, json=CARD)).status_code == 404
    assert (await decision_maker.put(address, json=CARD)).status_code == 403
    assert (await agent.get(address)).status_code == 404, "nothing was written"


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": "loved"}, {"usual_minutes": -1}, {"minutes": 1441}, {"checking_minutes": None},
        {"became": "holidays"}, {"incident": {"category": "wrong_answer", "severity": 6}},
        {"incident": INCIDENT | {"note": "nul\x00"}}, {"comment": "un mot"},
    ],
)  # fmt: skip
async def test_it_refuses_what_is_no_card_and_keeps_nothing(
    agent: httpx.AsyncClient, owner: psycopg.Connection, wrong: dict[str, Any]
) -> None:
    use = await use_of(agent)
    refused = await agent.put(f"{ROOT}/uses/{use}/card", json=CARD | wrong)
    assert refused.status_code == 422, refused.text
    assert owner.execute("select count(*) from after_use_card").fetchone() == (0,)
    assert events(owner, "assistant.card_filled") == []
