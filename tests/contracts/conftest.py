"""The same house in both shapes: one process, or five."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from uuid import UUID

import pytest

from gateway.identity import keys, links, people
from gateway.identity.schemas import KeyIn, KeyRole, PersonIn, Role
from gateway.settings import GatewaySettings
from services.kit.db import PLATFORM, Sessions, session_for
from tests.conftest import Client
from tests.servers import serving

Enter = Callable[..., Awaitable[Client]]


@pytest.fixture(scope="session", params=["mounted", "split"])
def origin(request: pytest.FixtureRequest, settings: GatewaySettings) -> Iterator[str]:
    """Where the house answers."""
    with serving(settings, is_split=request.param == "split") as origin:
        yield origin


@pytest.fixture
async def enter(origin: str, sessions: Sessions, authority: Callable[[str], UUID]) -> AsyncIterator[Enter]:
    """Sign somebody in over TCP, by link."""
    async with AsyncExitStack() as stack:

        async def sign_in(role: str, *, at: str = "Chéroy") -> Client:
            async with session_for(sessions, PLATFORM) as session, session.begin():
                new = PersonIn(
                    email=f"{role}.{abs(hash(at))}@example.org", name=f"{role} {at}", roles=[Role(role)],
                    authority_id=authority(at),
                )  # fmt: skip
                token, _ = await links.make(session, await people.add(session, new, by=None), by=None)
            headers = {"sec-fetch-site": "same-origin", "origin": origin}
            client = await stack.enter_async_context(Client(base_url=origin, headers=headers, timeout=30))
            answer = await client.post("/api/identity/v1/sessions", json={"token": token})
            assert answer.status_code == 201, answer.text
            # The cookie is Secure: browsers send it to localhost, httpx does not without https.
            client.headers["cookie"] = answer.headers["set-cookie"].split(";")[0]
            return client

        yield sign_in


@pytest.fixture
async def key(sessions: Sessions, authority: Callable[[str], UUID]) -> str:
    """A partner program's key, of the operator."""
    async with session_for(sessions, PLATFORM) as session, session.begin():
        new = KeyIn(name="Programme", role=KeyRole.PARTNER, authority_id=authority("ARNia"))
        text, _ = await keys.create(session, new, by=None)
    return text
