"""People are added by those who may, where they may, as what they may."""

import asyncio

import psycopg
import pytest

from tests.conftest import Client, SignIn
from tests.gateway.invitations import API, Authority, count, told

PEOPLE = f"{API}/people"


def new(authority_id: object, *roles: str, email: str = "dominique@example.org") -> dict[str, object]:
    return {
        "email": email, "name": "Dominique Petit", "roles": list(roles) or ["agent"], "authority_id": str(authority_id),
    }  # fmt: skip


async def test_it_adds_somebody_anywhere_for_an_administrator(
    admin: Client, authority: Authority, owner: psycopg.Connection
) -> None:
    answer = await admin.post(PEOPLE, json=new(authority("Héry"), "decision_maker", email=" D@Example.ORG "))

    assert answer.status_code == 201
    assert answer.json()["email"] == "d@example.org"
    assert answer.headers["etag"] == '"1"'
    assert told(owner)[-1] == "identity.person_added"
    body = owner.execute("select body::text from event order by seq desc limit 1").fetchone()
    assert body
    assert "example" not in body[0].lower()


async def test_it_adds_agents_at_home_for_a_champion(champion: Client, authority: Authority) -> None:
    answer = await champion.post(PEOPLE, json=new(authority("Chéroy"), "agent", "champion"))

    assert (answer.status_code, answer.json()["roles"]) == (201, ["agent", "champion"])


@pytest.mark.parametrize("role", ["admin", "facilitator", "decision_maker"])
async def test_it_lets_no_champion_grant_more_than_their_own(
    champion: Client, authority: Authority, owner: psycopg.Connection, role: str
) -> None:
    before = count(owner, "person")

    answer = await champion.post(PEOPLE, json=new(authority("Chéroy"), "agent", role))

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert count(owner, "person") == before


async def test_it_lets_no_champion_add_elsewhere(
    champion: Client, authority: Authority, owner: psycopg.Connection
) -> None:
    before = count(owner, "person")

    assert (await champion.post(PEOPLE, json=new(authority("Lormes")))).status_code == 403
    assert count(owner, "person") == before


async def test_it_is_for_administrators_and_champions(
    agent: Client, decision_maker: Client, facilitator: Client, visitor: Client, authority: Authority
) -> None:
    for other in (agent, decision_maker, facilitator):
        assert (await other.post(PEOPLE, json=new(authority("Chéroy")))).status_code == 403
    answer = await visitor.post(
        PEOPLE, json=new(authority("Chéroy")), headers={"sec-fetch-site": "same-origin"}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("role", ["admin", "facilitator"])
async def test_it_keeps_the_operators_roles_at_the_operator(
    admin: Client, authority: Authority, owner: psycopg.Connection, role: str
) -> None:
    before = count(owner, "person")

    answer = await admin.post(PEOPLE, json=new(authority("Chéroy"), role))

    assert (answer.status_code, answer.json()["code"]) == (422, "role_of_the_operator")
    assert count(owner, "person") == before


async def test_it_refuses_an_address_that_is_taken_even_where_one_cannot_see(
    champion: Client, sign_in: SignIn, authority: Authority, owner: psycopg.Connection
) -> None:
    await sign_in("agent", at="Lormes", email="dominique@example.org")
    before = count(owner, "person")

    answer = await champion.post(PEOPLE, json=new(authority("Chéroy")))

    assert (answer.status_code, answer.json()["code"]) == (409, "address_taken")
    assert "Lormes" not in answer.text
    assert count(owner, "person") == before


@pytest.mark.parametrize(
    "change",
    [
        {"password_hash": "x"}, {"disabled_at": None}, {"roles": []}, {"roles": ["roi"]}, {"roles": "agent"},
        {"email": "sans arobase"}, {"email": "a@b"}, {"email": "a\x00@b.fr"}, {"email": "x" * 250 + "@b.fr"},
        {"name": "  "}, {"name": "x" * 121}, {"name": "a\x00b"}, {"name": None}, {"authority_id": "Chéroy"},
    ],
)  # fmt: skip
async def test_it_writes_nothing_of_bad_input(
    admin: Client, authority: Authority, owner: psycopg.Connection, change: dict[str, object]
) -> None:
    before, events = count(owner, "person"), len(told(owner))

    answer = await admin.post(PEOPLE, json=new(authority("Chéroy")) | change)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(f"/{next(iter(change))}")
    assert (count(owner, "person"), len(told(owner))) == (before, events)


async def test_it_refuses_an_authority_that_does_not_exist(admin: Client, owner: psycopg.Connection) -> None:
    answer = await admin.post(PEOPLE, json=new("00000000-0000-7000-8000-000000000000"))

    assert answer.status_code == 404
    assert count(owner, "person") == 1


async def test_it_adds_once_what_is_sent_twice(
    admin: Client, authority: Authority, owner: psycopg.Connection
) -> None:
    once = {"idempotency-key": "inscription-1"}
    first, second = [await admin.post(PEOPLE, json=new(authority("Chéroy")), headers=once) for _ in range(2)]

    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.content, first.headers["etag"]) == (second.content, second.headers["etag"])
    assert second.headers["idempotency-replayed"] == "true"
    assert told(owner).count("identity.person_added") == 2  # the administrator's own, and this one


async def test_it_refuses_the_same_key_for_something_else(
    admin: Client, authority: Authority, owner: psycopg.Connection
) -> None:
    once = {"idempotency-key": "inscription-2"}
    await admin.post(PEOPLE, json=new(authority("Chéroy")), headers=once)

    answer = await admin.post(PEOPLE, json=new(authority("Chéroy"), email="autre@example.org"), headers=once)

    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    assert count(owner, "person", "email = 'autre@example.org'") == 0


async def test_it_adds_once_what_is_sent_twenty_times_at_once(
    admin: Client, authority: Authority, owner: psycopg.Connection
) -> None:
    body, once = new(authority("Chéroy")), {"idempotency-key": "inscription-3"}

    answers = await asyncio.gather(*(admin.post(PEOPLE, json=body, headers=once) for _ in range(20)))

    statuses = {answer.status_code for answer in answers}
    assert 201 in statuses
    assert statuses <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert count(owner, "person", "email = 'dominique@example.org'") == 1
    again = await admin.post(PEOPLE, json=body, headers=once)
    assert (again.status_code, again.headers["idempotency-replayed"]) == (201, "true")


async def test_it_keeps_an_address_to_one_person_when_two_add_it_at_once(
    admin: Client, authority: Authority, owner: psycopg.Connection
) -> None:
    answers = await asyncio.gather(
        *(admin.post(PEOPLE, json=new(authority(name))) for name in ("Chéroy", "Lormes", "Héry", "Chéroy"))
    )

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert count(owner, "person", "email = 'dominique@example.org'") == 1
