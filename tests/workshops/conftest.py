"""A day in Chéroy, planned over HTTP."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx
import pytest

from tests.workshops.decided import judge
from tests.workshops.deciding import draft

ROOM = "/api/workshops/v1"
Plan = Callable[..., Awaitable[dict[str, object]]]


@pytest.fixture
def programme(owner) -> str:
    """The id of the programme that the seeds wrote."""
    return str(owner.execute("select id from programme").fetchone()[0])


@pytest.fixture
async def plan(facilitator: httpx.AsyncClient, programme: str, authority: Callable[[str], UUID]) -> Plan:
    """Plan a workshop: `await plan(at="Lormes", held_on="2026-11-30")` gives it as it was answered."""

    async def ask(at: str = "Chéroy", **more: object) -> dict[str, object]:
        new = {"programme_id": programme, "authority_id": str(authority(at)), "held_on": "2026-11-24", **more}
        answer = await facilitator.post(f"{ROOM}/workshops", json=new)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return ask


@pytest.fixture
async def day(plan: Plan) -> str:
    """The address of a workshop planned in Chéroy."""
    return f"{ROOM}/workshops/{(await plan())['id']}"


@pytest.fixture
async def call(facilitator: httpx.AsyncClient) -> str:
    """The address of a programme that calls for applications."""
    new = {"name": "Promotion 2027", "starts_on": "2026-09-01", "ends_on": "2027-08-31"}
    answer = await facilitator.post(f"{ROOM}/programmes", json=new)
    assert answer.status_code == 201, answer.text
    return f"{ROOM}/programmes/{answer.json()['id']}"


@pytest.fixture
async def apply(facilitator: httpx.AsyncClient, call: str, authority: Callable[[str], UUID]) -> Plan:
    """Apply for an authority: `await apply("Lormes")` gives its application as it was answered."""

    async def ask(at: str = "Chéroy") -> dict[str, object]:
        new = {"authority_id": str(authority(at)), "motivation": "Comprendre.", "contact_role": "Maire"}
        answer = await facilitator.post(f"{call}/applications", json=new)
        assert answer.status_code == 201, answer.text
        return answer.json()

    return ask


@pytest.fixture
async def judged(facilitator, sign_in, day: str, authority: Callable[[str], UUID]) -> dict[str, object]:
    """A hypothesis of Chéroy that two people judged, each alone, and whose assessments are shown."""
    hypothesis = await draft(facilitator, day, authority("Chéroy"))
    await judge(facilitator, sign_in, hypothesis)
    return hypothesis
