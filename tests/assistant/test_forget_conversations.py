"""What is not kept: deleted by its author, purged by age, closed when its process died."""

from datetime import datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest

from services.assistant import retention
from services.assistant.conversations import threads
from services.kit.db import Context, Sessions, now, session_for, uuid7
from tests import dump
from tests.assistant.conftest import Rows, until
from tests.assistant.supplier import FakeSupplier
from tests.assistant.test_hold_conversations import HOME, ask, begin, read

pytestmark = pytest.mark.usefixtures("settled")


async def test_it_is_deleted_at_once(agent: httpx.AsyncClient, rows: Rows) -> None:
    here = await begin(agent)
    await read(agent, await ask(agent, here))
    assert (await agent.delete(here)).status_code == 204
    assert rows("select 1 from message") == rows("select 1 from conversation") == []
    assert (await agent.get(here)).status_code == 404
    assert (await agent.delete(here)).status_code == 404
    assert len(rows("select 1 from assistant_use")) == 1  # that it took place is still counted


async def test_it_stops_the_answer_of_what_is_deleted(
    agent: httpx.AsyncClient, supplier: FakeSupplier, rows: Rows
) -> None:
    here = await begin(agent)
    await read(agent, await ask(agent, here, model="slow"), wait=0.2)
    await agent.delete(here)
    await until(lambda: bool(rows("select 1 from assistant_use where state = 'interrupted'")))
    assert supplier.left.is_set()
    assert rows("select 1 from message") == []


async def test_it_purges_what_is_old_and_the_title_with_it(
    agent: httpx.AsyncClient, sessions: Sessions, owner: psycopg.Connection, rows: Rows
) -> None:
    old, mixed = await begin(agent), await begin(agent)
    await read(agent, await ask(agent, old, "Une question ancienne"))
    await read(agent, await ask(agent, mixed, "Une autre question ancienne"))
    owner.execute("update message set created_at = created_at - interval '31 days'")
    owner.execute("update conversation set created_at = created_at - interval '31 days'")
    await read(agent, await ask(agent, mixed, "Une question récente"))

    await retention.clean(sessions, content_days=30)

    assert (await agent.get(old)).status_code == 404
    kept = (await agent.get(mixed)).json()
    assert kept["title"] == "Une question récente"
    assert len(kept["messages"]) == 2
    assert len(rows("select 1 from message")) == 2


async def test_it_purges_nothing_for_somebody_who_is_nobody(
    agent: httpx.AsyncClient, sessions: Sessions, rows: Rows
) -> None:
    await read(agent, await ask(agent, await begin(agent)))
    async with session_for(sessions, Context(is_operator=True)) as session, session.begin():
        assert await threads.purge(session, before=now() + timedelta(days=1), at=now()) == 0
    assert len(rows("select 1 from message")) == 2


async def test_it_closes_what_a_stopped_process_left_open(
    agent: httpx.AsyncClient, sessions: Sessions, owner: psycopg.Connection, rows: Rows
) -> None:
    here = await begin(agent)
    address = await ask(agent, here)
    await read(agent, address)
    owner.execute(
        "update message set state = 'pending', ended_at = null, started_at = now() - interval '20 minutes'"
        " where role = 'assistant'"
    )
    owner.execute(
        "update assistant_use set state = 'open', ended_at = null, started_at = now() - interval '20 minutes'"
    )
    await retention.clean(sessions, content_days=30)
    assert (await read(agent, address))["state"] == "interrupted"
    assert [use["state"] for use in rows("select * from assistant_use")] == ["interrupted"]


async def test_it_leaves_what_is_being_written(
    agent: httpx.AsyncClient, sessions: Sessions, rows: Rows
) -> None:
    await read(agent, await ask(agent, await begin(agent), model="slow"), wait=0.2)
    await retention.clean(sessions, content_days=30)
    assert [use["state"] for use in rows("select * from assistant_use")] == ["open"]
    assert (await agent.get(HOME)).json()["items"] != []


@pytest.mark.parametrize("days", [30, 7, 0])
async def test_it_keeps_contents_for_their_days_only_over_400_days(
    agent: httpx.AsyncClient, sessions: Sessions, owner: psycopg.Connection, days: int
) -> None:
    me = (await agent.get("/api/identity/v1/me")).json()
    start = now() - timedelta(days=1000)
    most, said = 0, 0
    for day in range(400):
        clock = start + timedelta(days=day)
        await say(owner, me, at=clock - timedelta(minutes=1), text=f"question-du-jour-{day}")
        said += 2
        await retention.clean(sessions, content_days=days, at=clock)
        (kept, oldest) = owner.execute("select count(*), min(created_at) from message").fetchone() or (
            0,
            None,
        )
        assert oldest is None or oldest >= clock - timedelta(days=days)
        most = max(most, kept)
    assert (said, most) == (800, 2 * days)
    await retention.clean(sessions, content_days=days, at=start + timedelta(days=400 + days))
    assert dump.tables_with(owner, "question-du-jour") == set()
    assert owner.execute("select count(*) from conversation").fetchone() == (0,)


async def test_it_lets_an_answer_end_before_it_forgets_the_same_day(
    agent: httpx.AsyncClient, sessions: Sessions, rows: Rows
) -> None:
    address = await ask(agent, await begin(agent), model="slow")
    await read(agent, address, wait=0.2)
    await retention.clean(sessions, content_days=0)
    assert len(rows("select 1 from message")) == 2
    assert (await read(agent, address))["state"] == "complete"
    await retention.clean(sessions, content_days=0)
    assert rows("select 1 from message") == rows("select 1 from conversation") == []


async def say(owner: psycopg.Connection, who: dict[str, Any], *, at: datetime, text: str) -> None:
    """Put down an exchange of that day, a conversation of its own, as the assistant keeps it."""
    thread, whose = uuid7(), [who["authority"]["id"], who["id"]]
    owner.execute(
        "insert into conversation (id, authority_id, person_id, created_at) values (%s, %s, %s, %s)",
        [thread, *whose, at],
    )
    for role in ("user", "assistant"):
        owner.execute(
            "insert into message (id, conversation_id, authority_id, person_id, role, content, state, model, supplier,"
            " use_case, created_at, ended_at) values (%s, %s, %s, %s, %s, %s, 'complete', '', '', '', %s, %s)",
            [uuid7(), thread, *whose, role, text, at, at],
        )  # fmt: skip
