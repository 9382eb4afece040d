"""A link lets one person in, once."""

import asyncio
import hashlib

import psycopg
import pytest

from services.kit.db import Sessions
from tests.conftest import Client, SignIn
from tests.gateway.invitations import API, OURS, Authority, count, invite, told


@pytest.fixture
async def token(sessions: Sessions, authority: Authority) -> str:
    return await invite(sessions, authority("Chéroy"))


async def test_it_lets_in_whoever_holds_it(visitor: Client, token: str, owner: psycopg.Connection) -> None:
    answer = await visitor.post(f"{API}/sessions", json={"token": token}, headers=OURS)

    assert answer.status_code == 201
    assert answer.json()["is_current"]
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-terrain=")
    assert "; Path=/; Max-Age=43200; HttpOnly; SameSite=Lax; Secure" in cookie
    me = (await visitor.get(f"{API}/me")).json()
    assert (me["name"], me["roles"], me["authority"]["name"]) == ("Camille Martin", ["agent"], "Chéroy")
    assert told(owner)[-1] == "identity.signed_in"


async def test_it_is_not_spent_by_being_looked_at(visitor: Client, token: str) -> None:
    for _ in range(3):
        assert (await visitor.get(f"{API}/sign-in-links/{token}")).status_code == 204
    assert (await visitor.post(f"{API}/sessions", json={"token": token}, headers=OURS)).status_code == 201
    assert (await visitor.get(f"{API}/sign-in-links/{token}")).status_code == 401


@pytest.mark.parametrize("case", ["used", "expired", "unknown"])
async def test_it_refuses_a_link_that_is_no_longer_good(
    visitor: Client, token: str, owner: psycopg.Connection, case: str
) -> None:
    if case == "used":
        await visitor.post(f"{API}/sessions", json={"token": token}, headers=OURS)
    if case == "expired":
        owner.execute("update sign_in_link set expires_at = now()")
    if case == "unknown":
        token = "x" * 43
    held, before = count(owner, "browser_session"), len(told(owner))
    visitor.cookies.clear()

    answer = await visitor.post(f"{API}/sessions", json={"token": token}, headers=OURS)

    assert (answer.status_code, answer.json()["code"]) == (401, "link_spent")
    assert "Demandez-en un nouveau" in answer.json()["detail"]
    assert "set-cookie" not in answer.headers
    assert count(owner, "browser_session") == held
    assert told(owner)[before:] == ["identity.sign_in_refused"]


async def test_it_lets_in_one_of_several_clicks_at_once(
    visitor: Client, token: str, owner: psycopg.Connection
) -> None:
    clicks = [visitor.post(f"{API}/sessions", json={"token": token}, headers=OURS) for _ in range(8)]

    statuses = sorted([answer.status_code for answer in await asyncio.gather(*clicks)])

    assert statuses == [201] + [401] * 7
    assert count(owner, "browser_session") == 1


async def test_it_is_replaced_by_the_next_one(
    admin: Client, visitor: Client, token: str, owner: psycopg.Connection
) -> None:
    row = owner.execute("select id from person where email = 'camille@example.org'").fetchone()
    assert row

    made = (await admin.post(f"{API}/people/{row[0]}/sign-in-links")).json()

    assert (await visitor.get(f"{API}/sign-in-links/{token}")).status_code == 401
    newer = made["address"].rpartition("/")[2]
    assert (await visitor.get(f"{API}/sign-in-links/{newer}")).status_code == 204


async def test_it_keeps_hashes_only(token: str, owner: psycopg.Connection) -> None:
    row = owner.execute("select l::text, token_hash from sign_in_link l").fetchone()

    assert row
    assert row[1] == hashlib.sha256(token.encode()).digest()
    assert token not in row[0]


async def test_it_never_keeps_an_address_to_replay_it(
    admin: Client, sign_in: SignIn, owner: psycopg.Connection
) -> None:
    agent = await sign_in("agent", at="Chéroy")
    person = (await agent.get(f"{API}/me")).json()["id"]
    once = {"idempotency-key": "one-and-the-same"}

    first, second = [
        (await admin.post(f"{API}/people/{person}/sign-in-links", headers=once)).json()["address"]
        for _ in range(2)
    ]

    assert first != second
    assert count(owner, "stored_answer") == 0


async def test_it_writes_no_secret_in_the_logs(
    visitor: Client, token: str, capfd: pytest.CaptureFixture[str]
) -> None:
    await visitor.get(f"/connexion/{token}")
    answer = await visitor.post(f"/connexion/{token}", headers=OURS)
    await visitor.get("/compte")
    await visitor.post(f"{API}/sessions", json={"token": token}, headers=OURS)

    written = "".join(capfd.readouterr())
    cookie = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert "/connexion/*" in written
    assert token not in written
    assert cookie not in written
    assert "camille@example.org" not in written


async def test_it_stops_those_who_guess(visitor: Client, token: str, owner: psycopg.Connection) -> None:
    for _ in range(60):
        guess = await visitor.post(f"{API}/sessions", json={"token": "y" * 43}, headers=OURS)
        assert guess.status_code == 401

    late = await visitor.post(f"{API}/sessions", json={"token": token}, headers=OURS)

    assert (late.status_code, late.json()["code"]) == (429, "too_many_attempts")
    assert late.headers["retry-after"] == "60"
    assert "1\u00a0minute." in late.json()["detail"]
    owner.execute("update attempt_bucket set at = at - interval '61 seconds'")
    assert (await visitor.post(f"{API}/sessions", json={"token": token}, headers=OURS)).status_code == 201


@pytest.mark.parametrize(
    "body", [{}, {"token": None}, {"token": 7}, {"token": "x" * 129}, {"token": "x", "admin": True}]
)
async def test_it_refuses_what_is_not_a_sign_in(
    visitor: Client, owner: psycopg.Connection, body: dict[str, object]
) -> None:
    answer = await visitor.post(f"{API}/sessions", json=body, headers=OURS)

    assert answer.status_code == 422
    assert count(owner, "browser_session") == 0
