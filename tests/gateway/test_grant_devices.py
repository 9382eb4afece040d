"""A tablet whose session is over still sends its captures, and can do nothing else."""

from uuid import uuid4

import pytest

from tests.conftest import ORIGIN, Client

ROOM = "/api/workshops/v1"
GRANTS = "/api/identity/v1/device-grants"


@pytest.fixture
async def workshop(facilitator, authority):
    """The id of a workshop planned in Chéroy."""
    programme = (await facilitator.get(f"{ROOM}/programmes")).json()["items"][0]["id"]
    new = {"programme_id": programme, "authority_id": str(authority("Chéroy")), "held_on": "2026-11-24"}
    return (await facilitator.post(f"{ROOM}/workshops", json=new)).json()["id"]


def batch():
    return {"operations": [{"id": str(uuid4()), "kind": "wish", "body": {"text": "Un seul registre"}}]}


@pytest.fixture
def grant(workshop, authority):
    """Let a browser send that workshop's captures: `await grant(facilitator)`."""

    async def ask(client):
        body = {"workshop_id": workshop, "authority_id": str(authority("Chéroy"))}
        return await client.post(GRANTS, json=body)

    return ask


async def granted(grant, client):
    answer = await grant(client)
    assert answer.status_code == 201, answer.text
    return answer


async def sign_out(client):
    assert (await client.delete("/api/identity/v1/sessions/current")).status_code == 204


async def test_it_takes_captures_when_the_session_is_over(facilitator, workshop, grant):
    me = (await facilitator.get("/api/identity/v1/me")).json()["id"]
    await granted(grant, facilitator)
    await sign_out(facilitator)
    answer = await facilitator.post(
        f"{ROOM}/workshops/{workshop}/operations", json=batch() | {"person_id": me}
    )
    assert (answer.status_code, answer.json()["items"][0]["outcome"]) == (200, "applied")


async def test_it_opens_nothing_else(facilitator, workshop, grant):
    await granted(grant, facilitator)
    other = str(uuid4())
    cookie, again = [one for one in facilitator.cookies.jar if "tablet" in one.name]
    assert (cookie.value, cookie.path) == (again.value, again.path.replace("/photos", "/operations"))
    await sign_out(facilitator)
    # Even a browser that sent the cookie everywhere would get nowhere.
    headers = {"cookie": f"{cookie.name}={cookie.value}"}
    async with Client(transport=facilitator._transport, base_url=ORIGIN, headers=headers) as thief:
        reads = [
            f"{ROOM}/workshops/{workshop}",
            f"{ROOM}/workshops/{workshop}/overview",
            f"{ROOM}/workshops/{workshop}/photos",
            "/api/identity/v1/me",
            GRANTS,
        ]
        assert {(await thief.get(path)).status_code for path in reads} == {401}
        assert (await thief.get("/ateliers")).status_code == 303
        same = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
        writes = [f"{ROOM}/workshops/{workshop}/wishes", f"{ROOM}/workshops/{other}/operations", GRANTS]
        for path in writes:
            assert (await thief.post(path, json=batch(), headers=same)).status_code == 401
        crossed = await thief.post(
            f"{ROOM}/workshops/{workshop}/operations", json=batch(), headers={"sec-fetch-site": "cross-site"}
        )
        assert crossed.status_code == 403


async def test_it_hides_its_secret_from_scripts_and_other_addresses(facilitator, workshop, owner, grant):
    answer = await granted(grant, facilitator)
    header = answer.headers["set-cookie"]
    assert f"Path={ROOM}/workshops/{workshop}/operations;" in header
    assert all(word in header for word in ("HttpOnly", "SameSite=Strict", "Secure", "Max-Age=259200"))
    secret = header.partition("=")[2].partition(";")[0]
    assert secret not in answer.text
    assert secret not in str(owner.execute("select * from device_grant").fetchall())


async def test_it_is_listed_and_revoked(facilitator, admin, workshop, grant):
    made = (await granted(grant, facilitator)).json()
    [listed] = (await admin.get(GRANTS, params={"workshop_id": workshop})).json()["items"]
    assert (listed["id"], listed["person_name"]) == (made["id"], made["person_name"])
    assert (await admin.delete(f"{GRANTS}/{made['id']}")).status_code == 204
    assert (await admin.get(GRANTS, params={"workshop_id": workshop})).json()["items"] == []
    await sign_out(facilitator)
    refused = await facilitator.post(f"{ROOM}/workshops/{workshop}/operations", json=batch())
    assert refused.status_code == 401


@pytest.mark.parametrize(
    "spoilt",
    [
        "update device_grant set made_at = made_at - interval '4 days', expires_at = expires_at - interval '4 days'",
        "update person set disabled_at = now()",
        "update person set roles = '{agent}'",
    ],
)
async def test_it_ends_with_its_days_and_with_the_rights_of_its_person(
    facilitator, workshop, owner, spoilt, grant
):
    await granted(grant, facilitator)
    await sign_out(facilitator)
    owner.execute(spoilt)
    refused = await facilitator.post(f"{ROOM}/workshops/{workshop}/operations", json=batch())
    assert refused.status_code == 401


async def test_it_is_for_people_of_the_project_team(agent, champion, admin, workshop, house, grant):
    for client in (agent, champion):
        assert (await grant(client)).status_code == 403
    key = (await admin.post("/api/identity/v1/keys", json={"name": "Essai", "role": "admin"})).json()["key"]
    async with Client(
        transport=house, base_url=ORIGIN, headers={"authorization": f"Bearer {key}"}
    ) as program:
        assert (await grant(program)).status_code == 403


async def test_it_gives_way_to_whoever_is_signed_in(facilitator, workshop, sign_in, grant):
    """On a shared tablet the captures of one are never sent in the name of the other."""
    me = (await facilitator.get("/api/identity/v1/me")).json()["id"]
    await granted(grant, facilitator)
    other = await sign_in("facilitator", at="ARNia", name="Une collègue")
    for one in facilitator.cookies.jar:
        if "tablet" in one.name:
            other.cookies.jar.set_cookie(one)
    refused = await other.post(f"{ROOM}/workshops/{workshop}/operations", json=batch() | {"person_id": me})
    assert (refused.status_code, refused.json()["code"]) == (409, "another_person")


async def test_it_sends_what_the_one_before_left_under_their_name(
    facilitator, workshop, sign_in, grant, owner
):
    me = (await facilitator.get("/api/identity/v1/me")).json()["id"]
    await granted(grant, facilitator)
    other = await sign_in("facilitator", at="ARNia", name="Une collègue")
    await granted(grant, other)
    for one in facilitator.cookies.jar:
        if "tablet" in one.name:
            other.cookies.jar.set_cookie(one)
    address, headers = f"{ROOM}/workshops/{workshop}/operations", {"terrain-author": me}
    sent = await other.post(address, json=batch() | {"person_id": me}, headers=headers)
    assert (sent.status_code, sent.json()["items"][0]["outcome"]) == (200, "applied")
    assert str(owner.execute("select created_by from wish").fetchone()[0]) == me
    own = await other.post(address, json=batch())
    assert own.status_code == 200
    assert owner.execute("select count(*) from wish where created_by = %s", [me]).fetchone() == (1,)
    stranger = await other.post(address, json=batch(), headers={"terrain-author": str(uuid4())})
    assert stranger.status_code == 200  # nobody's grant: whoever is signed in sends for themselves
