"""Keys are created by administrators, within limits, and shown once."""

import psycopg
import pytest

from gateway.identity import tokens
from tests.conftest import Client
from tests.gateway.invitations import API, Authority, count, told

KEYS = f"{API}/keys"


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


async def test_it_shows_a_key_once_and_keeps_its_hash(admin: Client, owner: psycopg.Connection) -> None:
    made = (await admin.post(KEYS, json={"name": "Entrepôt", "role": "partner"})).json()

    parts = tokens.read_key(made["key"])
    assert parts is not None
    assert parts.public_id == made["public_id"]
    assert made["scopes"] == [
        "assistant:use", "identity:read", "metrics:read", "metrics:write", "workshops:read",
    ]  # fmt: skip
    row = owner.execute("select k::text, secret_hash from api_key k").fetchone()
    assert row
    assert row[1] == tokens.digest(parts.secret)
    assert parts.secret not in row[0]
    listed = await admin.get(KEYS)
    assert [one["public_id"] for one in listed.json()["items"]] == [made["public_id"]]
    assert parts.secret not in listed.text
    assert told(owner)[-1] == "identity.key_created"
    events = owner.execute("select body::text from event").fetchall()
    assert parts.secret not in str(events)


async def test_it_is_never_kept_to_be_replayed(admin: Client, owner: psycopg.Connection) -> None:
    once = {"idempotency-key": "creation-1"}
    body = {"name": "Entrepôt", "role": "partner"}

    first, second = [(await admin.post(KEYS, json=body, headers=once)).json()["key"] for _ in range(2)]

    assert first != second
    assert count(owner, "stored_answer") == 0


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("partner", "identity:write"),
        ("partner", "workshops:write"),
        ("agent", "workshops:read"),
        ("facilitator", "identity:write"),
        ("decision_maker", "metrics:write"),
    ],
)
async def test_it_opens_no_more_than_its_role(
    admin: Client, owner: psycopg.Connection, role: str, scope: str
) -> None:
    answer = await admin.post(KEYS, json={"name": "Trop", "role": role, "scopes": [scope]})

    assert (answer.status_code, answer.json()["code"]) == (422, "scope_too_wide")
    assert count(owner, "api_key") == 0


async def test_it_opens_no_more_than_the_key_that_makes_it(admin: Client, visitor: Client) -> None:
    narrow = {"name": "Inscriptions", "role": "admin", "scopes": ["identity:write", "identity:read"]}
    maker = bearer((await admin.post(KEYS, json=narrow)).json()["key"])

    wider = await visitor.post(KEYS, json={"name": "Tout", "role": "admin"}, headers=maker)
    same = await visitor.post(KEYS, json=narrow | {"name": "La même"}, headers=maker)

    assert (wider.status_code, wider.json()["code"]) == (422, "scope_too_wide")
    assert same.status_code == 201


async def test_it_stays_in_its_authority(admin: Client, visitor: Client, authority: Authority) -> None:
    home = str(authority("Chéroy"))
    made = await admin.post(KEYS, json={"name": "Chéroy", "role": "admin", "authority_id": home})
    maker = bearer(made.json()["key"])

    people = (await visitor.get(f"{API}/people", headers=maker)).json()["items"]
    away = {"name": "Ailleurs", "role": "agent", "authority_id": str(authority("Lormes"))}

    assert people == []
    assert not (await visitor.get(f"{API}/me", headers=maker)).json()["is_operator"]
    assert (await visitor.post(KEYS, json=away, headers=maker)).status_code == 403
    keys = (await visitor.get(KEYS, headers=maker)).json()["items"]
    assert [one["name"] for one in keys] == ["Chéroy"]


@pytest.mark.parametrize(
    "body",
    [
        {"days": 367}, {"days": 0}, {"scopes": []}, {"scopes": ["all"]}, {"role": "champion"}, {"name": ""},
        {"expires_at": "2099-01-01T00:00:00Z"}, {"authority_id": "Chéroy"},
    ],
)  # fmt: skip
async def test_it_writes_nothing_of_bad_input(
    admin: Client, owner: psycopg.Connection, body: dict[str, object]
) -> None:
    answer = await admin.post(KEYS, json={"name": "Entrepôt", "role": "partner"} | body)

    assert answer.status_code == 422
    assert count(owner, "api_key") == 0


async def test_it_lives_a_year_at_most(admin: Client, owner: psycopg.Connection) -> None:
    await admin.post(KEYS, json={"name": "Longue", "role": "partner", "days": 366})

    assert count(owner, "api_key", "expires_at <= created_at + interval '366 days'") == 1


async def test_it_is_for_administrators(
    champion: Client, facilitator: Client, agent: Client, stranger: Client, owner: psycopg.Connection
) -> None:
    for other in (champion, facilitator, agent, stranger):
        assert (await other.post(KEYS, json={"name": "A", "role": "agent"})).status_code == 403
        assert (await other.get(KEYS)).status_code == 403
    assert count(owner, "api_key") == 0
