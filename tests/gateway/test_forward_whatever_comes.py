"""The proxy keeps its connections: no request is mixed with another, none is done twice, none is called whole when it is not."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from gateway.proxy import Proxy
from tests.assistant.supplier import free_port, serving

Room = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
LARGE = 3_000_000


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Say the hash of what was sent; refuse what is too much before it has come."""
    if scope["type"] != "http":
        return
    if scope["path"] == "/refuse":
        await answer(send, 413, b"too much")
        return
    hashed, more = hashlib.sha256(), True
    while more:
        message = await receive()
        hashed.update(message.get("body", b""))
        more = message.get("more_body", False)
    if scope["path"] == "/none":
        await answer(send, 204, b"")
        return
    cookies = [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
    await answer(send, 200, f"{scope['path']} {hashed.hexdigest()}".encode(), *cookies)


async def answer(send: Send, status: int, body: bytes, *headers: tuple[bytes, bytes]) -> None:
    length = [(b"content-length", b"%d" % len(body))] if body else []
    await send({"type": "http.response.start", "status": status, "headers": [*length, *headers]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def before(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """Stand a proxy before an address, and give a client of it."""
    proxy: Any = Proxy(address)
    async with serving(proxy) as front, httpx.AsyncClient(base_url=front, timeout=10) as client:
        yield client
    await proxy.close()


@asynccontextmanager
async def scripted(room: Room) -> AsyncIterator[httpx.AsyncClient]:
    """The same before a server that does as it is told, byte by byte, and hangs up after it."""
    held: set[asyncio.Task[None]] = set()

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        held.add(task)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            await room(reader, writer)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    listener = free_port()
    server = await asyncio.start_server(hold, sock=listener)
    try:
        async with before(f"http://127.0.0.1:{listener.getsockname()[1]}") as client:
            yield client
    finally:
        server.close()
        await asyncio.gather(*held)


def saying(said: bytes) -> Room:
    """Say this to whoever asks."""

    async def room(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(said)
        await writer.drain()

    return room


@pytest.fixture
async def room() -> AsyncIterator[httpx.AsyncClient]:
    app: Any = echo
    async with serving(app) as address, before(address) as client:
        yield client


async def test_each_body_reaches_the_room_whole_and_each_answer_who_asked(room: httpx.AsyncClient) -> None:
    draw = random.Random(3)

    async def one(number: int) -> None:
        body = draw.randbytes(draw.choice((0, 1, 900, 65_536, 65_537, 400_000)))

        async def parts() -> AsyncIterator[bytes]:
            for start in range(0, len(body), 30_000):
                yield body[start : start + 30_000]

        sent: Any = parts() if number % 3 == 0 else body
        said = await room.post(f"/{number}", content=sent)
        assert said.text == f"/{number} {hashlib.sha256(body).hexdigest()}"

    for first in range(0, 120, 12):
        await asyncio.gather(*(one(number) for number in range(first, first + 12)))


async def test_headers_that_come_twice_leave_twice(room: httpx.AsyncClient) -> None:
    said = await room.get("/x")
    assert said.headers.get_list("set-cookie") == ["a=1", "b=2"]


async def test_answers_without_a_body_hold_nobody_back(room: httpx.AsyncClient) -> None:
    for _ in range(3):
        assert (await room.head("/x")).headers["content-length"] == str(len("/x ") + 64)
        assert (await room.post("/none", content=b"x")).status_code == 204
        assert (await room.get("/y")).text.startswith("/y ")


async def test_a_refusal_may_come_before_the_body_and_spoils_no_later_request(
    room: httpx.AsyncClient,
) -> None:
    async def slowly() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 50_000
            await asyncio.sleep(0.005)

    for _ in range(3):
        assert (await room.post("/refuse", content=slowly())).status_code == 413
        assert (await room.get("/after")).text.startswith("/after ")


@pytest.mark.parametrize(("method", "times"), [("POST", 1), ("PATCH", 1), ("GET", 2)])
async def test_what_must_not_be_done_twice_is_sent_once(method: str, times: int) -> None:
    seen: list[bytes] = []

    async def room(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the first request of a connection; end at the second, when it has been read."""
        for turn in range(2):
            head = await reader.readuntil(b"\r\n\r\n")
            if b"/second" in head:
                seen.append(head)
            if turn == 0 and (b"/first" in head or len(seen) > 1):
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
                await writer.drain()
            else:
                break

    async with scripted(room) as client:
        assert (await client.get("/first")).text == "ok"
        said = await client.request(method, "/second")
        assert len(seen) == times
        assert said.status_code == (200 if times == 2 else 502)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n"
    ],
)  # fmt: skip
async def test_an_answer_cut_short_is_never_called_whole(said: bytes) -> None:
    async with scripted(saying(said)) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get("/cut")


@pytest.mark.parametrize(
    "said", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"]
)
async def test_what_is_no_answer_is_refused_in_a_sentence(said: bytes) -> None:
    async with scripted(saying(said)) as client:
        answer = await client.get("/odd")
        assert (answer.status_code, answer.json()["code"]) == (502, "service_unavailable")


async def test_a_room_that_is_away_is_told() -> None:
    async with before("http://127.0.0.1:9") as client:
        assert (await client.get("/")).status_code == 502
        assert (await client.post("/", content=b"x" * LARGE)).status_code == 502


async def test_a_room_that_has_not_answered_yet_learns_that_nobody_waits() -> None:
    left = asyncio.Event()

    async def room(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await reader.read()  # until the other side hangs up
        left.set()

    async with scripted(room) as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.get("/long", timeout=0.3)
        await asyncio.wait_for(left.wait(), 3)


async def test_a_slow_reader_gets_everything_and_fills_no_memory() -> None:
    sent = 0

    async def room(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % (LARGE * 10))
        for _ in range(1000):
            writer.write(b"x" * (LARGE // 100))
            await writer.drain()
            sent += LARGE // 100

    async with scripted(room) as client, client.stream("GET", "/much") as answer:
        parts = answer.aiter_raw()
        size = len(await anext(parts))
        await asyncio.sleep(0.5)
        assert sent < LARGE * 8, "all of it was taken in while nobody read"
        size += sum([len(part) async for part in parts])
        assert size == LARGE * 10
