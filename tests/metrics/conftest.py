"""Programs with their keys, and the events they send."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from itertools import count
from uuid import UUID

import httpx
import pytest

from gateway.settings import GatewaySettings
from tests.metrics.doors import FEW, Program, programs
from tests.servers import serving

ORIGIN = "https://terrain.test"
EVENTS = "/api/metrics/v1/events"

Client = httpx.AsyncClient
MakeProgram = Callable[..., Awaitable[Client]]
MakeEvent = Callable[..., dict[str, object]]


@pytest.fixture
async def make_program(
    admin: Client, house: httpx.ASGITransport, authority: Callable[[str], UUID]
) -> AsyncIterator[MakeProgram]:
    """Give a program with a key: `await make_program(at="Chéroy", role="partner", scopes=[...])`."""
    async with AsyncExitStack() as stack:

        async def make(at: str = "ARNia", role: str = "partner", scopes: list[str] | None = None) -> Client:
            asked = {
                "name": "Programme d’essai",
                "role": role,
                "authority_id": str(authority(at)),
                "scopes": scopes,
            }
            answer = await admin.post("/api/identity/v1/keys", json=asked)
            assert answer.status_code == 201, answer.text
            client = Client(
                transport=house, base_url=ORIGIN, headers={"authorization": f"Bearer {answer.json()['key']}"}
            )
            return await stack.enter_async_context(client)

        yield make


@pytest.fixture
async def program(make_program: MakeProgram) -> Client:
    """A program of the operator, which may write for every authority."""
    return await make_program()


@pytest.fixture
def use() -> MakeEvent:
    """Give a use to send: `use(agent="a1", family="search")`."""
    numbers = count(1)

    def make(at: datetime | None = None, **changes: object) -> dict[str, object]:
        data: dict[str, object] = {"use_case": "RED-COU", "tool": "Delibia", "agent": "a1"} | changes
        if "family" in changes and "use_case" not in changes:
            del data["use_case"]
        return {
            "specversion": "1.0", "id": f"e{next(numbers)}", "source": "/delibia", "type": "terrain.use",
            "time": (at or datetime.now(UTC)).isoformat(), "data": data,
        }  # fmt: skip

    return make


@pytest.fixture(scope="session")
def origin(settings: GatewaySettings) -> Iterator[str]:
    """The whole house as a process of its own, where three are not few."""
    with serving(settings, is_split=False, **FEW) as address:
        yield address


@pytest.fixture
def places(authority: Callable[[str], UUID]) -> list[UUID]:
    """Three authorities."""
    return [authority(name) for name in ("Chéroy", "Lormes", "Héry")]


@pytest.fixture
def doors(
    origin: str, settings: GatewaySettings, authority: Callable[[str], UUID], places: list[UUID]
) -> Iterator[Program]:
    """Programs at the doors of that process."""
    with programs(origin, settings, authority("ARNia"), places[0]) as made:
        yield made
