"""A password is chosen once inside, guessed by nobody, and never written anywhere."""

import asyncio
from collections import Counter

import httpx
import psycopg
import pytest

from tests.conftest import ORIGIN, Client, SignIn
from tests.gateway.invitations import API, OURS, count, told

PHRASE = "quatre chevaux bleus rient"
EMAIL = "camille@example.org"


@pytest.fixture
async def camille(sign_in: SignIn) -> Client:
    """An agent with a password."""
    client = await sign_in("agent", at="Chéroy", name="Camille Martin", email=EMAIL)
    assert (await client.put(f"{API}/me/password", json={"password": PHRASE})).status_code == 204
    return client


async def enter(client: Client, password: str, *, email: str = EMAIL) -> httpx.Response:
    return await client.post(f"{API}/sessions", json={"email": email, "password": password}, headers=OURS)


async def test_it_lets_in_with_the_right_one(
    camille: Client, visitor: Client, owner: psycopg.Connection
) -> None:
    answer = await enter(visitor, PHRASE, email="  CAMILLE@example.org ")

    assert answer.status_code == 201
    assert (await visitor.get(f"{API}/me")).json()["name"] == "Camille Martin"
    assert (await camille.get(f"{API}/me")).json()["has_password"]
    methods = owner.execute(
        "select body->>'method' from event where name = 'identity.signed_in' order by seq"
    )
    assert [method for (method,) in methods] == ["link", "password"]


async def test_it_answers_alike_whatever_is_wrong(
    camille: Client, sign_in: SignIn, admin: Client, visitor: Client, owner: psycopg.Connection
) -> None:
    await sign_in("agent", at="Chéroy", name="Sans mot de passe", email="sans@example.org")
    suspended = await sign_in("agent", at="Chéroy", name="Suspendue", email="suspendue@example.org")
    await suspended.put(f"{API}/me/password", json={"password": PHRASE})
    person = (await suspended.get(f"{API}/me")).json()["id"]
    await admin.post(f"{API}/people/{person}/suspension")
    before = count(owner, "browser_session")

    answers = [
        await enter(visitor, "un autre mot de passe"),
        await enter(visitor, PHRASE, email="personne@example.org"),
        await enter(visitor, PHRASE, email="sans@example.org"),
        await enter(visitor, PHRASE, email="suspendue@example.org"),
    ]

    bodies = [{**answer.json(), "request_id": ""} for answer in answers]
    assert bodies == [bodies[0]] * 4
    assert (bodies[0]["status"], bodies[0]["code"]) == (401, "wrong_credentials")
    assert all("set-cookie" not in answer.headers for answer in answers)
    assert count(owner, "browser_session") == before
    assert told(owner)[-4:] == ["identity.sign_in_refused"] * 4


async def test_it_stops_those_who_guess(camille: Client, visitor: Client, owner: psycopg.Connection) -> None:
    for guess in range(10):
        assert (await enter(visitor, f"essai numéro {guess}")).status_code == 401

    late = await enter(visitor, PHRASE)

    assert (late.status_code, late.json()["code"]) == (429, "too_many_attempts")
    assert late.headers["retry-after"] == "360"
    assert "6\u00a0minutes." in late.json()["detail"]
    assert (await enter(visitor, PHRASE, email="autre@example.org")).status_code == 401
    owner.execute("update attempt_bucket set at = at - interval '6 minutes'")
    assert (await enter(visitor, PHRASE)).status_code == 201


async def test_it_lets_no_crowd_guess_more_than_one_by_one(
    camille: Client, house: httpx.ASGITransport, owner: psycopg.Connection
) -> None:
    async with Client(transport=house, base_url=ORIGIN) as crowd:
        answers = await asyncio.gather(*(enter(crowd, f"essai {number}") for number in range(64)))

    codes = Counter(answer.json()["code"] for answer in answers)
    tried = codes["wrong_credentials"] + codes["busy"]
    assert tried <= 10
    assert codes["too_many_attempts"] >= 54
    assert sum(codes.values()) == 64
    assert told(owner).count("identity.sign_in_refused") == tried
    assert count(owner, "browser_session") == 1


@pytest.mark.parametrize(
    "weak",
    ["motdepasse1234", "terrain terrain terrain", "camille@example.org", "camille12345", "aaaaaaaaaaaaaaaa"],
)
async def test_it_refuses_one_that_anybody_would_try(camille: Client, visitor: Client, weak: str) -> None:
    answer = await camille.put(f"{API}/me/password", json={"password": weak, "present": PHRASE})

    assert (answer.status_code, answer.json()["code"]) == (422, "weak_password")
    assert (await enter(visitor, PHRASE)).status_code == 201


async def test_it_takes_a_phrase_that_holds_a_common_word(camille: Client) -> None:
    new = {"password": "le terrain de football est vert", "present": PHRASE}

    assert (await camille.put(f"{API}/me/password", json=new)).status_code == 204


async def test_it_refuses_one_of_less_than_twelve_characters(
    agent: Client, owner: psycopg.Connection
) -> None:
    answer = await agent.put(f"{API}/me/password", json={"password": "onze lettre"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/password"
    assert count(owner, "person", "password_hash is not null") == 0


@pytest.mark.parametrize("present", [None, "", "pas celui-là du tout"])
async def test_it_changes_only_for_who_knows_the_present_one(
    camille: Client, visitor: Client, present: str | None
) -> None:
    new = {"password": "cinq canards verts nagent", "present": present}

    answer = await camille.put(f"{API}/me/password", json=new)

    assert (answer.status_code, answer.json()["code"]) == (422, "wrong_present")
    assert (await enter(visitor, PHRASE)).status_code == 201


async def test_it_is_kept_as_a_slow_hash(camille: Client, owner: psycopg.Connection) -> None:
    row = owner.execute("select password_hash from person where email = %s", [EMAIL]).fetchone()

    assert row
    assert row[0].startswith("$argon2id$v=19$m=19456,t=2,p=1$")


async def test_it_is_not_for_programs(admin: Client, visitor: Client) -> None:
    key = (await admin.post(f"{API}/keys", json={"name": "A", "role": "admin"})).json()["key"]

    answer = await visitor.put(
        f"{API}/me/password", json={"password": PHRASE}, headers={"authorization": f"Bearer {key}"}
    )

    assert answer.status_code == 404


async def test_it_is_never_written_in_the_logs(
    camille: Client, visitor: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    await camille.put(f"{API}/me/password", json={"password": "motdepasse1234", "present": PHRASE})
    await enter(visitor, PHRASE)
    await visitor.post("/connexion", data={"email": EMAIL, "password": PHRASE}, headers=OURS)

    written = "".join(capfd.readouterr())
    assert "/api/identity/v1/sessions" in written
    for secret in (PHRASE, "quatre", EMAIL, "motdepasse"):
        assert secret not in written
