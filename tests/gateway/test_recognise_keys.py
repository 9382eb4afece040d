"""A program comes in with its key, and only as far as the key opens."""

import psycopg
import pytest

from gateway.identity import keys, tokens
from services.kit.db import NOBODY, connect, session_for
from tests.conftest import Client
from tests.gateway.invitations import API, count, told


@pytest.fixture
async def made(admin: Client) -> dict[str, str]:
    """A partner's key, as it was shown once."""
    answer = await admin.post(f"{API}/keys", json={"name": "Entrepôt", "role": "partner"})
    return dict(answer.json())


def bearer(key: str) -> dict[str, str]:
    return {"authorization": f"Bearer {key}"}


async def test_it_lets_a_program_in(visitor: Client, made: dict[str, str], owner: psycopg.Connection) -> None:
    me = (await visitor.get(f"{API}/me", headers=bearer(made["key"]))).json()

    assert (me["name"], me["roles"], me["email"]) == ("Entrepôt", ["partner"], None)
    assert me["scopes"] == made["scopes"]
    assert count(owner, "api_key", "used_at is not null") == 1


@pytest.mark.parametrize("case", ["expired", "revoked", "unknown", "another secret", "a session's secret"])
async def test_it_refuses_a_key_that_is_no_longer_good(
    admin: Client, visitor: Client, made: dict[str, str], owner: psycopg.Connection, case: str
) -> None:
    key = made["key"]
    if case == "expired":
        owner.execute("update api_key set expires_at = now()")
    if case == "revoked":
        assert (await admin.delete(f"{API}/keys/{made['id']}")).status_code == 204
    if case == "unknown":
        key = str(tokens.make_key())
    if case == "another secret":
        key = str(tokens.KeyParts(made["public_id"], tokens.make_key().secret))
    if case == "a session's secret":
        key = admin.cookies["__Host-terrain"]

    answer = await visitor.get(f"{API}/me", headers=bearer(key))

    assert answer.status_code == 401
    assert answer.json()["detail"] == "Cette clé n’est pas valable : inconnue, expirée ou révoquée."


@pytest.mark.parametrize(
    "damage", [lambda k: k[:-1], lambda k: k + "x", lambda k: k.upper(), lambda k: "", str.title]
)
async def test_it_tells_a_mistyped_key_without_asking_the_database(made: dict[str, str], damage) -> None:  # type: ignore[no-untyped-def]
    # Nobody listens there: any query would fail in another way.
    engine, nowhere = connect("postgresql+psycopg://nobody@127.0.0.1:1/none")
    async with session_for(nowhere, NOBODY) as session:
        with pytest.raises(keys.BadKey):
            await keys.recognise(session, damage(made["key"]))
    await engine.dispose()


async def test_it_refuses_what_its_scopes_do_not_open(admin: Client, visitor: Client) -> None:
    narrow = {"name": "Mesures", "role": "partner", "scopes": ["metrics:read"]}
    key = (await admin.post(f"{API}/keys", json=narrow)).json()["key"]

    answer = await visitor.get(f"{API}/authorities?q=lormes", headers=bearer(key))

    assert answer.status_code == 403
    assert "identity:read" in answer.json()["detail"]


async def test_it_refuses_what_its_role_may_not(visitor: Client, made: dict[str, str]) -> None:
    for path in ("people", "keys", "audit"):
        assert (await visitor.get(f"{API}/{path}", headers=bearer(made["key"]))).status_code == 403


async def test_it_is_revoked_once(admin: Client, made: dict[str, str], owner: psycopg.Connection) -> None:
    for _ in range(2):
        assert (await admin.delete(f"{API}/keys/{made['id']}")).status_code == 204

    assert told(owner).count("identity.key_revoked") == 1
    missing = await admin.delete(f"{API}/keys/00000000-0000-7000-8000-000000000000")
    assert missing.status_code == 404


async def test_it_is_revoked_by_administrators(
    champion: Client, facilitator: Client, stranger: Client, visitor: Client, made: dict[str, str]
) -> None:
    for other in (champion, facilitator, stranger):
        assert (await other.delete(f"{API}/keys/{made['id']}")).status_code == 403
    assert (await visitor.get(f"{API}/me", headers=bearer(made["key"]))).status_code == 200


async def test_it_is_never_written_in_the_logs(
    visitor: Client, made: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    await visitor.get(f"{API}/me", headers=bearer(made["key"]))
    await visitor.get(f"{API}/me", headers=bearer(made["key"] + "x"))

    written = "".join(capfd.readouterr())
    secret = made["key"].split("_")[2]
    assert f"{API}/me" in written
    assert secret not in written
