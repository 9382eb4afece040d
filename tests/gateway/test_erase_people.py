"""Erasure: of a person who left, a full dump of the database holds nothing, in whatever column it might hide."""

from dataclasses import dataclass

import httpx
import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.kit.db import Context, Sessions, session_for, uuid7
from tests import dump
from tests.conftest import SignIn
from tests.gateway.canaries import plant

HOME = "/api/assistant/v1/conversations"
PEOPLE = "/api/identity/v1/people"
WORD = "perroquetblanc"


@dataclass(frozen=True, slots=True)
class Trace:
    """Somebody, and all that would betray them in a dump."""

    client: httpx.AsyncClient
    id: str
    name: str
    email: str

    @property
    def words(self) -> tuple[str, ...]:
        """Their id with and without hyphens, their names as they are typed and folded, their address, their words."""
        folded = self.name.casefold().replace("é", "e")
        return self.id, self.id.replace("-", ""), self.name, folded, self.email, WORD


async def met(sign_in: SignIn, *roles: str, at: str, name: str) -> Trace:
    client = await sign_in(*roles, at=at, name=name)
    me = (await client.get("/api/identity/v1/me")).json()
    asked = {"question": {"content": f"Rédige un courrier sur le {WORD} des bénévoles."}}
    if "decision_maker" not in roles:
        begun = await client.post(HOME, json=asked, headers={"idempotency-key": "une-fois"})
        assert begun.status_code == 201, begun.text
        here = begun.json()
        answer = f"{HOME}/{here['id']}/messages/{here['messages'][-1]['id']}"
        assert (await client.get(answer, params={"wait": 10})).json()["state"] == "complete"
        file = {"file": (f"{WORD}.txt", f"Le {WORD} de {me['name']}.".encode())}
        attached = await client.post(f"{HOME}/{here['id']}/documents", files=file)
        assert attached.status_code == 201, attached.text
    return Trace(client, me["id"], me["name"], me["email"])


async def erase(admin: httpx.AsyncClient, who: Trace) -> list[str]:
    assert (await admin.post(f"{PEOPLE}/{who.id}/suspension")).status_code == 200
    erased = await admin.delete(f"{PEOPLE}/{who.id}")
    assert erased.status_code == 200, erased.text
    kept: list[str] = erased.json()["kept"]
    return kept


async def test_it_leaves_nothing_of_anybody_in_a_full_dump(
    sign_in: SignIn, admin: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    await plant(sign_in, owner)
    agent = await met(sign_in, "agent", at="Chéroy", name="Noémie Canarihaute")
    rows = "select id, name, email from person where name <> all(%s) order by id"
    others = [
        Trace(admin, str(one[0]), one[1], one[2])
        for one in owner.execute(rows, [["admin ARNia", agent.name]]).fetchall()
    ]
    found = dump.tables_with(owner, *agent.words)
    assert {"person", "event", "conversation", "message", "stored_answer", "assistant_use"} <= found
    worked = set().union(*(dump.tables_with(owner, one.id) for one in others))
    assert len(worked) >= 25, worked
    counted = owner.execute("select count(*) from observation").fetchone()

    assert await erase(admin, agent) == []
    assert dump.tables_with(owner, *agent.words) == set()
    kept = {one: set(await erase(admin, one)) for one in others}

    for one, acts in kept.items():
        assert acts <= {"decision", "trial_step", "gain_check"}
        assert dump.tables_with(owner, *one.words[:2], one.email) <= acts
    assert owner.execute("select count(*) from observation").fetchone() == counted
    guards = "select count(*) from pg_class where relrowsecurity and not relforcerowsecurity and relname <> 'person'"
    assert owner.execute(guards).fetchone() == (0,)
    assert owner.execute("select count(*) from pg_trigger where tgenabled = 'D'").fetchone() == (0,)


async def test_it_erases_only_who_is_suspended_and_only_for_an_administrator(
    sign_in: SignIn, admin: httpx.AsyncClient, champion: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    agent = await met(sign_in, "agent", at="Chéroy", name="Noémie Canarihaute")
    assert (await champion.delete(f"{PEOPLE}/{agent.id}")).status_code == 403
    assert (await agent.client.delete(f"{PEOPLE}/{agent.id}")).status_code == 403
    refused = await admin.delete(f"{PEOPLE}/{agent.id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "person_active")
    assert (await admin.delete(f"{PEOPLE}/{uuid7()}")).status_code == 404
    assert "message" in dump.tables_with(owner, WORD)


async def test_it_erases_nothing_while_an_answer_is_being_written(
    sign_in: SignIn, admin: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    agent = await met(sign_in, "agent", at="Chéroy", name="Noémie Canarihaute")
    await admin.post(f"{PEOPLE}/{agent.id}/suspension")
    owner.execute("update assistant_use set state = 'open', ended_at = null")
    refused = await admin.delete(f"{PEOPLE}/{agent.id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "erasure_busy")
    assert "message" in dump.tables_with(owner, WORD)
    owner.execute("update assistant_use set state = 'interrupted', ended_at = now()")
    assert (await admin.delete(f"{PEOPLE}/{agent.id}")).status_code == 200


async def test_it_gives_a_person_every_row_that_bears_their_id(
    sign_in: SignIn, admin: httpx.AsyncClient, agent: httpx.AsyncClient, owner: psycopg.Connection
) -> None:
    await plant(sign_in, owner)
    mine = await met(sign_in, "agent", at="Chéroy", name="Noémie Canarihaute")
    team = await met(sign_in, "facilitator", at="ARNia", name="Animatrice Canaribasse")
    authority = (await mine.client.get("/api/identity/v1/me")).json()["authority"]["id"]
    await team.client.post(
        "/api/workshops/v1/workshops",
        json={
            "programme_id": (await team.client.get("/api/workshops/v1/programmes")).json()["items"][0]["id"],
            "authority_id": authority, "held_on": "2026-12-24",
        },
    )  # fmt: skip

    for who in (mine, team):
        given = (await who.client.get("/api/identity/v1/me/data")).json()["tables"]
        bearing = dump.tables_with(owner, who.id) - {"stored_answer"}
        assert set(given) == bearing
        assert WORD in str(given["message"])
        assert "hash" not in str(given)
    others = (await agent.get("/api/identity/v1/me/data")).json()["tables"]
    assert "message" not in others
    assert mine.id not in str(others)


async def test_it_is_refused_by_the_database_to_whoever_may_not(
    sign_in: SignIn, sessions: Sessions, owner: psycopg.Connection
) -> None:
    agent = await met(sign_in, "agent", at="Chéroy", name="Noémie Canarihaute")
    contexts = (Context(), Context(person=uuid7()), Context(is_operator=False, person=uuid7()))
    for context in contexts:
        for call in ("erase_person", "own_data"):
            async with session_for(sessions, context) as session:
                with pytest.raises(ProgrammingError, match="only"):
                    await session.exec(text(f"select {call}('{agent.id}')"))
    assert "message" in dump.tables_with(owner, WORD)
