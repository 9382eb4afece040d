"""Clients that count: kept connections, requests one after the other, at a fixed rate, or streams held open."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

_FIRST = b"data: {"
_PATIENCE = 60.0
"""Seconds that anybody waits for a whole answer: a system that hangs is told, not waited for."""


@dataclass(frozen=True, slots=True)
class Target:
    """One system under test."""

    name: str
    port: int
    path: str
    key: str = "none"

    def request(self, number: int, *, model: str, is_streamed: bool = False, size: int = 450) -> bytes:
        """Write a request. No two say the same, so that nothing remembered helps."""
        text = (f"Demande {number} : rédige un courrier aux riverains de la rue {number % 997}. " * 40)[:size]
        body = json.dumps(
            {"model": model, "messages": [{"role": "user", "content": text}], "stream": is_streamed},
            ensure_ascii=False,
        ).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\nhost: 127.0.0.1:{self.port}\r\nauthorization: Bearer {self.key}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


@dataclass(slots=True)
class Answer:
    """What came of one request: milliseconds to its first event and to its end."""

    status: int = 0
    first: float = 0
    end: float = 0
    is_whole: bool = False


@dataclass(slots=True)
class Client(asyncio.Protocol):
    """One kept connection, one request at a time."""

    _transport: asyncio.Transport | None = None
    _held: bytes = b""
    _length: int | None = None
    _began: float = 0
    _answer: Answer = field(default_factory=Answer)
    _done: "asyncio.Future[Answer] | None" = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to ask."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class is none of asyncio's

    def connection_lost(self, _: Exception | None) -> None:
        """End what was under way: it is not whole."""
        self._transport = None
        self._end(is_whole=False)

    async def ask(self, request: bytes) -> Answer:
        """Send a request and wait for the whole answer."""
        self._held, self._length, self._answer = b"", None, Answer()
        self._done = asyncio.get_running_loop().create_future()
        self._began = time.perf_counter()
        if self._transport is None:
            return self._answer
        self._transport.write(request)
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._done
        except TimeoutError:
            self.close()
            return self._answer  # not whole

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        """Read on: by length, or up to the last chunk."""
        self._held += data
        if not self._answer.status:
            cut = self._held.find(b"\r\n\r\n")
            if cut < 0:
                return
            head = self._held[:cut].lower()
            self._answer.status = int(head[9:12])
            _, found, rest = head.partition(b"content-length:")
            self._length = int(rest.split(b"\r\n")[0]) if found else -1
            self._held = self._held[cut + 4 :]
        if not self._answer.first and (self._length != -1 or _FIRST in self._held):
            self._answer.first = (time.perf_counter() - self._began) * 1000
        if self._length == -1:
            if self._held.endswith(b"0\r\n\r\n"):
                self._end(is_whole=b"[DONE]" in self._held)
            self._held = self._held[-4096:]
        elif len(self._held) >= (self._length or 0):
            self._end(is_whole=True)

    def _end(self, *, is_whole: bool) -> None:
        if self._done and not self._done.done():
            self._answer.end = (time.perf_counter() - self._began) * 1000
            self._answer.is_whole = is_whole and self._answer.status in {200, 202}
            self._done.set_result(self._answer)


async def connect(target: Target) -> Client:
    """Open a connection."""
    _, client = await asyncio.get_running_loop().create_connection(Client, "127.0.0.1", target.port)
    return client


async def saturate(target: Target, *, model: str, connections: int, seconds: float) -> tuple[float, int]:
    """Ask as fast as answers come; give whole answers a second, and how many were not whole."""
    until = time.perf_counter() + seconds
    whole, broken = 0, 0

    async def work(number: int) -> None:
        nonlocal whole, broken
        client = await connect(target)
        while time.perf_counter() < until:
            number += connections
            answer = await client.ask(target.request(number, model=model))
            whole += answer.is_whole
            broken += not answer.is_whole
            if not answer.status:
                client = await connect(target)
        client.close()

    began = time.perf_counter()
    await asyncio.gather(*(work(number) for number in range(connections)))
    return whole / (time.perf_counter() - began), broken


async def pace(target: Target, *, model: str, rate: float, seconds: float) -> list[Answer]:
    """Ask at a fixed rate whatever comes back, so that a slow answer delays no other; give the answers."""
    free: list[Client] = [await connect(target) for _ in range(20)]
    answers: list[Answer] = []

    async def one(number: int) -> None:
        client = free.pop() if free else await connect(target)
        answers.append(await client.ask(target.request(number, model=model)))
        free.append(client)

    async with asyncio.TaskGroup() as group:
        began = time.perf_counter()
        for number in range(int(rate * seconds)):
            await asyncio.sleep(began + number / rate - time.perf_counter())
            group.create_task(one(number))
    for client in free:
        client.close()
    return answers


async def hold(
    target: Target, *, model: str, streams: int, while_held: Callable[[], object] = lambda: None
) -> list[Answer]:
    """Open streams within two seconds and read them all to their end."""
    clients = [await connect(target) for _ in range(streams)]

    async def one(number: int, client: Client) -> Answer:
        await asyncio.sleep(number * 2 / streams)
        return await client.ask(target.request(number, model=model, is_streamed=True))

    tasks = [asyncio.create_task(one(number, client)) for number, client in enumerate(clients)]
    await asyncio.sleep(4)
    while_held()
    answers = await asyncio.gather(*tasks)
    for client in clients:
        client.close()
    return list(answers)
