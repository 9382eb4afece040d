"""A line between a browser and a server that we may cut, at the worst moments, or make slow."""

import asyncio
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum

_CHUNK = 4096
_CHUNKS = 16
"""Of the heaviest request, a part of a photo."""


class Moment(StrEnum):
    """When an exchange is cut."""

    BEFORE = "before the request left"
    WITHIN = "within the request"
    AFTER = "after the request reached the server, before its answer"


@dataclass(slots=True)
class Line:
    """A TCP proxy on loopback. `chance` is how often what a browser sends meets a cut, from 0 to 1."""

    port: int
    target: int
    rate: float = 0
    """Bytes a second, each way; 0: as fast as it goes."""
    delay: float = 0
    """Seconds each way."""
    chance: float = 0
    seed: int = 1
    is_cut: bool = False
    cuts: Counter[str] = field(default_factory=Counter)
    carried: Counter[str] = field(default_factory=Counter)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _ends: set[asyncio.StreamWriter] = field(default_factory=set)
    _free_at: dict[str, float] = field(default_factory=dict)
    _draw: random.Random = field(default_factory=random.Random)

    def cut(self) -> None:
        """Cut everything, and let nothing through until `mend`."""
        self.is_cut = True
        self._loop.call_soon_threadsafe(self._sever)

    def mend(self) -> None:
        """Let everything through again."""
        self.is_cut = False

    @contextmanager
    def laid(self) -> Iterator["Line"]:
        """Serve the line in a thread of its own."""
        self._draw.seed(self.seed)
        ready, stopped = threading.Event(), asyncio.Event()

        async def serve() -> None:
            async with await asyncio.start_server(self._carry, "127.0.0.1", self.port) as server:
                ready.set()
                await stopped.wait()
                # Whoever was let in at the last moment is shown out: closed before, the server forgets them as they are.
                for listening in server.sockets:
                    self._loop.remove_reader(listening.fileno())
                self._sever()
                await asyncio.sleep(0.05)
            left = asyncio.all_tasks() - {asyncio.current_task()}
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

        thread = threading.Thread(target=lambda: self._loop.run_until_complete(serve()), daemon=True)
        thread.start()
        ready.wait(10)
        try:
            yield self
        finally:
            self.cut()
            self._loop.call_soon_threadsafe(stopped.set)
            thread.join(10)
            self._loop.close()

    def _sever(self) -> None:
        for end in self._ends:
            end.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except BaseException as gone:
            writer.transport.abort()
            if isinstance(gone, OSError):  # the server is being killed too
                return
            raise
        ends = {writer, far_writer}
        self._ends |= ends
        doomed = asyncio.Event()
        if not self.is_cut:  # meanwhile
            with suppress(OSError):
                await asyncio.gather(
                    self._pipe(reader, far_writer, "up", doomed),
                    self._pipe(far_reader, writer, "down", doomed),
                )
        for end in ends:
            end.transport.abort()
        self._ends -= ends

    async def _pipe(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str, doomed: asyncio.Event
    ) -> None:
        is_more = False
        while data := await reader.read(_CHUNK):
            if way == "down" and doomed.is_set():
                raise ConnectionAbortedError
            fate = self._fate(is_more=is_more) if way == "up" else None
            is_more = len(data) == _CHUNK
            if fate is Moment.BEFORE:
                raise ConnectionAbortedError
            if fate is Moment.AFTER:
                doomed.set()
            told = data[: len(data) // 2] if fate is Moment.WITHIN else data
            await self._wait(len(told), way)
            asyncio.get_running_loop().call_later(self.delay, writer.write, told)
            await writer.drain()
            self.carried[way] += len(told)
            if fate is Moment.WITHIN:
                await asyncio.sleep(self.delay)
                raise ConnectionAbortedError
        await asyncio.sleep(self.delay)
        writer.write_eof()

    def _fate(self, *, is_more: bool) -> Moment | None:
        # What follows a full chunk belongs to the same request: a heavy one is not cut more often than twice a light one.
        if self._draw.random() >= self.chance / (_CHUNKS if is_more else 1):
            return None
        moment = self._draw.choice(list(Moment))
        self.cuts[moment] += 1
        return moment

    async def _wait(self, size: int, way: str) -> None:
        """Take the line in turn: what is sent by one holds up the others."""
        if self.rate:
            starts = max(self._free_at.get(way, 0), time.monotonic())
            self._free_at[way] = starts + size / self.rate
            await asyncio.sleep(self._free_at[way] - time.monotonic())
