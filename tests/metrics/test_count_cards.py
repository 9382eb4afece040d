"""What the assistant's cards become in the counts: the last of a use, once it is final, never twice."""

import httpx
import psycopg

ROOT = "/api/assistant/v1"
CARD = {"outcome": "kept", "usual_minutes": 30, "minutes": 10, "checking_minutes": 5}
INCIDENT = {"category": "legal", "severity": 2}


async def declare(agent: httpx.AsyncClient, **card: object) -> str:
    told = {"tool": "Delibia", "use_case": "RED-COU", "card": CARD | card}
    return str((await agent.post(f"{ROOT}/declared-uses", json=told)).json()["id"])


async def look(agent: httpx.AsyncClient) -> None:
    assert (await agent.get("/api/metrics/v1/overview")).status_code == 200


def age(owner: psycopg.Connection) -> None:
    # The outbox cannot be changed, not even by its owner: its guard is lifted for one statement.
    owner.execute("alter table event disable trigger user")
    owner.execute("update event set at = at - interval '25 hours'")
    owner.execute("alter table event enable trigger user")
    owner.commit()


def cards(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    rows = owner.execute("select outcome, net, became, n from card_month where n > 0 order by 1").fetchall()
    owner.commit()
    return rows


def facts(owner: psycopg.Connection) -> dict[str, int]:
    rows = dict(owner.execute("select detail, n from fact_month").fetchall())
    owner.commit()
    return rows


async def test_it_counts_the_last_card_once_it_is_final(
    agent: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    use = await declare(agent, incident=INCIDENT)
    await agent.put(f"{ROOT}/uses/{use}/card", json=CARD | {"outcome": "discarded", "became": "citizens"})
    await look(agent)
    assert cards(owner) == [], "it may still be corrected"

    age(owner)
    await look(agent)
    await look(agent)
    assert cards(owner) == [("discarded", 15, "citizens", 1)]
    assert facts(owner) == {}, "the incident went with the correction"
    tools = owner.execute("select count(*), sum(n) from use_month where kind = 3").fetchone()
    assert tools == (1, 1)


async def test_it_counts_incidents_and_simpler_ways(
    agent: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    await declare(agent, incident=INCIDENT, chose_frugal=True)
    age(owner)
    await look(agent)
    assert facts(owner) == {"legal:2": 1, "classic_tool": 1}


async def test_it_counts_nothing_of_what_was_taken_back(
    agent: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    use = await declare(agent, incident=INCIDENT)
    await agent.delete(f"{ROOT}/declared-uses/{use}")
    age(owner)
    await look(agent)
    assert cards(owner) == []
    assert facts(owner) == {}
    assert owner.execute("select count(*) from usage_event").fetchone() == (0,)
