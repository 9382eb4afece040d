"""Forward one request to another process, streaming both ways."""

import asyncio
from contextlib import suppress
from urllib.parse import quote

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from gateway import refusals
from services.kit.attending import ReaderLeft, unless_gone
from services.kit.upstream.connections import Connection, ConnectionBroken
from services.kit.upstream.pool import Pool, Unreachable, origin_of

_HOP_BY_HOP = {
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"te", b"trailer",
    b"transfer-encoding", b"upgrade", b"host", b"content-length",
}  # fmt: skip
_KEPT_BACK = _HOP_BY_HOP - {b"content-length"}
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE"})
"""Methods that may be sent twice: done twice is done once (RFC 9110, 9.2.2)."""
_CONNECT, _SILENCE = 2.0, 120.0
"""Seconds to reach the room, and those that it may stay silent."""
_WHOLE = 64 * 1024
"""Bytes of a body that is sent in one piece."""
_log = structlog.get_logger()


class Proxy:
    """The room next door. One pool of connections a process; bytes pass through untouched."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._pool = Pool()
        self._origin, prefix = origin_of(self._url)
        self._prefix = prefix.rstrip("/").encode()

    async def close(self) -> None:
        """Close the connections that are kept."""
        self._pool.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward, stream the answer back, and stop the other side when the client leaves."""
        request, outcome = Request(scope, receive), _Outcome(send)
        try:
            await self._forward(request, outcome)
        except (ClientDisconnect, ReaderLeft):
            return
        except (Unreachable, ConnectionBroken, TimeoutError) as error:
            await _log.awarning("upstream_unavailable", upstream=self._url, error=type(error).__name__)
            if outcome.has_started:
                raise  # the answer is cut short: the server must not end it as if it were whole
            sentence = (
                "Ce service ne répond pas pour le moment. Rien n’a été modifié ; réessayez dans un instant."
            )
            refusal = refusals.answer(scope, status=502, code="service_unavailable", detail=sentence)
            await refusal(scope, receive, send)

    async def _forward(self, request: Request, outcome: "_Outcome") -> None:
        length = request.headers.get("content-length", "")
        if "transfer-encoding" in request.headers or (length.isdigit() and int(length) > _WHOLE):
            connection = await self._send_in_parts(request, length)
            await unless_gone(request.receive, self._pass_on(connection, outcome))
        else:
            body = await request.body() if length else b""
            told = b"content-length: %d\r\n" % len(body) if length else b""
            whole = self._head(request, told) + body
            await unless_gone(
                request.receive, self._ask(whole, outcome, may_repeat=request.method in _REPEATABLE)
            )

    async def _ask(self, whole: bytes, outcome: "_Outcome", *, may_repeat: bool) -> None:
        connection = await self._pool.send(
            self._origin, whole, patience=_CONNECT, wait=_SILENCE, may_repeat=may_repeat
        )
        await self._pass_on(connection, outcome)

    async def _pass_on(self, connection: Connection, outcome: "_Outcome") -> None:
        """Send the answer on. Cut short, it is left unread: the other side learns at once that nobody listens."""
        connection.has_time()
        try:
            await outcome.start(connection)
            while (chunk := await connection.read(_SILENCE)) is not None:
                await outcome.more(chunk)
        except BaseException:
            connection.close()
            raise
        self._pool.give_back(self._origin, connection)
        await outcome.more(b"", more_body=False)

    async def _send_in_parts(self, request: Request, length: str) -> Connection:
        """Send a request as it comes. The room may answer before it is whole."""
        connection = await self._pool.connect(self._origin, _CONNECT)
        told = f"content-length: {length}\r\n" if length else "transfer-encoding: chunked\r\n"
        try:
            connection.send(self._head(request, told.encode()), wait=None)
            sending = asyncio.create_task(_send_parts(connection, request, is_chunked=not length))
            answering = asyncio.create_task(connection.head())
            try:
                await asyncio.wait({sending, answering}, return_when=asyncio.FIRST_COMPLETED)
                if not answering.done():
                    sending.result()
                elif not sending.done() or sending.exception():
                    connection.is_last()
                async with asyncio.timeout(_SILENCE):
                    await answering
            finally:
                await _end(sending, answering)
        except BaseException:
            connection.close()
            raise
        return connection

    def _head(self, request: Request, length: bytes) -> bytes:
        scope = request.scope
        path = scope.get("raw_path") or quote(scope["path"]).encode()
        path = path.split(b"?")[0].removeprefix(scope.get("root_path", "").encode())
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        lines = [
            b"%b %b HTTP/1.1\r\n" % (request.method.encode(), self._prefix + path + query),
            b"host: %b\r\n" % self._origin.named.encode(),
            *(b"%b: %b\r\n" % one for one in request.headers.raw if one[0] not in _HOP_BY_HOP),
            length,
            b"\r\n",
        ]
        return b"".join(lines)


class _Outcome:
    """Where the answer goes, and whether some of it has left."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_started = False

    async def start(self, answer: Connection) -> None:
        headers = [field for field in answer.fields if field[0] not in _KEPT_BACK]
        self.has_started = True
        await self._send({"type": "http.response.start", "status": answer.status, "headers": headers})

    async def more(self, chunk: bytes, *, more_body: bool = True) -> None:
        await self._send({"type": "http.response.body", "body": chunk, "more_body": more_body})


async def _send_parts(connection: Connection, request: Request, *, is_chunked: bool) -> None:
    async for part in request.stream():
        if part:
            await connection.send_part(b"%x\r\n%b\r\n" % (len(part), part) if is_chunked else part)
    if is_chunked:
        await connection.send_part(b"0\r\n\r\n")


async def _end(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        if not task.done():
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        elif not task.cancelled():
            task.exception()  # told already, or of no more use to anybody
