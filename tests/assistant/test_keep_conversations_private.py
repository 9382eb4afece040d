"""Who reads a conversation: its author, and nobody else, whatever their role. The database itself says so."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import text

from services.kit.db import Context, Sessions, session_for
from tests.assistant.conftest import Rows
from tests.assistant.test_hold_conversations import HOME, ask, begin, read
from tests.conftest import SignIn

pytestmark = pytest.mark.usefixtures("settled")


async def test_it_refuses_who_may_not(decision_maker: httpx.AsyncClient, visitor: httpx.AsyncClient) -> None:
    assert (await decision_maker.get(HOME)).status_code == 403
    assert (await visitor.get(HOME)).status_code == 401


async def test_it_is_read_by_its_author_alone(agent: httpx.AsyncClient, sign_in: SignIn, rows: Rows) -> None:
    here = await begin(agent)
    address = await ask(agent, here)
    await read(agent, address)
    others = [
        await sign_in("agent", at="Lormes", name="Étrangère"),
        await sign_in("agent", at="Chéroy", name="Collègue"),
        await sign_in("champion", at="Chéroy", name="Référent"),
        await sign_in("facilitator", at="ARNia", name="Animatrice"),
        await sign_in("admin", at="ARNia", name="Administrateur"),
    ]
    for other in others:
        assert (await other.get(HOME)).json() == {"items": [], "next": None, "folders": [], "kept_days": 30}
        answers = [
            await other.get(here),
            await other.delete(here),
            await other.post(f"{here}/messages", json={"content": "Bonjour"}),
            await other.get(address),
            await other.get(f"{address}/stream"),
            await other.delete(f"{address}/generation"),
        ]
        assert [answer.status_code for answer in answers] == [404] * len(answers)
    assert len(rows("select 1 from message")) == 2


async def test_it_is_kept_apart_by_the_database_itself(
    agent: httpx.AsyncClient, sessions: Sessions, rows: Rows
) -> None:
    await read(agent, await ask(agent, await begin(agent)))
    (row,) = rows("select distinct authority_id, person_id from message")
    home, author = row["authority_id"], row["person_id"]

    async def seen(context: Context, table: str) -> int:
        async with session_for(sessions, context) as session:
            return (await session.exec(text(f"select count(*) from {table}"))).scalar_one()

    for table, rows_there in (("conversation", 1), ("message", 2)):
        assert await seen(Context(home, person=author), table) == rows_there
        assert await seen(Context(home, person=uuid4()), table) == 0
        assert await seen(Context(uuid4(), person=author), table) == 0
        assert await seen(Context(home, is_operator=True, person=uuid4()), table) == 0
        assert await seen(Context(), table) == 0
    for context, expected in ((Context(home), 1), (Context(uuid4()), 0), (Context(), 0)):
        assert await seen(context, "assistant_use") == expected
    assert await seen(Context(uuid4(), is_operator=True), "assistant_use") == 1


async def test_it_cannot_be_written_in_another_s_name(sessions: Sessions, authority: Any) -> None:
    home = authority("Chéroy")
    write = text(
        "insert into conversation (id, authority_id, person_id, created_at)"
        f" values (gen_random_uuid(), '{home}', '{uuid4()}', now())"
    )
    async with session_for(sessions, Context(home, is_operator=True, person=uuid4())) as session:
        with pytest.raises(Exception, match="row-level security"):
            await session.exec(write)


async def test_it_finds_no_message_outside_its_conversation(agent: httpx.AsyncClient) -> None:
    first, second = await begin(agent), await begin(agent)
    message = (await ask(agent, first)).rpartition("/")[2]
    assert (await agent.get(f"{second}/messages/{message}")).status_code == 404
    assert (await agent.get(f"{second}/messages/{UUID(int=0)}/stream")).status_code == 404
