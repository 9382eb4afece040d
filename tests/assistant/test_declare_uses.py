"""Uses of other tools: told with their card, listed for their author alone, taken back for a day."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest

from tests.assistant.test_fill_cards import CARD, events

ROOT = "/api/assistant/v1/declared-uses"
TOLD: dict[str, Any] = {"tool": "Delibia", "use_case": "RED-DEL", "card": CARD}


async def test_it_tells_of_another_tool(agent: httpx.AsyncClient, owner: psycopg.Connection) -> None:
    made = await agent.post(ROOT, json=TOLD)
    assert made.status_code == 201, made.text
    assert made.json()["label"] == "Délibération"
    assert made.json()["card"]["net_minutes"] == 15
    (told,) = events(owner, "assistant.use_declared")
    assert (told["tool"], told["use_case"], told["family"]) == ("Delibia", "RED-DEL", "drafting")
    assert events(owner, "assistant.card_filled")[0]["use_id"] == made.json()["id"]
    assert [one["id"] for one in (await agent.get(ROOT)).json()["items"]] == [made.json()["id"]]


async def test_it_tells_of_a_forbidden_use_without_blame(agent: httpx.AsyncClient) -> None:
    assert (await agent.post(ROOT, json=TOLD | {"use_case": "ACT-SOC"})).status_code == 201


async def test_it_takes_a_use_back_within_a_day(agent: httpx.AsyncClient, owner: psycopg.Connection) -> None:
    use = (await agent.post(ROOT, json=TOLD)).json()["id"]
    assert (await agent.delete(f"{ROOT}/{use}")).status_code == 204
    assert (await agent.get(ROOT)).json()["items"] == []
    assert events(owner, "assistant.use_retracted") == [{"use_id": use}]
    assert (await agent.delete(f"{ROOT}/{use}")).status_code == 404

    kept = (await agent.post(ROOT, json=TOLD)).json()["id"]
    owner.execute("update after_use_card set filled_at = now() - interval '25 hours'")
    owner.commit()
    assert (await agent.delete(f"{ROOT}/{kept}")).json()["code"] == "card_closed"


async def test_it_is_its_author_s_alone(
    agent: httpx.AsyncClient, stranger: httpx.AsyncClient, champion: httpx.AsyncClient,
    decision_maker: httpx.AsyncClient,
) -> None:  # fmt: skip
    use = (await agent.post(ROOT, json=TOLD)).json()["id"]
    for other in (stranger, champion):
        assert (await other.get(ROOT)).json()["items"] == []
        assert (await other.delete(f"{ROOT}/{use}")).status_code == 404
    assert (await decision_maker.post(ROOT, json=TOLD)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"tool": ""}, {"tool": "a\x00b"}, {"tool": "x" * 61}, {"use_case": "XXX"}, {"use_case": None},
        {"used_on": "1999-01-01"}, {"used_on": (datetime.now(UTC) + timedelta(days=3)).date().isoformat()},
        {"card": CARD | {"outcome": ""}}, {"family": "magic"},
    ],
)  # fmt: skip
async def test_it_refuses_what_it_cannot_place_and_keeps_nothing(
    agent: httpx.AsyncClient, owner: psycopg.Connection, wrong: dict[str, Any]
) -> None:
    refused = await agent.post(ROOT, json=TOLD | wrong)
    assert refused.status_code == 422, refused.text
    assert owner.execute("select count(*) from declared_use").fetchone() == (0,)
