"""The way to a supplier and back: one pool a process, bytes as they come, and nobody left talking to himself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import msgspec
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
from services.kit.upstream import pool as pools
from services.kit.upstream.connections import Connection, ConnectionBroken
from services.kit.upstream.pool import Origin, SocketMaker, Unreachable

_LARGEST = 16 * 1024 * 1024
"""Bytes of an answer given at once: more is not an answer."""
_TRIAL = 10.0
"""Seconds that a supplier has to list its models."""
_LONGEST_LINE = 4 * 1024 * 1024
_EXPLAINED = 64 * 1024
"""Bytes of a refusal that are read for its reason."""
_REJECTED = frozenset({400, 413, 415, 422})
_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pool:
    """The process's connections: to the suppliers that the deployment itself names, and to those added since."""

    configured: pools.Pool
    guarded: pools.Pool

    def to(self, endpoint: Endpoint) -> pools.Pool:
        """Give the connections for this endpoint."""
        return self.configured if endpoint.is_configured else self.guarded


class Demand(msgspec.Struct, frozen=True):
    """What a supplier is sent."""

    endpoint: Endpoint
    path: str
    body: bytes
    is_streamed: bool


@asynccontextmanager
async def opened(guard: SocketMaker | None = None) -> AsyncIterator[Pool]:
    """Open the process's pool. `guard` makes the sockets of endpoints that the environment does not name, or refuses to."""
    async with pools.opened() as configured, pools.opened(guard) as guarded:
        yield Pool(configured, guarded)


class Answer:
    """An answer that has begun: `first` holds its first whole lines, or all of it when it is not streamed.

    Closing drops the connection unread, so that the supplier stops at once.
    """

    __slots__ = (
        "_connection",
        "_held",
        "_is_over",
        "_origin",
        "_pool",
        "_stop_at",
        "body",
        "endpoint",
        "first",
    )

    def __init__(
        self, connection: Connection, endpoint: Endpoint, *, pool: pools.Pool, origin: Origin
    ) -> None:
        self._connection, self.endpoint = connection, endpoint
        self._pool, self._origin = pool, origin
        self._held = b""
        self._is_over = False
        self._stop_at = asyncio.get_running_loop().time() + endpoint.patience.total
        self.first = b""
        self.body: dict[str, object] = {}
        """What it says, when it is not streamed."""

    @property
    def is_stream(self) -> bool:
        """Tell whether the supplier says that it sends events."""
        kind = self._connection.headers.get(b"content-type", b"")
        return kind.partition(b";")[0].strip().lower() == b"text/event-stream"

    async def lines(self, wait: float | None = None) -> bytes | None:
        """Give the whole lines that have come since, or None at the end. A line cut in two is never given.

        Raises: SupplierTooSlow, SupplierCut, SupplierFailed.
        """
        patience, clock = self.endpoint.patience, asyncio.get_running_loop().time
        while True:
            try:
                more = await self._connection.read(min(wait or patience.idle, self._stop_at - clock()))
            except TimeoutError as error:
                raise SupplierTooSlow from error
            except ConnectionBroken as error:
                raise SupplierCut from error
            if more is None:
                return None
            lines, newline, rest = more.rpartition(b"\n")
            if newline:
                whole, self._held = self._held + lines + newline, rest
                return whole
            self._held += more
            if len(self._held) > _LONGEST_LINE:
                raise SupplierFailed

    async def read(self, *, most: int = _LARGEST) -> bytes:
        """Give the whole body.

        Raises: ConnectionBroken, TimeoutError, SupplierFailed.
        """
        whole = await self._connection.read() or b""
        while more := await self._connection.read():
            whole += more
            if len(whole) > most:
                raise SupplierFailed
        return whole

    def goes_on(self) -> None:
        """Let it take as long as it goes on: `lines` watches over its silences, and its end."""
        self._connection.has_time()

    def close(self) -> None:
        """Let go. A connection whose answer was read to its end is kept for the next one."""
        if not self._is_over:
            self._is_over = True
            self._pool.give_back(self._origin, self._connection)


