"""The way to a supplier and back: one pool a process, bytes as they come, and nobody left talking to himself."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias

import aiohttp
import structlog

from services.assistant import tails
from services.assistant.refusals import (
    SupplierBusy,
    SupplierCut,
    SupplierFailed,
    SupplierRefused,
    SupplierRejected,
    SupplierTooSlow,
    SupplierUnreachable,
)
from services.assistant.settings import Supplier
from services.kit.errors import DomainError

Pool: TypeAlias = aiohttp.ClientSession

_LARGEST = 16 * 1024 * 1024
"""Bytes of an answer given at once: more is not an answer."""
_REJECTED = frozenset({400, 413, 415, 422})
_log = structlog.get_logger()


@asynccontextmanager
async def opened() -> AsyncIterator[Pool]:
    """Open the process's pool. It keeps no cookie and follows no proxy of the environment."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, limit_per_host=200, keepalive_timeout=15),
        cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True, trust_env=False,
    ) as pool:  # fmt: skip
        yield pool


async def stream(pool: Pool, supplier: Supplier, body: bytes) -> AsyncGenerator[bytes]:
    """Ask for a streamed answer and give its whole lines as they come.

    The first item is empty: it says that the supplier has begun to answer. A line cut in two by a failure is never
    given. Closing the generator drops the connection unread, so that the supplier stops at once.

    Raises: a refusal of `refusals`; before the first item when the supplier did not begin.
    """
    clock = asyncio.get_running_loop().time
    start, patience = clock(), supplier.patience
    answer = await _begin(pool, supplier, body, wait=patience.first_byte)
    try:
        if answer.content_type != "text/event-stream":
            raise SupplierFailed
        held = await _next(answer, start + patience.first_byte - clock())
        yield b""
        while held is not None:
            lines, newline, rest = held.rpartition(b"\n")
            if newline:
                yield lines + newline
            more = await _next(answer, min(patience.idle, start + patience.total - clock()))
            held = rest + more if more is not None else None
    finally:
        answer.close()


async def fetch(pool: Pool, supplier: Supplier, body: bytes) -> bytes:
    """Ask for an answer given at once. Nothing tells a slow one from a lost one: only the total time is bounded.

    Raises: a refusal of `refusals`.
    """
    try:
        async with asyncio.timeout(supplier.patience.total):
            async with await _begin(pool, supplier, body, wait=supplier.patience.total) as answer:
                return await _read(answer)
    except TimeoutError as error:
        raise SupplierTooSlow from error
    except aiohttp.ClientError as error:
        raise SupplierCut from error


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    whole = bytearray()
    while more := await answer.content.readany():
        whole += more
        if len(whole) > _LARGEST:
            raise SupplierFailed
    return bytes(whole)


async def _begin(pool: Pool, supplier: Supplier, body: bytes, *, wait: float) -> aiohttp.ClientResponse:
    try:
        async with asyncio.timeout(wait):
            answer = await _post(pool, supplier, body)
            if answer.status == 200:
                return answer
            refusal = await _refusal(answer)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
        raise SupplierUnreachable from error
    except TimeoutError as error:
        raise SupplierTooSlow from error
    except aiohttp.ClientError as error:
        raise SupplierFailed from error
    await _log.awarning("supplier_refusal", supplier=supplier.name, status=answer.status)
    raise refusal


async def _post(pool: Pool, supplier: Supplier, body: bytes) -> aiohttp.ClientResponse:
    headers = {"content-type": "application/json", "user-agent": "terrain"}
    if key := supplier.api_key.get_secret_value():
        headers["authorization"] = f"Bearer {key}"
    address = f"{str(supplier.base_url).rstrip('/')}/chat/completions"
    timeout = aiohttp.ClientTimeout(total=None, sock_connect=supplier.patience.connect)
    request = {"data": body, "headers": headers, "timeout": timeout, "allow_redirects": False}
    try:
        return await pool.post(address, **request)  # type: ignore[arg-type]  # a shared dict loses each keyword's type
    except aiohttp.ServerDisconnectedError:
        # A kept connection that the supplier was just closing: nothing was asked yet, so ask once more.
        return await pool.post(address, **request)  # type: ignore[arg-type]  # a shared dict loses each keyword's type


async def _refusal(answer: aiohttp.ClientResponse) -> DomainError:
    said = await answer.content.read(64 * 1024)
    answer.close()
    if answer.status == 429:
        after = answer.headers.get("retry-after", "")
        return SupplierBusy(min(int(after), 3600) if after.isdecimal() else None)
    if answer.status in _REJECTED:
        return SupplierRejected(tails.said_why(said))
    if answer.status in {408, 504}:
        return SupplierTooSlow()
    return SupplierFailed() if answer.status >= 500 else SupplierRefused()


async def _next(answer: aiohttp.ClientResponse, wait: float) -> bytes | None:
    """Read what has come; None at the end."""
    try:
        async with asyncio.timeout(max(wait, 0)):
            return await answer.content.readany() or None
    except TimeoutError as error:
        raise SupplierTooSlow from error
    except aiohttp.ClientError as error:
        raise SupplierCut from error
