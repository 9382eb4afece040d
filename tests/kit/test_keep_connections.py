"""Connections to suppliers are kept, never mixed up, and believed no further than HTTP goes."""

import asyncio
import datetime
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings, strategies as st

from services.kit.upstream.connections import Connection, ConnectionBroken
from services.kit.upstream.pool import Origin, Pool, Unreachable, opened, origin_of

Answering = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(answer: Answering, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[Origin]:
    """Listen on a port of this machine."""

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(hold, "127.0.0.1", 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    try:
        yield Origin("127.0.0.1", port, tls is not None, f"127.0.0.1:{port}")
    finally:
        server.close()


def saying(*parts: bytes, ends: bool = True) -> Answering:
    """Answer every request with these bytes, and hang up or not."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await reader.readuntil(b"\r\n\r\n")
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(0)
            if ends:
                return

    return answer


def whole(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % len(body) + body


REQUEST = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"


async def sent(pool: Pool, origin: Origin, request: bytes = REQUEST) -> Connection:
    return await pool.send(origin, request, patience=2, wait=5)


async def read(connection: Connection) -> bytes:
    body = b""
    while more := await connection.read():
        body += more
    return body


class Echo:
    """Say the number asked for, in small chunks; after six answers, hang up on a request that was read."""

    def __init__(self) -> None:
        self.opened = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        for _ in range(6):
            asked = int((await reader.readuntil(b"\r\n\r\n")).split()[1][1:])
            await asyncio.sleep(asked % 5 / 500)
            body = b"%d" % asked * 50
            writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
            for part in (body[place : place + 40] for place in range(0, len(body), 40)):
                writer.write(b"%x\r\n" % len(part) + part + b"\r\n")
                await writer.drain()
            writer.write(b"0\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")


async def test_each_answer_goes_to_who_asked_however_many_ask_and_whatever_is_cut() -> None:
    echo = Echo()
    async with listening(echo) as origin, opened() as pool:

        async def one(number: int) -> str:
            request = b"GET /%d HTTP/1.1\r\nhost: x\r\n\r\n" % number
            if number % 11 == 0:  # some leave before they are answered
                with pytest.raises(TimeoutError):
                    await asyncio.wait_for(sent(pool, origin, request), 0.0001)
                return "left"
            connection = await sent(pool, origin, request)
            if number % 7 == 0:
                pool.give_back(origin, connection)  # unread: never for anybody else
                return "unread"
            body = await read(connection)
            pool.give_back(origin, connection)
            return "right" if body == b"%d" % number * 50 else f"{number} was told {body[:20]!r}"

        found: list[str] = []
        for first in range(0, 400, 20):
            found += await asyncio.gather(*(one(number) for number in range(first, first + 20)))
    assert set(found) == {"right", "left", "unread"}
    assert found.count("right") > 300
    assert echo.opened < 200


@given(cuts=st.lists(st.integers(1, 120), max_size=8), body=st.binary(max_size=60), is_chunked=st.booleans())
@settings(max_examples=60, deadline=None)
def test_an_answer_is_the_same_wherever_the_line_cuts_it(
    cuts: list[int], body: bytes, is_chunked: bool
) -> None:
    said = whole(body)
    if is_chunked:
        chunk = b"%x\r\n" % len(body) + body + b"\r\n" if body else b""
        said = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + b"0\r\n\r\n"
    early = b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"
    said = early + said
    places = sorted({place for place in cuts if place < len(said)})
    parts = [said[a:b] for a, b in zip([0, *places], [*places, len(said)], strict=True)]

    async def ask() -> tuple[int, bytes, bool]:
        async with listening(saying(*parts, ends=False)) as origin, opened() as pool:
            connection = await sent(pool, origin)
            return connection.status, await read(connection), connection.is_free

    assert asyncio.run(ask()) == (200, body, True)


async def test_an_answer_without_a_length_ends_with_its_connection() -> None:
    async with listening(saying(b"HTTP/1.1 200 OK\r\n\r\n", b"all", b" of it")) as origin, opened() as pool:
        connection = await sent(pool, origin)
        assert await read(connection) == b"all of it"
        assert not connection.is_free


async def test_what_nobody_asked_for_is_never_taken_for_an_answer() -> None:
    once = whole(b"first")
    for parts in ((once + whole(b"smuggled"),), (once, b"", whole(b"smuggled"))):
        async with listening(saying(*parts, ends=False)) as origin, opened() as pool:
            connection = await sent(pool, origin)
            assert await read(connection) == b"first"
            pool.give_back(origin, connection)
            await asyncio.sleep(0.02)
            again = await sent(pool, origin)
            assert again is not connection
            assert await read(again) == b"first"


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nfirst",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n0\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx: " + b"y" * 100_000 + b"\r\n\r\n",
        b"SSH-2.0-x\r\n\r\n",
    ],
)
async def test_what_is_no_plain_http_is_refused(said: bytes) -> None:
    async with listening(saying(said)) as origin, opened() as pool:
        with pytest.raises(ConnectionBroken):
            await read(await sent(pool, origin))


async def test_a_kept_connection_that_was_being_closed_costs_nobody_an_answer() -> None:
    async with listening(saying(whole(b"yes"))) as origin, opened() as pool:
        for _ in range(5):
            connection = await sent(pool, origin)
            assert await read(connection) == b"yes"
            pool.give_back(origin, connection)


async def test_an_answer_has_its_time_and_no_more() -> None:
    async with (
        listening(saying(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", ends=False)) as origin,
        opened() as pool,
    ):
        connection = await pool.send(origin, REQUEST, patience=2, wait=0.1)
        with pytest.raises(TimeoutError):
            await read(connection)
        pool.give_back(origin, connection)
        assert not connection.is_free


async def test_a_certificate_that_nobody_vouches_for_is_not_believed(tmp_path: Path) -> None:
    async with listening(saying(whole(b"secret")), tls=_self_signed(tmp_path)) as origin, opened() as pool:
        with pytest.raises(Unreachable):
            await sent(pool, origin)


def test_an_address_is_taken_apart() -> None:
    secure = origin_of("https://ia.example.fr/v1/chat/completions")
    assert secure == (Origin("ia.example.fr", 443, True, "ia.example.fr"), "/v1/chat/completions")
    near = origin_of("http://[::1]:8080/v1")
    assert near == (Origin("::1", 8080, False, "[::1]:8080"), "/v1")
    for wrong in ("https:///v1", "http://exemple.fr/a b", "http://é.fr/"):
        with pytest.raises(ValueError, match="no address"):
            origin_of(wrong)


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    day = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), day, day + datetime.timedelta(days=1)
    ).sign(key, hashes.SHA256())
    at = folder / "both.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    at.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(at)
    return context
