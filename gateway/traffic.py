"""Every request: an id to quote, a trace to follow, safe headers, one line in the log."""

import os
import re
import secrets
import time

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = structlog.get_logger()
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_TRACE = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_PLAIN_SEGMENT = re.compile(r"[a-z0-9_.-]{1,32}")
_REQUESTS = Counter("terrain_requests_total", "Requests answered.", ["room", "method", "status"])
_SECONDS = Histogram("terrain_request_seconds", "Time to the first byte of the answer.", ["room"])
_ROOMS = frozenset({"workshops", "assistant", "metrics", "identity"})

_SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
}


class Traffic:
    """The outermost layer: it believes no internal header from outside and writes down what left."""

    def __init__(self, app: ASGIApp, *, is_https: bool) -> None:
        self._app = app
        self._safe = safe_headers(is_https=is_https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        identity = _prepare(scope)
        started = time.perf_counter()

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._finish_headers(message, identity)
                note(scope, message["status"], time.perf_counter() - started, request_id=identity)
            await send(message)

        await self._app(scope, receive, send_safely)

    def _finish_headers(self, message: Message, identity: str) -> None:
        headers = MutableHeaders(raw=message["headers"])
        for name, value in self._safe.items():
            headers.setdefault(name, value)
        headers["x-request-id"] = identity
        message["headers"] = headers.raw


def _prepare(scope: Scope) -> str:
    """Strip what only we may say, and give the request its ids."""
    headers = MutableHeaders(raw=[(k, v) for k, v in scope["headers"] if not k.startswith(b"x-terrain-")])
    identity = request_id(headers.get("x-request-id", ""))
    headers["x-request-id"] = identity
    headers["x-terrain-client"] = scope["client"][0] if scope.get("client") else ""
    trace = headers.get("traceparent", "")
    if not _TRACE.fullmatch(trace):
        headers["traceparent"] = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    scope["headers"] = headers.raw
    return identity


def safe_headers(*, is_https: bool) -> dict[str, str]:
    """Give the headers that every answer has, unless it says otherwise."""
    return _SAFE | ({"strict-transport-security": "max-age=31536000"} if is_https else {})


def request_id(given: str) -> str:
    """Take the caller's own id of its request when it is one, or give it another."""
    return given if _REQUEST_ID.fullmatch(given) else os.urandom(16).hex()


def _placed(path: str) -> tuple[str, str]:
    """Give the room of a path, and the path as it may be written: one may hold a sign-in token."""
    if known := _FIXED.get(path):
        return known
    segments = path.strip("/").split("/")
    is_room = segments[0] == "api" and len(segments) > 1 and segments[1] in _ROOMS
    plain = (part if _PLAIN_SEGMENT.fullmatch(part) or len(part) == 36 else "*" for part in segments)
    return segments[1] if is_room else "pages", "/" + "/".join(plain)


_FIXED: dict[str, tuple[str, str]] = {}


def expect(path: str) -> None:
    """Work out once what is written of a path that is asked for a thousand times a second."""
    _FIXED[path] = _placed(path)


def _count(room: str, method: str, status: int, seconds: float) -> None:
    told = _counted.get((room, method, status))
    if told is None:
        told = _REQUESTS.labels(room, method, str(status)), _SECONDS.labels(room)
        _counted[room, method, status] = told
    told[0].inc()
    told[1].observe(seconds)


_counted: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}


def note(scope: Scope, status: int, seconds: float, *, request_id: str) -> None:
    """Write down what left, without what it held."""
    room, path = _placed(scope["path"])
    _count(room, scope["method"], status, seconds)
    _log.info(
        "request",
        method=scope["method"],
        path=path,
        status=status,
        ms=round(seconds * 1000, 1),
        request_id=request_id,
    )
