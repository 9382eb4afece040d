"""One connection to a server: a request, then its answer as it comes, then the next request.

httptools (llhttp) takes the messages apart; what it refuses is refused here. Source: RFC 9112.
"""

import asyncio
from typing import cast

import httptools

_LARGEST_HEAD = 64 * 1024
_HELD = 128 * 1024
"""Bytes that wait to be read before the other side is asked to pause."""


class ConnectionBroken(Exception):
    """The connection ended, or what came over it is no HTTP."""


class Connection(asyncio.Protocol):
    """One exchange at a time. The parser's callbacks, `on_…`, are httptools's names."""

    __slots__ = (
        "_deadline", "_drained", "_error", "_held", "_is_bodiless", "_is_closing", "_is_interim", "_is_paused", "_is_whole",
        "_loop", "_parser", "_parts", "_transport", "_waiter", "fields", "has_begun", "headers", "kept_at", "status",
    )  # fmt: skip

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._waiter: asyncio.Future[None] | None = None
        self.kept_at = 0.0
        """When the last answer was read to its end."""
        self._is_closing = False
        self._deadline: asyncio.TimerHandle | None = None
        self._drained: asyncio.Future[None] | None = None
        self._begin()

    def _begin(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self.status, self.headers = 0, dict[bytes, bytes]()
        self.fields: list[tuple[bytes, bytes]] = []
        """The headers one by one, as they came; names in small letters."""
        self._is_bodiless = False
        self._parts: list[bytes] = []
        self._held = 0
        self._is_whole = self._is_paused = self._is_interim = False
        self.has_begun = False
        """Whether a byte of the answer has come."""
        self._error: Exception | None = None

    @property
    def is_free(self) -> bool:
        """Tell whether another request may go over it."""
        ended = self._is_whole and not self._parts and self._error is None and not self._is_closing
        return ended and self._transport is not None and not self._transport.is_closing()

    def send(self, request: bytes, *, wait: float | None) -> None:
        """Send a request, or its head and then its parts. Its answer has `wait` seconds to come, unless `has_time` is said.

        Raises: ConnectionBroken.
        """
        if self._transport is None or self._transport.is_closing():
            raise ConnectionBroken
        self._begin()
        self._is_bodiless = request.startswith(b"HEAD ")
        if wait is not None:
            self._deadline = self._loop.call_later(wait, self._is_late)
        self._transport.write(request)

    async def send_part(self, part: bytes) -> None:
        """Send a part of the body, as fast as the other side takes it.

        Raises: ConnectionBroken.
        """
        if self._transport is None or self._transport.is_closing():
            raise ConnectionBroken
        self._transport.write(part)
        if self._drained is not None:
            await self._drained

    def pause_writing(self) -> None:
        """Hold parts back until the other side has taken what was sent."""
        self._drained = self._loop.create_future()

    def resume_writing(self) -> None:
        """Let parts go again."""
        if self._drained is not None and not self._drained.done():
            self._drained.set_result(None)
        self._drained = None

    def has_time(self) -> None:
        """Forget by when the whole answer was to come."""
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def is_last(self) -> None:
        """Let no other exchange follow: the request of this one is not sent to its end."""
        self._is_closing = True

    async def head(self) -> None:
        """Wait for the head of the answer: `status` and `headers`, names in small letters.

        Raises: ConnectionBroken, TimeoutError.
        """
        while not self.status:
            await self._news()

    async def read(self, wait: float | None = None) -> bytes | None:
        """Give what has come of the body since, or None at its end.

        Raises: TimeoutError, also after `wait` seconds of silence; ConnectionBroken.
        """
        while not self._parts:
            if self._is_whole:
                return None
            if wait is None:
                await self._news()
                continue
            timer = self._loop.call_later(max(wait, 0), self._expire, self._expect())
            try:
                await self._news()
            finally:
                timer.cancel()
        body = self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)
        self._parts, self._held = [], 0
        if self._is_paused and self._transport is not None:
            self._is_paused = False
            self._transport.resume_reading()
        return body

    def close(self) -> None:
        """Hang up at once, whatever is under way: the other side stops writing."""
        self._is_closing = True
        self.has_time()
        if self._transport is not None:
            self._transport.abort()

    def _expect(self) -> asyncio.Future[None]:
        if self._waiter is None or self._waiter.done():
            self._waiter = self._loop.create_future()
        return self._waiter

    async def _news(self) -> None:
        if isinstance(self._error, TimeoutError):
            raise TimeoutError
        if self._error is not None:
            raise ConnectionBroken from self._error
        if self._transport is None:
            raise ConnectionBroken
        await self._expect()

    def _expire(self, waiter: asyncio.Future[None]) -> None:
        if not waiter.done():
            waiter.set_exception(TimeoutError())

    def _is_late(self) -> None:
        self._error = TimeoutError()
        self._tell()

    def _tell(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own class is none of asyncio's

    def connection_lost(self, error: Exception | None) -> None:
        """End what was under way. Without a length, the end of the connection is the end of the answer."""
        self._transport = None
        self.resume_writing()
        is_bare = self.status and not self.headers.keys() & {b"content-length", b"transfer-encoding"}
        if is_bare and error is None and self._error is None:
            self._is_whole = True
        self._tell()

    def data_received(self, data: bytes) -> None:
        """Take the bytes apart."""
        if self._is_whole or self._error is not None:
            self.close()  # nothing was asked: whatever this is, it answers nobody
            return
        self.has_begun = True
        if not self.status:
            self._held += len(data)
        try:
            self._parser.feed_data(data)
            if not self.status and self._held > _LARGEST_HEAD:
                raise httptools.HttpParserError("the head is too long")  # noqa: TRY301  refused as what is malformed is
        except (httptools.HttpParserError, httptools.HttpParserUpgrade) as error:
            self._error = error
            self.close()
        self._tell()

    def on_message_begin(self) -> None:
        """Refuse a second answer to one request.

        Raises: ConnectionBroken.
        """
        if self._is_whole:
            raise ConnectionBroken

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header."""
        self.fields.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        """Tell an answer from the interim ones that may come before it.

        Raises: ConnectionBroken for a head beyond all measure that came at once.
        """
        if sum(len(name) + len(value) for name, value in self.fields) > _LARGEST_HEAD:
            raise ConnectionBroken
        status = self._parser.get_status_code()
        self._is_interim = 100 <= status < 200
        if self._is_interim:
            self.fields = []
            return
        self.headers, self.status, self._held = dict(self.fields), status, 0
        if self._is_bodiless:
            self.on_message_complete()  # the length it tells is that of a body which never comes

    def on_body(self, part: bytes) -> None:
        """Keep a part until it is read."""
        self._parts.append(part)
        self._held += len(part)
        if self._held > _HELD and not self._is_paused and self._transport is not None:
            self._is_paused = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        """Know the answer whole."""
        if self._is_interim:
            return
        self._is_whole = True
        self.has_time()
        self._is_closing = self._is_closing or not self._parser.should_keep_alive()
