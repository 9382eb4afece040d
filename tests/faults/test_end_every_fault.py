"""Every way a supplier may fail, streamed or not: a named error before the deadline, never kept as complete, never a hang."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from gateway.settings import GatewaySettings
from infra.faults import supplier
from tests.assistant.conftest import until
from tests.conftest import Client
from tests.houses import house, with_suppliers

__all__ = ["house"]

DEADLINE = 6.0
"""Seconds: two retries and what a total of one second leaves, on a machine that is busy."""


@pytest.fixture(scope="module")
async def app(settings: GatewaySettings) -> AsyncIterator[FastAPI]:
    """The house, with that supplier configured and little patience."""
    server = await asyncio.start_server(supplier.serve, "127.0.0.1", 0, limit=2**20)
    port = server.sockets[0].getsockname()[1]
    # Each fault is a supplier of its own here, so that none suffers from another one's breaker.
    suppliers = [
        {
            "name": name, "base_url": f"http://127.0.0.1:{port}/v1", "models": [name],
            "patience": {"connect": 0.5, "first_byte": 0.5, "idle": 0.5, "total": 1},
        }
        for name in [*supplier.FAULTS, "well"]
    ]  # fmt: skip
    async with with_suppliers(settings, suppliers) as app:
        yield app
    server.close()


@pytest.fixture
async def program(
    house: httpx.ASGITransport, admin: Client, authority: Callable[[str], UUID]
) -> AsyncIterator[Client]:
    """A program of Chéroy."""
    new = {"name": "Essai", "role": "agent", "authority_id": str(authority("Chéroy"))}
    key = (await admin.post("/api/identity/v1/keys", json=new)).json()["key"]
    headers = {"authorization": f"Bearer {key}"}
    async with Client(transport=house, base_url="http://terrain.test", headers=headers) as client:
        yield client


async def ask(program: Client, model: str, *, streamed: bool) -> httpx.Response:
    body = {"model": model, "messages": [{"role": "user", "content": "Bonjour"}], "stream": streamed}
    return await program.post("/api/assistant/v1/chat/completions", json=body, timeout=30)


def error_of(answer: httpx.Response) -> dict[str, Any]:
    """Give the error, wherever it stands: in the answer, or as the last event of a stream."""
    if "event-stream" not in answer.headers["content-type"]:
        error: dict[str, Any] = answer.json()["error"]
        return error
    events = [line.removeprefix("data: ") for line in answer.text.splitlines() if line.startswith("data: ")]
    assert "[DONE]" not in answer.text
    last = json.loads(events[-1])  # whole JSON: nothing is cut in the middle
    return dict(last["error"])


def test_it_knows_at_least_twenty_five() -> None:
    assert len(supplier.FAULTS) >= 25


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("fault", supplier.FAULTS)
async def test_it_ends_with_a_named_error(
    program: Client, owner: psycopg.Connection, fault: str, streamed: bool
) -> None:
    began = time.monotonic()
    answer = await ask(program, fault, streamed=streamed)
    spent = time.monotonic() - began

    error = error_of(answer)
    assert error["code"] in supplier.FAULTS[fault][1]
    assert error["message"]
    assert spent < DEADLINE
    await until(
        lambda: owner.execute("select count(*) from assistant_use where state = 'open'").fetchone() == (0,)
    )
    assert owner.execute("select array_agg(distinct state) from assistant_use").fetchone() == (["failed"],)
    assert owner.execute("select count(*) from event where name = 'assistant.use_made'").fetchone() == (0,)


@pytest.mark.parametrize("streamed", [False, True])
async def test_it_answers_when_nothing_fails(
    program: Client, owner: psycopg.Connection, streamed: bool
) -> None:
    answer = await ask(program, "well", streamed=streamed)
    assert answer.status_code == 200
    assert "[DONE]" in answer.text or not streamed
    await until(
        lambda: owner.execute("select array_agg(state) from assistant_use").fetchone() == (["complete"],)
    )
