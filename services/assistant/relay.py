"""The way to a supplier and back: one pool a process, bytes as they come, and nobody left talking to himself."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import structlog

from services.assistant import tails
from services.assistant.offers import Endpoint
from services.assistant.refusals import (
    SupplierBusy,
    SupplierCut,
    SupplierFailed,
    SupplierRefused,
    SupplierRejected,
    SupplierTooSlow,
    SupplierUnreachable,
)
from services.kit.errors import DomainError

SocketMaker = Callable[..., socket.socket]

_LARGEST = 16 * 1024 * 1024
"""Bytes of an answer given at once: more is not an answer."""
_TRIAL = 10.0
"""Seconds that a supplier has to list its models."""
_LONGEST_LINE = 4 * 1024 * 1024
_REJECTED = frozenset({400, 413, 415, 422})
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pool:
    """The process's connections: to the suppliers that the deployment itself names, and to those added since."""

    configured: aiohttp.ClientSession
    guarded: aiohttp.ClientSession

    def to(self, endpoint: Endpoint) -> aiohttp.ClientSession:
        """Give the session for this endpoint."""
        return self.configured if endpoint.is_configured else self.guarded


@dataclass(frozen=True, slots=True)
class Demand:
    """What a supplier is sent."""

    endpoint: Endpoint
    path: str
    body: bytes
    is_streamed: bool


@asynccontextmanager
async def opened(guard: SocketMaker | None = None) -> AsyncIterator[Pool]:
    """Open the process's pool. It keeps no cookie and follows no proxy of the environment and no redirection.

    `guard` makes the sockets of endpoints that the environment does not name, or refuses to.
    """
    async with _session(None) as configured, _session(guard) as guarded:
        yield Pool(configured, guarded)


def _session(guard: SocketMaker | None) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=15, socket_factory=guard),
        cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True, trust_env=False,
        skip_auto_headers=("accept-encoding",), read_bufsize=2**17,
    )  # fmt: skip


class Answer:
    """An answer that has begun: `first` holds its first whole lines, or all of it when it is not streamed.

    Closing drops the connection unread, so that the supplier stops at once.
    """

    __slots__ = ("_held", "_response", "_stop_at", "body", "endpoint", "first")

    def __init__(self, response: aiohttp.ClientResponse, endpoint: Endpoint) -> None:
        self._response, self.endpoint = response, endpoint
        self._held = b""
        self._stop_at = asyncio.get_running_loop().time() + endpoint.patience.total
        self.first = b""
        self.body: dict[str, object] = {}
        """What it says, when it is not streamed."""

    @property
    def is_stream(self) -> bool:
        """Tell whether the supplier says that it sends events."""
        return self._response.content_type == "text/event-stream"

    async def lines(self, wait: float | None = None) -> bytes | None:
        """Give the whole lines that have come since, or None at the end. A line cut in two is never given.

        Raises: SupplierTooSlow, SupplierCut, SupplierFailed.
        """
        patience, clock = self.endpoint.patience, asyncio.get_running_loop().time
        while True:
            more = await _next(self._response, min(wait or patience.idle, self._stop_at - clock()))
            if more is None:
                return None
            lines, newline, rest = more.rpartition(b"\n")
            if newline:
                whole, self._held = self._held + lines + newline, rest
                return whole
            self._held += more
            if len(self._held) > _LONGEST_LINE:
                raise SupplierFailed

    async def read(self) -> bytes:
        """Give the whole body.

        Raises: SupplierCut, SupplierFailed.
        """
        whole = bytearray()
        while more := await self._response.content.readany():
            whole += more
            if len(whole) > _LARGEST:
                raise SupplierFailed
        return bytes(whole)

    def close(self) -> None:
        """Let go. A connection whose answer was read to its end is kept for the next one."""
        if self._response.content.at_eof():
            self._response.release()
        else:
            self._response.close()


