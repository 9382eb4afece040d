"""A use whose author the sender does not know: it counts, and stands for nobody."""

import asyncio

import psycopg

from tests.conftest import Client
from tests.metrics.conftest import MakeEvent
from tests.metrics.rollup_dump import count

EVENTS = "/api/metrics/v1/events"


async def test_it_counts_a_use_of_nobody_and_no_person(
    program: Client, use: MakeEvent, owner: psycopg.Connection
) -> None:
    answer = await program.post(EVENTS, json=use(agent=""))
    assert answer.json()["accepted"] == 1
    assert owner.execute("select person from usage_event").fetchall() == [(0,)]
    await asyncio.to_thread(count, owner)
    assert owner.execute("select sum(n) from use_week").fetchone() == (1,)
    assert owner.execute("select count(*) from person_month").fetchone() == (0,)