async def ask(pool: Pool, demand: Demand) -> Answer:
    """Send a request and wait until its answer begins; for one that is not streamed, until it is whole.

    Raises: a refusal of `refusals`. The connection is closed then.
    """
    endpoint = demand.endpoint
    wait = endpoint.patience.first_byte if demand.is_streamed else endpoint.patience.total
    answer: Answer | None = None
    try:
        answer = await _begin(pool, endpoint, demand.path, demand.body, wait=wait)
        if demand.is_streamed:
            answer.first = await _first_lines(answer, wait)
            answer.goes_on()
        else:
            answer.first = await answer.read()
            answer.body = tails.parse(answer.first)
            answer.close()
    except BaseException as error:
        if answer is not None:
            answer.close()
        if named := _named(error, has_begun=answer is not None):
            raise named from error
        raise
    return answer


async def models(pool: Pool, endpoint: Endpoint) -> list[str]:
    """Ask for the names of the models there are.

    Raises: a refusal of `refusals`.
    """
    answer: Answer | None = None
    try:
        answer = await _begin(pool, endpoint, "/models", wait=_TRIAL)
        return tails.names(await answer.read())
    except (ConnectionBroken, Unreachable, ValueError, TimeoutError) as error:
        raise _named(error, has_begun=answer is not None) or SupplierFailed() from error
    finally:
        if answer is not None:
            answer.close()


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
    if isinstance(error, Unreachable):
        return SupplierUnreachable()
    if isinstance(error, TimeoutError):
        return SupplierTooSlow()
    if isinstance(error, ConnectionBroken | ValueError):
        return SupplierCut() if has_begun else SupplierFailed()
    return None


async def _begin(
    pool: Pool, endpoint: Endpoint, path: str, body: bytes | None = None, *, wait: float
) -> Answer:
    """Send a request, and wait for the head of an answer that is none of a refusal."""
    origin, at = pools.origin_of(endpoint.base_url + path)
    kept = pool.to(endpoint)
    request = _written(endpoint, origin, at, body)
    connection = await kept.send(origin, request, patience=endpoint.patience.connect, wait=wait)
    answer = Answer(connection, endpoint, pool=kept, origin=origin)
    if connection.status != 200 or connection.headers.get(b"content-encoding", b"identity") != b"identity":
        try:
            raise await _refusal(answer, connection)
        finally:
            connection.close()
    return answer


def _written(endpoint: Endpoint, origin: Origin, path: str, body: bytes | None) -> bytes:
    """Write a request.

    Raises: ValueError, for a key that is no header's.
    """
    key = endpoint.api_key.get_secret_value()
    if not key.isprintable():
        raise ValueError("this key cannot stand in a header")
    method = "GET" if body is None else "POST"
    more = "" if body is None else f"content-type: application/json\r\ncontent-length: {len(body)}\r\n"
    if key:
        more += f"authorization: Bearer {key}\r\n"
    head = (
        f"{method} {path} HTTP/1.1\r\nhost: {origin.named}\r\nuser-agent: terrain\r\naccept: */*\r\n"
        f"accept-encoding: identity\r\n{more}\r\n"
    )
    return head.encode("latin-1") + (body or b"")


async def _refusal(answer: Answer, connection: Connection) -> DomainError:
    status = connection.status
    await _log.awarning("supplier_refusal", supplier=answer.endpoint.name, status=status)
    if status == 429:
        after = connection.headers.get(b"retry-after", b"").decode("latin-1")
        return SupplierBusy(min(int(after), 3600) if after.isdecimal() and len(after) < 9 else None)
    if status in _REJECTED:
        said = await connection.read() or b""
        while len(said) < _EXPLAINED and (more := await connection.read()):
            said += more
        return SupplierRejected(tails.said_why(said[:_EXPLAINED]))
    if status in {408, 504}:
        return SupplierTooSlow()
    return SupplierFailed() if status >= 500 or status == 200 else SupplierRefused()
