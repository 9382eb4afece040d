"""Streams that do not end well: never silent, never recorded as whole, and never writing for nobody."""

import asyncio
import json

import httpx
import openai
import psycopg
import pytest

from tests.assistant.conftest import Rows, until
from tests.assistant.supplier import WORDS, FakeSupplier

pytestmark = pytest.mark.usefixtures("settled")

LETTER = [{"role": "user", "content": "Rédige un courrier de remerciement."}]


async def stream(program: httpx.AsyncClient, model: str) -> list[str]:
    """Give the lines of a stream, as they came."""
    asked = {"model": model, "messages": LETTER, "stream": True}
    async with program.stream("POST", "/chat/completions", json=asked) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-accel-buffering"] == "no"
        return [line async for line in answer.aiter_lines() if line]


@pytest.mark.parametrize(
    ("model", "code", "words"),
    [
        ("cut", "supplier_interrupted", 3),
        ("short", "supplier_interrupted", len(WORDS)),
        ("stall", "supplier_timeout", 3),
    ],
)
async def test_it_ends_a_broken_stream_with_a_whole_error(
    program: httpx.AsyncClient, rows: Rows, supplier: FakeSupplier, model: str, code: str, words: int
) -> None:
    lines = await stream(program, model)
    events = [json.loads(line.removeprefix("data: ")) for line in lines]  # each of them is whole JSON
    assert events[-1]["error"]["code"] == code
    assert events[-1]["error"]["message"]
    assert len(events) == words + 1
    assert not any("[DONE]" in line for line in lines)
    await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))
    assert [use["state"] for use in rows("select * from assistant_use")] == ["failed"]
    assert rows("select 1 from event where name = 'assistant.use_made'") == []


async def test_it_raises_in_openai_s_client_when_a_stream_breaks(client: openai.AsyncOpenAI) -> None:
    chunks = aiter(await client.chat.completions.create(model="cut", messages=LETTER, stream=True))
    heard = [(await anext(chunks)).choices[0].delta.content for _ in WORDS[:3]]
    assert heard == list(WORDS[:3])
    with pytest.raises(openai.APIError) as broken:
        await anext(chunks)
    assert "interrompue" in broken.value.message


async def test_it_stops_the_supplier_when_the_reader_leaves(
    client: openai.AsyncOpenAI, supplier: FakeSupplier, rows: Rows
) -> None:
    answer = await client.chat.completions.create(model="slow", messages=LETTER, stream=True)
    await anext(aiter(answer))
    await answer.close()
    await asyncio.wait_for(supplier.left.wait(), 2)
    await until(lambda: bool(rows("select 1 from assistant_use where state = 'interrupted'")))
    assert rows("select output_tokens, counted_in from assistant_use") == [
        {"output_tokens": 1, "counted_in": "estimate"}  # what was written until then
    ]
    assert rows("select 1 from event where name = 'assistant.use_made'") == []


@pytest.mark.parametrize("streamed", [False, True])
async def test_it_stops_the_supplier_when_the_reader_leaves_before_the_first_word(
    program: httpx.AsyncClient, supplier: FakeSupplier, rows: Rows, streamed: bool
) -> None:
    asked = {"model": "mute", "messages": LETTER, "stream": streamed}
    with pytest.raises(httpx.ReadTimeout):
        await program.post("/chat/completions", json=asked, timeout=0.15)
    await asyncio.wait_for(supplier.left.wait(), 0.3)  # well before our own patience ends
    await until(lambda: bool(rows("select 1 from assistant_use where state = 'interrupted'")))


async def test_it_keeps_no_transaction_open_while_it_streams(
    client: openai.AsyncOpenAI, owner: psycopg.Connection, supplier: FakeSupplier, rows: Rows
) -> None:
    answer = await client.chat.completions.create(model="slow", messages=LETTER, stream=True)
    await anext(aiter(answer))
    busy = rows(
        "select state, query from pg_stat_activity where datname = current_database()"
        " and pid <> pg_backend_pid() and xact_start is not null"
    )
    assert busy == []
    assert [use["state"] for use in rows("select * from assistant_use")] == ["open"]  # reserved already
    await answer.close()
    await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))


async def test_it_has_recorded_the_use_when_the_reader_sees_the_end(
    program: httpx.AsyncClient, rows: Rows
) -> None:
    for model in ("auto", "good"):
        asked = {"model": model, "messages": LETTER, "stream": True}
        async with program.stream("POST", "/chat/completions", json=asked) as answer:
            async for line in answer.aiter_lines():
                if "[DONE]" in line:
                    states = {use["state"] for use in rows("select * from assistant_use")}
    assert states == {"complete"}
    assert len(rows("select 1 from event where name = 'assistant.use_made'")) == 2
