"""Several statements keep events at the same moment: each event once, whoever brings it, in whatever order."""

import asyncio
import random
from collections.abc import Callable
from uuid import UUID

import httpx
import psycopg
import pytest

from gateway.settings import GatewaySettings
from infra.recount import check
from services.metrics import gathering
from services.metrics.gathering import FLIGHTS, MANY
from tests.metrics.streams import stream

Client = httpx.AsyncClient
MakeEvent = Callable[..., dict[str, object]]
EVENTS = "/api/metrics/v1/events"
WAITING = """
select count(*) from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock' and query like '%keep_usage%'
"""
COUNTED = "select coalesce(sum(n), 0) from event_month"


async def receipts(program: Client, batches: list[list[dict[str, object]]]) -> list[dict[str, int]]:
    answers = await asyncio.gather(*(program.post(EVENTS, json=batch) for batch in batches))
    assert {answer.status_code for answer in answers} == {202}
    return [answer.json() for answer in answers]


def number(owner: psycopg.Connection, query: str) -> int:
    (found,) = owner.execute(query).fetchone() or (0,)
    return int(found)


async def reaching(owner: psycopg.Connection, query: str, wanted: int) -> int:
    """Ask until the answer is the wanted one, ten seconds at most."""
    for _ in range(200):
        if number(owner, query) == wanted:
            break
        await asyncio.sleep(0.05)
    return number(owner, query)


async def test_it_keeps_once_what_several_bring_at_the_same_moment(
    program: Client, places: list[UUID], owner: psycopg.Connection, settings: GatewaySettings
) -> None:
    events, draw = stream(11, 480, authorities=places), random.Random(11)
    for seed in range(3):
        batches = [draw.sample(events, 400 + seed) for _ in range(8)]
        brought = {(one["source"], one["id"]) for batch in batches for one in batch}
        before = number(owner, "select count(*) from usage_event")
        told = await receipts(program, batches)
        assert sum(one["accepted"] + one["duplicates"] for one in told) == 8 * (400 + seed)
        assert (
            sum(one["accepted"] for one in told) == number(owner, "select count(*) from usage_event") - before
        )
        assert number(owner, "select count(*) from usage_event") >= len(brought)
    assert number(owner, "select count(*) from usage_event") == len(events)
    assert set((await check(settings.database_url, is_mending=False)).values()) == {0}


async def test_it_refuses_the_one_that_is_to_blame_in_each_of_several_statements(
    program: Client, use: MakeEvent, owner: psycopg.Connection, settings: GatewaySettings
) -> None:
    events = [use(agent=f"a{n % 9}") for n in range(300)]
    poison, draw = use(**{"gen_ai.usage.input_tokens": 666}), random.Random(12)
    batches = [draw.sample([*events, poison], 301) for _ in range(5)]
    owner.execute("alter table usage_event add constraint poison check (input <> 666)")
    try:
        told = await receipts(program, batches)
    finally:
        owner.execute("alter table usage_event drop constraint poison")
    assert sum(one["accepted"] for one in told) == 300
    refused = [[one["index"] for one in receipt["refused"]] for receipt in told]  # type: ignore[attr-defined]
    assert refused == [[batch.index(poison)] for batch in batches]
    assert set((await check(settings.database_url, is_mending=False)).values()) == {0}


async def test_many_do_not_wait_for_the_statement_before_and_few_do(
    program: Client, use: MakeEvent, owner: psycopg.Connection, settings: GatewaySettings
) -> None:
    for size, most in ((1, 1), (MANY, FLIGHTS)):
        with psycopg.connect(settings.database_url.replace("+psycopg", "")) as other:
            other.execute("lock table usage_event in share row exclusive mode")
            sent = list[asyncio.Task[list[dict[str, int]]]]()
            for brought in range(1, FLIGHTS + 3):
                sent.append(asyncio.create_task(receipts(program, [[use() for _ in range(size)]])))
                await asyncio.sleep(0.2)
                assert await reaching(owner, WAITING, min(brought, most)) == min(brought, most)
        assert [told[0]["accepted"] for told in await asyncio.gather(*sent)] == [size] * len(sent)


async def test_it_counts_by_itself_when_very_many_come_in(
    program: Client, use: MakeEvent, owner: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "VERY_MANY", 3)
    monkeypatch.setattr(gathering, "LONGER", 0.2)
    await receipts(program, [[use() for _ in range(4)], [use()]])
    assert await reaching(owner, COUNTED, 5) == 5
