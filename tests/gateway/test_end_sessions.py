"""A session lives two idle hours, twelve in all, and ends when told to."""

import psycopg
import pytest

from tests.conftest import Client, SignIn
from tests.gateway.invitations import API, OURS, count, told


@pytest.fixture
async def second(agent: Client, admin: Client, visitor: Client) -> Client:
    """Another browser of the same agent."""
    person = (await agent.get(f"{API}/me")).json()["id"]
    address = (await admin.post(f"{API}/people/{person}/sign-in-links")).json()["address"]
    token = address.rpartition("/")[2]
    agents = OURS | {"user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
    assert (await visitor.post(f"{API}/sessions", json={"token": token}, headers=agents)).status_code == 201
    return visitor


def move(owner: psycopg.Connection, *, seen: str, created: str) -> None:
    owner.execute(
        "update browser_session set seen_at = now() - %s::interval, created_at = now() - %s::interval",
        [seen, created],
    )


@pytest.mark.parametrize(
    ("seen", "created", "status"),
    [
        ("1 hour 59 minutes", "3 hours", 200),
        ("2 hours 1 second", "3 hours", 401),
        ("1 minute", "11 hours 59 minutes", 200),
        ("1 minute", "12 hours 1 second", 401),
    ],
)
async def test_it_lives_two_idle_hours_and_twelve_in_all(
    agent: Client, owner: psycopg.Connection, seen: str, created: str, status: int
) -> None:
    move(owner, seen=seen, created=created)

    assert (await agent.get(f"{API}/me")).status_code == status


async def test_it_lives_on_while_it_is_used(agent: Client, owner: psycopg.Connection) -> None:
    move(owner, seen="1 hour 59 minutes", created="3 hours")
    await agent.get(f"{API}/me")

    assert count(owner, "browser_session", "seen_at > now() - interval '1 minute'") == 1


async def test_it_sends_pages_to_the_door_when_it_is_over(agent: Client, owner: psycopg.Connection) -> None:
    move(owner, seen="3 hours", created="3 hours")

    answer = await agent.get("/compte", headers={"accept": "text/html"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/connexion?suite=/compte")


async def test_it_lists_ones_own_and_tells_which_is_asking(agent: Client, second: Client) -> None:
    listed = (await second.get(f"{API}/sessions")).json()["items"]

    assert len(listed) == 2
    assert [(one["browser"], one["is_current"]) for one in listed if one["is_current"]] == [("Firefox", True)]
    assert "token" not in str(listed)


async def test_it_ends_another_browser_at_its_next_request(agent: Client, second: Client) -> None:
    listed = (await second.get(f"{API}/sessions")).json()["items"]
    other = next(one["id"] for one in listed if not one["is_current"])

    assert (await second.delete(f"{API}/sessions/{other}", headers=OURS)).status_code == 204

    assert (await agent.get(f"{API}/me")).status_code == 401
    assert (await second.get(f"{API}/me")).status_code == 200


async def test_it_ends_nobody_elses(
    agent: Client, stranger: Client, admin: Client, sign_in: SignIn, owner: psycopg.Connection
) -> None:
    colleague = await sign_in("agent", at="Chéroy", name="Un collègue")
    target = (await agent.get(f"{API}/sessions")).json()["items"][0]["id"]

    for other in (colleague, stranger, admin):
        assert (await other.delete(f"{API}/sessions/{target}")).status_code == 404

    assert (await agent.get(f"{API}/me")).status_code == 200
    assert "identity.signed_out" not in told(owner)


async def test_it_ends_once(agent: Client, second: Client, owner: psycopg.Connection) -> None:
    listed = (await second.get(f"{API}/sessions")).json()["items"]
    other = next(one["id"] for one in listed if not one["is_current"])
    for _ in range(2):
        await second.delete(f"{API}/sessions/{other}", headers=OURS)

    assert told(owner).count("identity.signed_out") == 1


async def test_it_signs_out_and_forgets_the_cookie(agent: Client) -> None:
    cookie = agent.cookies["__Host-terrain"]

    answer = await agent.delete(f"{API}/sessions/current")

    assert answer.status_code == 204
    assert "__Host-terrain=; Path=/; Max-Age=0" in answer.headers["set-cookie"]
    stolen = await agent.get(f"{API}/me", headers={"cookie": f"__Host-terrain={cookie}"})
    assert stolen.status_code == 401


async def test_it_signs_out_whom_nobody_knows(visitor: Client, owner: psycopg.Connection) -> None:
    assert (await visitor.delete(f"{API}/sessions/current", headers=OURS)).status_code == 204
    assert told(owner) == []


async def test_it_keeps_no_session_that_is_over(
    agent: Client, admin: Client, visitor: Client, owner: psycopg.Connection
) -> None:
    person = (await agent.get(f"{API}/me")).json()["id"]
    address = (await admin.post(f"{API}/people/{person}/sign-in-links")).json()["address"]
    move(owner, seen="13 hours", created="13 hours")

    await visitor.post(f"{API}/sessions", json={"token": address.rpartition("/")[2]}, headers=OURS)

    assert count(owner, "browser_session", f"person_id = '{person}'") == 1


async def test_it_keeps_hashes_only(agent: Client, owner: psycopg.Connection) -> None:
    rows = owner.execute("select s::text from browser_session s").fetchall()

    assert agent.cookies["__Host-terrain"] not in str(rows)