async def ask(pool: Pool, demand: Demand) -> Answer:
    """Send a request and wait until its answer begins; for one that is not streamed, until it is whole.

    Raises: a refusal of `refusals`. The connection is closed then.
    """
    endpoint = demand.endpoint
    wait = endpoint.patience.first_byte if demand.is_streamed else endpoint.patience.total
    response: aiohttp.ClientResponse | None = None
    try:
        async with asyncio.timeout(wait):
            response = await _post(pool.to(endpoint), demand)
            await _check(response, endpoint)
            answer = Answer(response, endpoint)
            if demand.is_streamed:
                answer.first = await _first_lines(answer, wait)
                return answer
            answer.first = await answer.read()
            answer.close()
            answer.body = tails.parse(answer.first)
            return answer
    except BaseException as error:
        if response is not None:
            response.close()
        if named := _named(error, has_begun=response is not None):
            raise named from error
        raise


async def models(pool: Pool, endpoint: Endpoint) -> list[str]:
    """Ask for the names of the models there are.

    Raises: a refusal of `refusals`.
    """
    response: aiohttp.ClientResponse | None = None
    try:
        async with asyncio.timeout(_TRIAL):
            response = await pool.to(endpoint).get(
                f"{endpoint.base_url}/models", headers=_headers(endpoint), allow_redirects=False
            )
            await _check(response, endpoint)
            return tails.names(await Answer(response, endpoint).read())
    except (aiohttp.ClientError, ValueError, TimeoutError) as error:
        raise _named(error, has_begun=response is not None) or SupplierFailed() from error
    finally:
        if response is not None:
            response.close()


async def _first_lines(answer: Answer, wait: float) -> bytes:
    if not answer.is_stream:
        raise SupplierFailed
    first = await answer.lines(wait)
    if first is None:
        raise SupplierCut
    if tails.is_error(first):
        raise SupplierFailed
    return first


def _named(error: BaseException, *, has_begun: bool) -> DomainError | None:
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return SupplierUnreachable()
    if isinstance(error, TimeoutError):
        return SupplierTooSlow()
    if isinstance(error, aiohttp.ClientError | ValueError):
        return SupplierCut() if has_begun else SupplierFailed()
    return None


async def _post(session: aiohttp.ClientSession, demand: Demand) -> aiohttp.ClientResponse:
    endpoint = demand.endpoint
    address = f"{endpoint.base_url}{demand.path}"
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=endpoint.patience.connect)
    request = {
        "data": demand.body,
        "headers": _headers(endpoint),
        "timeout": timeout,
        "allow_redirects": False,
    }
    try:
        return await session.post(address, **request)  # type: ignore[arg-type]  # a shared dict loses each keyword's type
    except aiohttp.ServerDisconnectedError:
        # A kept connection that the supplier was just closing: nothing was asked yet, so ask once more.
        return await session.post(address, **request)  # type: ignore[arg-type]  # a shared dict loses each keyword's type


def _headers(endpoint: Endpoint) -> dict[str, str]:
    headers = {"content-type": "application/json", "user-agent": "terrain", "accept-encoding": "identity"}
    if key := endpoint.api_key.get_secret_value():
        headers["authorization"] = f"Bearer {key}"
    return headers


async def _check(response: aiohttp.ClientResponse, endpoint: Endpoint) -> None:
    if response.status != 200:
        raise await _refusal(response, endpoint)


async def _refusal(response: aiohttp.ClientResponse, endpoint: Endpoint) -> DomainError:
    await _log.awarning("supplier_refusal", supplier=endpoint.name, status=response.status)
    if response.status == 429:
        after = response.headers.get("retry-after", "")
        return SupplierBusy(min(int(after), 3600) if after.isdecimal() and len(after) < 9 else None)
    if response.status in _REJECTED:
        return SupplierRejected(tails.said_why(await response.content.read(64 * 1024)))
    if response.status in {408, 504}:
        return SupplierTooSlow()
    return SupplierFailed() if response.status >= 500 else SupplierRefused()


async def _next(response: aiohttp.ClientResponse, wait: float) -> bytes | None:
    """Read what has come; None at the end."""
    content = response.content
    try:
        async with asyncio.timeout(max(wait, 0)):
            return await content.readany() or None
    except TimeoutError as error:
        raise SupplierTooSlow from error
    except aiohttp.ClientError as error:
        raise SupplierCut from error
