"""The house with suppliers behind it, in this process and on a real port."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import openai
import psycopg
import pytest
from fastapi import FastAPI

from gateway.settings import GatewaySettings
from services.assistant.desk import Desk
from tests.assistant.supplier import FakeSupplier, serving
from tests.houses import with_suppliers

MODELS = (
    "good", "gpt-4o", "echo", "slow", "cut", "short", "html",
    "status-400", "status-401", "status-404", "status-422", "status-429", "status-500", "status-503",
)  # fmt: skip
PRIVATE = "127.0.0.9"
"""The one address of loopback where the deployment of these tests lets an administrator add suppliers."""
Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
async def _supplier() -> AsyncIterator[tuple[FakeSupplier, str]]:
    fake = FakeSupplier()
    async with serving(fake) as address:
        yield fake, address


@pytest.fixture
def supplier(_supplier: tuple[FakeSupplier, str]) -> FakeSupplier:
    """The supplier, with no memory of the tests before."""
    _supplier[0].forget()
    return _supplier[0]


@pytest.fixture(scope="session")
async def app(settings: GatewaySettings, _supplier: tuple[FakeSupplier, str]) -> AsyncIterator[FastAPI]:
    """The whole house, its suppliers configured as they are in production: by the environment."""
    address = _supplier[1]
    suppliers = [
        {
            "name": "Essai", "base_url": f"{address}/v1", "api_key": "supplier-secret", "models": MODELS,
            "embeddings": ["vectors"],
        },
        {
            "name": "Pressé", "base_url": f"{address}/v1/", "models": ["mute", "stall"],
            "patience": {"first_byte": 0.3, "idle": 0.3, "total": 1},
        },
        {"name": "Absent", "base_url": "http://127.0.0.1:9/v1", "models": ["nobody"]},
    ]  # fmt: skip
    async with with_suppliers(
        settings, suppliers, TERRAIN_SUPPLIER_NETWORKS=json.dumps([f"{PRIVATE}/32"])
    ) as app:
        yield app


@pytest.fixture(scope="session")
async def house(app: FastAPI) -> httpx.ASGITransport:
    """The same doors as everywhere else, on the house with suppliers."""
    return httpx.ASGITransport(app, raise_app_exceptions=False)


@pytest.fixture(scope="session")
async def served(app: FastAPI) -> AsyncIterator[str]:
    """The house on a real port."""
    async with serving(app) as address:
        yield address


@pytest.fixture
def desk(app: FastAPI) -> Desk:
    """What the running assistant holds, with no memory of the tests before."""
    room = next(route.app for route in app.routes if getattr(route, "path", "") == "/api/assistant")
    desk: Desk = room.state.desk
    desk.registry.forget()
    desk.lines.forget()
    desk.memory.forget()
    desk.ledger.quotas.forget()
    return desk


@pytest.fixture(scope="session")
async def _second() -> AsyncIterator[tuple[FakeSupplier, str]]:
    fake = FakeSupplier()
    async with serving(fake, host=PRIVATE) as address:
        yield fake, address


@pytest.fixture
def second(_second: tuple[FakeSupplier, str], desk: Desk) -> FakeSupplier:
    """Another supplier, which nobody has configured."""
    _second[0].forget()
    return _second[0]


@pytest.fixture
async def add_supplier(
    admin: httpx.AsyncClient, second: FakeSupplier, _second: tuple[FakeSupplier, str]
) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Add a supplier at that address, and what it offers: pairs of a name here and its name there."""

    async def add(*offers: tuple[str, str], settings: Any = None, **more: Any) -> dict[str, Any]:
        body = {"name": "Second", "base_url": f"{_second[1]}/v1", "data_class": "internal"} | more
        answer = await admin.post("/api/assistant/v1/suppliers", json=body)
        assert answer.status_code == 201, answer.text
        supplier: dict[str, Any] = answer.json()
        for name, upstream in offers:
            offer = {"name": name, "upstream": upstream} | (settings or {})
            made = await admin.post(f"/api/assistant/v1/suppliers/{supplier['id']}/models", json=offer)
            assert made.status_code == 201, made.text
        return supplier

    return add


@pytest.fixture
async def make_key(admin: httpx.AsyncClient) -> Callable[..., Awaitable[str]]:
    """Make an API key."""

    async def make(**more: Any) -> str:
        answer = await admin.post("/api/identity/v1/keys", json={"name": "Essai", "role": "agent", **more})
        assert answer.status_code == 201, answer.text
        return answer.json()["key"]

    return make


@pytest.fixture
async def key(make_key: Callable[..., Awaitable[str]], authority: Callable[[str], Any]) -> str:
    """A key of Chéroy that may use the assistant."""
    return await make_key(authority_id=str(authority("Chéroy")))


@pytest.fixture
async def client(served: str, key: str, desk: Desk) -> AsyncIterator[openai.AsyncOpenAI]:
    """OpenAI's own client, as any program would use it."""
    async with openai.AsyncOpenAI(
        base_url=f"{served}/api/assistant/v1", api_key=key, max_retries=0, timeout=20
    ) as client:
        yield client


@pytest.fixture
async def program(served: str, key: str, desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A program that reads bytes."""
    headers = {"authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=f"{served}/api/assistant/v1", headers=headers) as client:
        yield client


@pytest.fixture
def rows(owner: psycopg.Connection) -> Rows:
    """Read what the database holds, as nobody else may."""

    def read(query: str, *parameters: Any) -> list[dict[str, Any]]:
        with owner.cursor(row_factory=psycopg.rows.dict_row) as cursor:
            return cursor.execute(query, parameters).fetchall()

    return read


@pytest.fixture
async def settled(rows: Rows) -> AsyncIterator[None]:
    """Let what a test set going come to its end before the tables are emptied."""
    yield
    await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))


async def until(condition: Callable[[], bool], *, seconds: float = 5) -> None:
    """Wait for something that another task does."""
    for _ in range(int(seconds * 50)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen in time")
