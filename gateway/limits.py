"""How much and how often: bodies are cut before anything acts on them, callers before they crowd others out."""

import asyncio
import time
from collections import OrderedDict
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway import refusals

_KNOWN = 20_000
_DRAINED = 4
"""How many times the limit is read and thrown away of an announced body, so that the caller gets to read the refusal."""
_PATIENCE = 2.0
"""Seconds that takes at most."""


class BodyLimit:
    """Refuse a body over the limit, announced or not. Where a document is sent as a form, the limit is another."""

    def __init__(self, app: ASGIApp, *, limit: int, document_limit: int = 0) -> None:
        self._app = app
        self._usual = limit
        self._documents = max(document_limit, limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        announced, limit = headers.get("content-length", "0"), self._limit(scope, headers)
        if not announced.isdecimal() or int(announced) > limit:
            await self._drain(receive, limit)
            await self._refuse(scope, receive, send, limit=limit)
            return
        if "transfer-encoding" in headers:
            await self._pass_measured(scope, receive, send, limit=limit)
            return
        await self._app(scope, receive, send)

    def _limit(self, scope: Scope, headers: Headers) -> int:
        is_form = headers.get("content-type", "").startswith("multipart/form-data")
        return self._documents if is_form and scope["path"].endswith("/documents") else self._usual

    async def _pass_measured(self, scope: Scope, receive: Receive, send: Send, *, limit: int) -> None:
        # The length is not announced: read it here, up to the limit, before anything acts on it.
        chunks, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            chunks.append(message.get("body", b""))
            size += len(chunks[-1])
            more = message.get("more_body", False)
            if size > limit:
                await self._refuse(scope, receive, send, limit=limit)
                return
        whole: Message | None = {"type": "http.request", "body": b"".join(chunks), "more_body": False}

        async def replay() -> Message:
            nonlocal whole
            message, whole = whole, None
            return message or await receive()

        await self._app(scope, replay, send)

    async def _drain(self, receive: Receive, limit: int) -> None:
        # A connection closed on unread bytes is reset, and takes the answer with it (RFC 9112, 9.6).
        left = _DRAINED * limit
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                while left > 0:
                    message = await receive()
                    left -= len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return

    async def _refuse(self, scope: Scope, receive: Receive, send: Send, *, limit: int) -> None:
        size = f"{limit // 1024} ko" if limit < 10 * 1024 * 1024 else f"{limit // (1024 * 1024)} Mo"
        sentence = f"Cet envoi dépasse la taille permise ({size})."
        answer = refusals.answer(scope, status=413, code="body_too_large", detail=sentence)
        answer.headers["connection"] = "close"
        await answer(scope, receive, send)


class Buckets:
    """A bucket of requests for each caller, refilled through the minute."""

    def __init__(self, *, per_minute: int) -> None:
        self.size = per_minute
        self._policy = f'"default";q={per_minute};w=60'.encode()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> int | None:
        """Take one request; give how many are left, or None when there was none."""
        moment = time.monotonic()
        tokens, since = self._buckets.pop(caller, (float(self.size), moment))
        tokens = min(self.size, tokens + (moment - since) * self.size / 60)
        has_one = tokens >= 1
        self._buckets[caller] = (tokens - 1 if has_one else tokens, moment)
        if len(self._buckets) > _KNOWN:
            self._buckets.popitem(last=False)
        return int(tokens) - 1 if has_one else None

    def told(self, left: int) -> list[tuple[bytes, bytes]]:
        """Give the headers that say what is left."""
        return [(b"ratelimit-policy", self._policy), (b"ratelimit", b'"default";r=%d;t=60' % left)]


class RateLimit:
    """Refuse a caller whose bucket is empty; what is left shows in the headers."""

    def __init__(self, app: ASGIApp, *, buckets: Buckets) -> None:
        self._app = app
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http" or scope["path"].startswith(("/static/", "/healthz", "/readyz")):
            await self._app(scope, receive, send)
            return
        address = f"address {(scope.get('client') or ('',))[0]}"
        left = self._buckets.take(scope.get("state", {}).get("caller") or address)
        if left is None:
            sentence = "Trop de demandes en une minute. Patientez un instant, puis réessayez."
            wait = max(1, round(60 / self._buckets.size))
            answer = refusals.answer(
                scope, status=429, code="too_many_requests", detail=sentence, retry_after=wait
            )
            await answer(scope, receive, self._with_headers(send, 0))
            return
        await self._app(scope, receive, self._with_headers(send, left))

    def _with_headers(self, send: Send, left: int) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._buckets.told(left)]
            await send(message)

        return send_with_headers
