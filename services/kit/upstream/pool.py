"""The process's connections to other servers: kept for the next request, opened only where it is permitted."""

import asyncio
import socket
import ssl
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from services.kit.upstream.connections import Connection, ConnectionBroken

SocketMaker = Callable[..., socket.socket]
_KEPT = 15.0
"""Seconds that a connection waits for its next request: less than servers usually grant."""


class Unreachable(Exception):
    """No connection could be opened."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A machine, a port, and whether what is said to it is enciphered."""

    host: str
    port: int
    is_secure: bool
    named: str
    """As the `Host` header names it."""


@lru_cache(maxsize=512)
def origin_of(url: str) -> tuple[Origin, str]:
    """Take an address apart into where it is and the path there.

    Raises: ValueError.
    """
    parts = urlsplit(url)
    is_secure, path = parts.scheme == "https", parts.path or "/"
    if not parts.hostname or not (path + parts.netloc).isascii() or " " in path:
        raise ValueError("this is no address of a server")
    named = parts.netloc.rpartition("@")[2]
    return Origin(parts.hostname, parts.port or (443 if is_secure else 80), is_secure, named), path


class Pool:
    """Kept connections, by where they lead. It keeps no cookie, follows no redirection and no proxy."""

    def __init__(self, guard: SocketMaker | None = None) -> None:
        """Begin empty. `guard` makes the socket of a resolved address, or refuses to with an OSError."""
        self._guard = guard
        self._free: defaultdict[Origin, deque[Connection]] = defaultdict(deque)
        self._tls: ssl.SSLContext | None = None

    async def send(
        self, origin: Origin, request: bytes, *, patience: float, wait: float, may_repeat: bool = True
    ) -> Connection:
        """Send a request over a connection, and wait for the head of its answer.

        To connect may take `patience` seconds; the whole answer `wait`, unless its reader gives it more.

        A kept connection that the other side was just closing has taken nothing in: the request goes over another. It
        may also have been cut while the request was worked on: what must not be done twice says so.

        Raises: Unreachable, ConnectionBroken, TimeoutError.
        """
        while (connection := self._kept(origin)) is not None:
            try:
                return await _exchange(connection, request, wait)
            except ConnectionBroken:
                if connection.has_begun or not may_repeat:
                    raise
        return await _exchange(await self.connect(origin, patience), request, wait)

    def give_back(self, origin: Origin, connection: Connection) -> None:
        """Keep a connection for the next request, unless its answer was left unread: then it is closed."""
        if not connection.is_free:
            connection.close()
            return
        connection.kept_at = asyncio.get_running_loop().time()
        self._free[origin].append(connection)

    def close(self) -> None:
        """Close every kept connection."""
        for kept in self._free.values():
            for connection in kept:
                connection.close()
        self._free.clear()

    def _kept(self, origin: Origin) -> Connection | None:
        kept, now = self._free[origin], asyncio.get_running_loop().time()
        while kept and now - kept[0].kept_at > _KEPT:
            kept.popleft().close()
        while kept:
            connection = kept.pop()
            if connection.is_free:
                return connection
            connection.close()
        return None

    async def connect(self, origin: Origin, patience: float) -> Connection:
        """Open a connection, for what is sent part by part: it could not be sent again.

        Raises: Unreachable.
        """
        loop = asyncio.get_running_loop()
        context, name = (self._context(), origin.host) if origin.is_secure else (None, None)
        try:
            async with asyncio.timeout(patience):
                if self._guard is None:
                    _, connection = await loop.create_connection(
                        Connection, origin.host, origin.port, ssl=context, server_hostname=name
                    )
                    return connection
                reached = await self._reach(self._guard, origin)
                _, connection = await loop.create_connection(
                    Connection, sock=reached, ssl=context, server_hostname=name
                )
                return connection
        except (OSError, TimeoutError, UnicodeError) as error:
            raise Unreachable from error

    async def _reach(self, guard: SocketMaker, origin: Origin) -> socket.socket:
        """Try each address that the name leads to; the guard judges the very one that is connected to."""
        loop = asyncio.get_running_loop()
        refusal: OSError = ConnectionError("this name leads nowhere")
        for place in await loop.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM):
            try:
                made = guard(place)
            except OSError as error:
                refusal = error
                continue
            try:
                made.setblocking(False)
                await loop.sock_connect(made, place[4])
            except OSError as error:
                made.close()
                refusal = error
            except BaseException:
                made.close()
                raise
            else:
                return made
        raise refusal

    def _context(self) -> ssl.SSLContext:
        if self._tls is None:
            self._tls = ssl.create_default_context()
        return self._tls


@asynccontextmanager
async def opened(guard: SocketMaker | None = None) -> AsyncIterator[Pool]:
    """Open a pool for as long as the block lasts."""
    pool = Pool(guard)
    try:
        yield pool
    finally:
        pool.close()


async def _exchange(connection: Connection, request: bytes, wait: float) -> Connection:
    try:
        connection.send(request, wait=wait)
        await connection.head()
    except BaseException:
        connection.close()
        raise
    return connection
