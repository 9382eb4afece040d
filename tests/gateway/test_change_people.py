"""People change under the eyes of those who may, and never by surprise."""

import asyncio

import psycopg
import pytest

from tests.conftest import Client, SignIn
from tests.gateway.invitations import API, count, told


async def who(client: Client) -> str:
    """Give somebody's own address."""
    return f"{API}/people/{(await client.get(f'{API}/me')).json()['id']}"


async def test_it_changes_a_name_and_roles(admin: Client, agent: Client, owner: psycopg.Connection) -> None:
    one = await who(agent)

    answer = await admin.patch(
        one, json={"name": "Élodie Œuvrard", "roles": ["champion", "agent"]}, headers={"if-match": '"1"'}
    )

    assert answer.status_code == 200
    assert (answer.json()["name"], answer.json()["roles"]) == ("Élodie Œuvrard", ["agent", "champion"])
    assert answer.headers["etag"] == '"2"'
    assert told(owner)[-1] == "identity.person_changed"
    assert (await agent.get(f"{API}/me")).json()["roles"] == ["agent", "champion"]


async def test_it_asks_for_the_version_that_was_read(
    admin: Client, agent: Client, owner: psycopg.Connection
) -> None:
    one = await who(agent)
    missing = await admin.patch(one, json={"name": "Autre"})
    stale = await admin.patch(one, json={"name": "Autre"}, headers={"if-match": '"7"'})

    assert (missing.status_code, missing.json()["code"]) == (428, "version_required")
    assert (stale.status_code, stale.json()["code"]) == (412, "version_changed")
    assert count(owner, "person", "name = 'Autre'") == 0


async def test_it_keeps_one_of_several_changes_at_once(admin: Client, agent: Client) -> None:
    one = await who(agent)

    answers = await asyncio.gather(
        *(admin.patch(one, json={"name": f"Nom {n}"}, headers={"if-match": '"1"'}) for n in range(6))
    )

    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 5
    kept = next(answer.json()["name"] for answer in answers if answer.status_code == 200)
    assert (await admin.get(one)).json()["name"] == kept


@pytest.mark.parametrize(
    "body", [{"email": "x@example.org"}, {"authority_id": None}, {"roles": []}, {"name": ""}, {"version": 9}]
)
async def test_it_writes_nothing_of_bad_input(admin: Client, agent: Client, body: dict[str, object]) -> None:
    one = await who(agent)
    before = (await admin.get(one)).json()

    answer = await admin.patch(one, json=body, headers={"if-match": '"1"'})

    assert answer.status_code == 422
    assert (await admin.get(one)).json() == before


async def test_it_lets_champions_change_agents_at_home(champion: Client, agent: Client) -> None:
    one = await who(agent)

    answer = await champion.patch(one, json={"roles": ["champion"]}, headers={"if-match": '"1"'})

    assert (answer.status_code, answer.json()["roles"]) == (200, ["champion"])


@pytest.mark.parametrize("role", ["admin", "facilitator", "decision_maker"])
async def test_it_lets_no_champion_grant_more_than_their_own(
    champion: Client, agent: Client, role: str
) -> None:
    one = await who(agent)

    answer = await champion.patch(one, json={"roles": ["agent", role]}, headers={"if-match": '"1"'})

    assert answer.status_code == 403
    assert (await agent.get(f"{API}/me")).json()["roles"] == ["agent"]


async def test_it_lends_no_champion_a_greater_role(
    champion: Client, decision_maker: Client, owner: psycopg.Connection
) -> None:
    one = await who(decision_maker)
    before = len(told(owner))

    link = await champion.post(f"{one}/sign-in-links")
    change = await champion.patch(one, json={"roles": ["agent"]}, headers={"if-match": '"1"'})

    assert {(link.status_code, link.json()["code"]), (change.status_code, change.json()["code"])} == {
        (403, "out_of_reach")
    }
    assert len(told(owner)) == before


async def test_it_keeps_administrators_out_of_reach_of_the_operators_champion(
    admin: Client, sign_in: SignIn
) -> None:
    champion = await sign_in("champion", at="ARNia")
    one = await who(admin)

    assert (await champion.get(one)).status_code == 200
    assert (await champion.post(f"{one}/sign-in-links")).status_code == 403
    gone = await champion.patch(one, json={"roles": ["agent"]}, headers={"if-match": '"1"'})
    assert gone.status_code == 403


async def test_it_hides_everybody_from_another_authority(
    agent: Client, stranger: Client, sign_in: SignIn, owner: psycopg.Connection
) -> None:
    elsewhere = await sign_in("champion", at="Lormes")
    one = await who(agent)

    for answer in (
        await elsewhere.get(one),
        await elsewhere.patch(one, json={"name": "Volé"}, headers={"if-match": '"1"'}),
        await elsewhere.post(f"{one}/sign-in-links"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await stranger.get(one)).status_code == 403
    assert (await elsewhere.get(f"{API}/people/not-an-id")).status_code == 422
    assert count(owner, "person", "name = 'Volé'") == 0


async def test_it_keeps_the_last_administrator(admin: Client) -> None:
    one = await who(admin)

    answer = await admin.patch(one, json={"roles": ["facilitator"]}, headers={"if-match": '"1"'})
    suspension = await admin.post(f"{one}/suspension")

    assert (answer.status_code, answer.json()["code"]) == (409, "last_administrator")
    assert (suspension.status_code, suspension.json()["code"]) == (409, "last_administrator")
    assert (await admin.get(f"{API}/me")).json()["roles"] == ["admin"]


async def test_it_keeps_an_administrator_when_two_remove_each_other(
    admin: Client, sign_in: SignIn, owner: psycopg.Connection
) -> None:
    second = await sign_in("admin", at="ARNia", name="La seconde")
    first_one, second_one = await who(admin), await who(second)
    plain, match = {"roles": ["facilitator"]}, {"if-match": '"1"'}

    answers = await asyncio.gather(
        admin.patch(second_one, json=plain, headers=match), second.patch(first_one, json=plain, headers=match)
    )

    # The second one is too late: it is nobody any more, or it would be the last.
    kept, refused = sorted(answer.status_code for answer in answers)
    assert kept == 200
    assert refused in {403, 409}
    assert count(owner, "person", "'admin' = any(roles)") == 1
