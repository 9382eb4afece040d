"""Forward one request to another process, streaming both ways."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message, Receive, Scope, Send
from yarl import URL

from gateway import refusals

_HOP_BY_HOP = {
    b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"te", b"trailer",
    b"transfer-encoding", b"upgrade", b"host", b"content-length",
}  # fmt: skip
_TIMEOUT = aiohttp.ClientTimeout(total=None, connect=2, sock_read=120)
_log = structlog.get_logger()


class Proxy:
    """The room next door. One pooled client a process; bytes pass through untouched."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._client: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the pool of connections."""
        self._client = aiohttp.ClientSession(
            timeout=_TIMEOUT, auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar(),
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=30),
        )  # fmt: skip

    async def close(self) -> None:
        """Close it."""
        if self._client:
            await self._client.close()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Forward, stream the answer back, and stop the other side when the client leaves."""
        request = Request(scope, receive)
        outcome = _Outcome(send)
        try:
            await self._relay(request, outcome)
        except aiohttp.ClientError as error:
            await _log.awarning("upstream_unavailable", upstream=self._url, error=type(error).__name__)
            if outcome.has_started:
                raise  # the answer is cut short: the server must not end it as if it were whole
            sentence = (
                "Ce service ne répond pas pour le moment. Rien n’a été modifié ; réessayez dans un instant."
            )
            await refusals.answer(scope, status=502, code="service_unavailable", detail=sentence)(
                scope, receive, send
            )
        except ClientDisconnect:
            return

    async def _relay(self, request: Request, outcome: "_Outcome") -> None:
        if self._client is None:
            raise RuntimeError("open() comes first: the gateway's lifespan does it")
        path = request.scope["raw_path"].decode() if "raw_path" in request.scope else request.url.path
        path = path.split("?")[0].removeprefix(request.scope.get("root_path", ""))
        query = request.scope["query_string"].decode()
        target = URL(f"{self._url}{path}{'?' + query if query else ''}", encoded=True)
        has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
        async with self._client.request(
            request.method,
            target,
            headers=_end_to_end(request.headers.raw),
            data=_body(request) if has_body else None,
            allow_redirects=False,
        ) as answer:
            await outcome.start(answer.status, list(answer.raw_headers))
            await _stream(answer, request, outcome, has_body=has_body)


class _Outcome:
    """Where the answer goes, and whether some of it has left."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_started = False

    async def start(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        kept = [(name.lower(), value) for name, value in headers if name.lower() not in _CONNECTION]
        self.has_started = True
        await self._send({"type": "http.response.start", "status": status, "headers": kept})

    async def more(self, chunk: bytes, *, more_body: bool = True) -> None:
        message: Message = {"type": "http.response.body", "body": chunk, "more_body": more_body}
        await self._send(message)


_CONNECTION = _HOP_BY_HOP - {b"content-length"}


async def _stream(
    answer: aiohttp.ClientResponse, request: Request, outcome: _Outcome, *, has_body: bool
) -> None:
    async def send_all() -> None:
        async for chunk in answer.content.iter_any():
            await outcome.more(chunk)
        await outcome.more(b"", more_body=False)

    sending = asyncio.create_task(send_all())
    leaving = asyncio.create_task(_left(request, wait=not has_body or _is_read(request)))
    done, _ = await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in (sending, leaving):
        if task not in done:
            task.cancel()
    if sending in done:
        sending.result()
    else:
        answer.close()  # unread on purpose: the other side learns at once that nobody listens


def _is_read(request: Request) -> bool:
    return bool(getattr(request, "_stream_consumed", False))


async def _left(request: Request, *, wait: bool) -> None:
    while wait:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            return
    await asyncio.Event().wait()


async def _body(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        if chunk:
            yield chunk


def _end_to_end(headers: list[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in headers
        if name not in _HOP_BY_HOP
    ]
