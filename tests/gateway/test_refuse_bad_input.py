"""Bad input gets a clear refusal, changes nothing, and leaves nothing secret in the logs."""

import gzip
import json
from collections.abc import AsyncIterator
from uuid import uuid4

import psycopg
import pytest

from gateway.settings import GatewaySettings
from services.kit.principal import HEADER, Principal, sign
from tests.conftest import Client

CANARY = "serin-jaune-4711"


def count(owner: psycopg.Connection, table: str) -> int:
    row = owner.execute(f"select count(*) from {table}").fetchone()
    assert row
    return int(row[0])


async def test_it_refuses_unknown_fields(admin: Client, owner: psycopg.Connection) -> None:
    before = count(owner, "api_key")

    answer = await admin.post(
        "/api/identity/v1/keys", json={"name": "A", "role": "partner", "secret_hash": CANARY}
    )

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == "/secret_hash"
    assert CANARY not in answer.text
    assert count(owner, "api_key") == before


@pytest.mark.parametrize(
    "body", [{"name": 7, "role": "partner"}, {"name": "A", "role": "roi"}, {"name": "A"}, [], "x", None]
)
async def test_it_refuses_wrong_types(admin: Client, owner: psycopg.Connection, body: object) -> None:
    before = count(owner, "api_key")

    answer = await admin.post("/api/identity/v1/keys", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert count(owner, "api_key") == before


@pytest.mark.parametrize("body", [b"{", b'{"name": }', b"\xff\xfe", gzip.compress(b"{}"), b"[" * 100_000])
async def test_it_refuses_broken_json(admin: Client, body: bytes) -> None:
    answer = await admin.post(
        "/api/identity/v1/keys", content=body, headers={"content-type": "application/json"}
    )

    assert answer.status_code == 400
    assert answer.json()["code"] == "broken_json"


async def test_it_refuses_a_body_over_the_limit_before_reading_it(admin: Client) -> None:
    answer = await admin.post("/api/identity/v1/keys", content=b" " * 1_048_577)

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_it_refuses_an_unannounced_body_over_the_limit(admin: Client) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 50_000_000:
            sent += 65_536
            yield b" " * 65_536

    answer = await admin.post("/api/identity/v1/keys", content=endless())

    assert answer.status_code == 413
    assert sent < 3_000_000


async def test_it_takes_an_unannounced_body_within_the_limit(admin: Client) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b'{"name": "A",', b' "role": "partner"}'):
            yield piece

    answer = await admin.post(
        "/api/identity/v1/keys", content=pieces(), headers={"content-type": "application/json"}
    )

    assert answer.status_code == 201


async def test_it_never_believes_a_principal_from_outside(visitor: Client, settings: GatewaySettings) -> None:
    # Even one signed with the right key: only the edge may say who is asking.
    mallory = Principal(subject=uuid4(), name="Mallory", roles=frozenset({"admin"}), scopes=frozenset({"*"}))
    forged = sign(mallory, key=settings.principal_key.get_secret_value(), audience=("identity", "web"))

    for header in (HEADER, HEADER.upper()):
        answer = await visitor.get("/api/identity/v1/people", headers={header: forged})
        assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


async def test_it_refuses_another_way_of_authenticating(visitor: Client) -> None:
    answer = await visitor.get("/api/identity/v1/me", headers={"authorization": "Basic YTpi"})

    assert answer.status_code == 401
    assert "Bearer" in answer.json()["detail"]


async def test_it_answers_a_problem_where_no_room_is(visitor: Client) -> None:
    for path in ("/api/nothing", "/api/identity/v1/nothing"):
        answer = await visitor.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_it_logs_no_secret(admin: Client, visitor: Client, capsys: pytest.CaptureFixture[str]) -> None:
    made = (await admin.post("/api/identity/v1/keys", json={"name": CANARY, "role": "partner"})).json()
    await visitor.get("/api/identity/v1/me", headers={"authorization": f"Bearer {made['key']}x"})
    await visitor.post(
        "/api/identity/v1/sessions",
        json={"email": f"{CANARY}@example.org", "password": CANARY},
        headers={"sec-fetch-site": "same-origin"},
    )
    await visitor.get(f"/connexion/{CANARY}-{made['key']}")
    await visitor.get(f"/api/identity/v1/authorities?q={CANARY}")

    written = "".join(capsys.readouterr())
    assert "/api/identity/v1/sessions" in written
    assert CANARY not in written
    assert made["key"] not in written
    assert json.dumps(made["key"])[1:20] not in written
