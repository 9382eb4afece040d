"""A suspension closes every door at once, and opens none of them again by itself."""

import psycopg
import pytest

from services.kit.db import Sessions
from tests.conftest import Client
from tests.gateway.invitations import API, OURS, Authority, count, invite, told


@pytest.fixture
async def one(agent: Client) -> str:
    """The agent's address."""
    return f"{API}/people/{(await agent.get(f'{API}/me')).json()['id']}"


async def test_it_ends_sessions_at_their_next_request(
    admin: Client, agent: Client, one: str, owner: psycopg.Connection
) -> None:
    answer = await admin.post(f"{one}/suspension")

    assert answer.status_code == 200
    assert answer.json()["disabled_at"] is not None
    assert (await agent.get(f"{API}/me")).status_code == 401
    page = await agent.get("/compte", headers={"accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/connexion?suite=/compte")
    assert told(owner)[-1] == "identity.person_suspended"


async def test_it_ends_links_too(
    admin: Client, visitor: Client, sessions: Sessions, authority: Authority, owner: psycopg.Connection
) -> None:
    token = await invite(sessions, authority("Chéroy"))
    row = owner.execute("select id from person where email = 'camille@example.org'").fetchone()
    assert row

    await admin.post(f"{API}/people/{row[0]}/suspension")

    assert (await visitor.post(f"{API}/sessions", json={"token": token}, headers=OURS)).status_code == 401
    link = await admin.post(f"{API}/people/{row[0]}/sign-in-links")
    assert (link.status_code, link.json()["code"]) == (409, "person_is_suspended")


async def test_it_opens_no_old_session_when_it_is_lifted(
    admin: Client, agent: Client, visitor: Client, one: str
) -> None:
    await admin.post(f"{one}/suspension")

    answer = await admin.delete(f"{one}/suspension")

    assert (answer.status_code, answer.json()["disabled_at"]) == (200, None)
    assert (await agent.get(f"{API}/me")).status_code == 401
    address = (await admin.post(f"{one}/sign-in-links")).json()["address"]
    token = address.rpartition("/")[2]
    assert (await visitor.post(f"{API}/sessions", json={"token": token}, headers=OURS)).status_code == 201


async def test_it_happens_once(admin: Client, one: str, owner: psycopg.Connection) -> None:
    first, second = [(await admin.post(f"{one}/suspension")).json() for _ in range(2)]

    assert first == second
    assert told(owner).count("identity.person_suspended") == 1


async def test_it_is_for_administrators(
    champion: Client,
    facilitator: Client,
    agent: Client,
    stranger: Client,
    one: str,
    owner: psycopg.Connection,
) -> None:
    for other in (champion, facilitator, agent, stranger):
        assert (await other.post(f"{one}/suspension")).status_code == 403
        assert (await other.delete(f"{one}/suspension")).status_code == 403
    assert count(owner, "person", "disabled_at is not null") == 0


async def test_it_finds_nobody_where_nobody_is(admin: Client) -> None:
    answer = await admin.post(f"{API}/people/00000000-0000-7000-8000-000000000000/suspension")

    assert answer.status_code == 404
