"""A supplier's address never leads into a network that the deployment does not allow: two hundred ways, no connection."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import psycopg
import pytest

from services.assistant import relay
from services.assistant.offers import Endpoint
from services.assistant.refusals import SupplierRefused
from services.assistant.relay import Demand
from services.assistant.suppliers import addresses
from services.kit.errors import DomainError
from tests.assistant.supplier import FakeSupplier, free_port
from tests.conftest import Client

Add = Callable[..., Awaitable[dict[str, Any]]]
API = "/api/assistant/v1/suppliers"

V4 = [
    "127.0.0.1", "127.0.0.2", "127.1.2.3", "127.255.255.254", "0.0.0.0", "10.0.0.1", "10.255.0.9", "172.16.0.1",
    "172.31.255.1", "192.168.0.1", "192.168.1.254", "169.254.169.254", "169.254.170.2", "100.64.0.1", "192.0.0.8",
    "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
]  # fmt: skip


def spellings(address: str) -> Iterator[str]:
    """Write one address in every way that some reader takes for it."""
    packed = int.from_bytes(socket.inet_aton(address))
    a, b, c, d = address.split(".")
    high, low = f"{packed >> 16:x}", f"{packed & 0xFFFF:x}"
    yield from (
        address,
        str(packed),
        hex(packed),
        f"0{packed:o}",
        f"{a}.{int(b) << 16 | int(c) << 8 | int(d)}",
    )
    yield ".".join(f"0{int(part):o}" for part in (a, b, c, d))
    yield from (
        f"[::ffff:{high}:{low}]",
        f"[::ffff:{address}]",
        f"[64:ff9b::{high}:{low}]",
        f"[2002:{high}:{low}::]",
    )


OTHERS = [
    "localhost", "LOCALHOST", "localhost.", "127.0.0.1.", "127.1", "0", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]",
    "[fe80::1]", "[fd00:ec2::254]", "[fc00::1]", "[fec0::1]", "[ff02::1]", "[64:ff9b:1::7f00:1]", "[::127.0.0.1]",
    "[2001:0:7f00:1::]", "someone@127.0.0.1", "someone:secret@localhost", "example.org@127.0.0.1",
    "127.0.0.1#@example.org", "127.0.0.1?@example.org", "127.0.0.1\\@example.org", "127.0.0.1%2f@example.org",
    "①②⑦.⓪.⓪.①", "127。0。0。1", "loc\u00adalhost", "127.0.0.1\t", "127.0.0.1 ", "0x7f.1", "0x7f.0x0.0x0.0x1", "00",
    "[::ffff:0:127.0.0.1]", "[::1%25lo]", "127.0.0.1:80@example.org",
]  # fmt: skip
HOSTS = list(dict.fromkeys([host for address in V4 for host in spellings(address)] + OTHERS))


class Listener:
    """Counts whoever connects to a port, on any address of this machine."""

    def __init__(self) -> None:
        first = free_port("0.0.0.0")
        self.port, self.count = first.getsockname()[1], 0
        second = socket.socket(socket.AF_INET6)
        second.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        self._sockets = [first]
        with suppress(OSError):  # a machine without IPv6
            second.bind(("::", self.port))
            self._sockets.append(second)
        for one in self._sockets:
            one.listen(64)
            threading.Thread(target=self._accept, args=(one,), daemon=True).start()

    def _accept(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                listening.accept()[0].close()
                self.count += 1

    def close(self) -> None:
        for one in self._sockets:
            one.shutdown(socket.SHUT_RDWR)
            one.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def demand(url: str) -> Demand:
    return Demand(Endpoint("x", "x", url), "/chat/completions", b"{}", is_streamed=False)


def test_it_knows_two_hundred_ways() -> None:
    assert len(HOSTS) >= 200


def test_it_hears_who_connects(listener: Listener) -> None:
    socket.create_connection(("127.0.0.1", listener.port)).close()
    for _ in range(100):
        if listener.count:
            return
        threading.Event().wait(0.01)
    raise AssertionError("the listener is deaf: the tests below would prove nothing")


async def test_it_refuses_to_write_such_an_address_down(
    admin: Client, listener: Listener, owner: psycopg.Connection
) -> None:
    accepted = []
    for host in HOSTS:
        body = {"name": "Piège", "base_url": f"http://{host}:{listener.port}/v1", "data_class": "internal"}
        answer = await admin.post(API, json=body)
        if answer.status_code != 422 or answer.json()["errors"][0]["pointer"] != "/base_url":
            accepted.append((host, answer.text))
    assert accepted == []
    assert listener.count == 0
    assert owner.execute("select count(*) from supplier").fetchone() == (0,)


async def test_it_opens_no_connection_to_such_an_address(listener: Listener) -> None:
    # As if each had been written into the database behind our back.
    guard = partial(addresses.guarded_socket, allowed=())
    async with relay.opened(guard) as pool:
        for host in HOSTS:
            with pytest.raises((DomainError, ValueError, UnicodeError)):
                await relay.ask(pool, demand(f"http://{host}:{listener.port}/v1"))
    await asyncio.sleep(0.1)
    assert listener.count == 0


async def test_it_follows_no_redirection(
    admin: Client, add_supplier: Add, second: FakeSupplier, agent: Client, listener: Listener
) -> None:
    second.elsewhere = f"http://127.0.0.1:{listener.port}/v1/chat/completions"
    await add_supplier(("moved", ""))
    asked = {"model": "moved", "messages": [{"role": "user", "content": "Bonjour"}]}
    answer = await agent.post("/api/assistant/v1/chat/completions", json=asked)
    assert answer.json()["error"]["code"] == SupplierRefused.code
    assert len(second.asked) == 1
    assert listener.count == 0


async def test_it_judges_the_address_it_connects_to(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    # DNS rebinding: the name leads to a public address when it is checked, and here once it is trusted.
    answers = iter(["93.184.216.34"])

    async def resolve(host: str, port: int, **_: Any) -> list[Any]:
        place = next(answers, "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    url = f"https://rebound.example:{listener.port}/v1"
    await addresses.check(url, allowed=())
    async with relay.opened(partial(addresses.guarded_socket, allowed=())) as pool:
        with pytest.raises(DomainError):
            await relay.ask(pool, demand(url))
    await asyncio.sleep(0.1)
    assert listener.count == 0


async def test_it_refuses_a_name_of_which_one_address_is_private(monkeypatch: pytest.MonkeyPatch) -> None:
    async def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (place, port))
            for place in ("93.184.216.34", "10.0.0.1")
        ]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", resolve)
    with pytest.raises(addresses.AddressForbidden):
        await addresses.check("https://two.example/v1", allowed=())


async def test_it_sends_no_key_in_the_clear_across_the_internet() -> None:
    with pytest.raises(addresses.AddressForbidden, match="https"):
        await addresses.check("http://93.184.216.34/v1", allowed=())
    await addresses.check("https://93.184.216.34/v1", allowed=())
