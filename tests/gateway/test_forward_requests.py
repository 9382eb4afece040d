"""The proxy forwards as it receives: both ways, piece by piece, and stops when the reader leaves."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from gateway.proxy import Proxy
from tests.assistant.supplier import serving

PIECES = 5
PAUSE = 0.1


class Upstream:
    """A room next door that tells what it received, and whether the reader left."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.headers: dict[str, str] = {}
        self.left = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        self.headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        more = True
        while more:
            message = await receive()
            self.received.append(message.get("body", b""))
            more = message.get("more_body", False)
        await send(
            {"type": "http.response.start", "status": 200, "headers": [(b"x-path", scope["raw_path"])]}
        )
        leaving = asyncio.create_task(self._watch(receive))
        for number in range(PIECES if b"endless" not in scope["query_string"] else 1000):
            await send({"type": "http.response.body", "body": b"piece %d;" % number, "more_body": True})
            await asyncio.sleep(PAUSE)
            if self.left.is_set():
                return
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        leaving.cancel()

    async def _watch(self, receive: Receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            continue
        self.left.set()


@pytest.fixture
async def upstream() -> AsyncIterator[tuple[Upstream, httpx.AsyncClient]]:
    """The room, and a client that reaches it through the proxy, all on real sockets."""
    room: Any = Upstream()
    async with serving(room) as address:
        proxy: Any = Proxy(address)
        async with serving(proxy) as front, httpx.AsyncClient(base_url=front, timeout=10) as client:
            yield room, client
        await proxy.close()


async def test_it_streams_the_answer_as_it_comes(upstream: tuple[Upstream, httpx.AsyncClient]) -> None:
    _, client = upstream
    async with client.stream("GET", "/slow") as answer:
        moments = [time.monotonic() async for _ in answer.aiter_raw()]

    assert len(moments) == PIECES
    assert moments[-1] - moments[0] > PAUSE * (PIECES - 2), "the pieces came all at once"


async def test_it_streams_the_request_as_it_goes(upstream: tuple[Upstream, httpx.AsyncClient]) -> None:
    room, client = upstream

    async def body() -> AsyncIterator[bytes]:
        for number in range(3):
            yield b"part %d;" % number
            await asyncio.sleep(PAUSE)

    await client.post("/up", content=body())

    assert b"".join(room.received) == b"part 0;part 1;part 2;"
    assert len([part for part in room.received if part]) > 1, "the body was held back until it was whole"


async def test_it_stops_the_room_when_the_reader_leaves(upstream: tuple[Upstream, httpx.AsyncClient]) -> None:
    room, client = upstream
    async with client.stream("GET", "/slow?endless") as answer:
        await anext(answer.aiter_raw())

    await asyncio.wait_for(room.left.wait(), 3)


async def test_it_passes_addresses_and_headers_untouched(
    upstream: tuple[Upstream, httpx.AsyncClient],
) -> None:
    room, client = upstream
    trace = f"00-{'a' * 32}-{'b' * 16}-01"

    answer = await client.get(
        "/a%20b/%C3%A9?q=1%2B1", headers={"traceparent": trace, "x-request-id": "request-1"}
    )

    assert answer.headers["x-path"] == "/a%20b/%C3%A9"
    assert (room.headers["traceparent"], room.headers["x-request-id"]) == (trace, "request-1")
    assert "proxy-connection" not in room.headers
