"""Consents on pages, without any script: asked on the day, withdrawn by oneself."""

import re

import pytest

HTML = {"accept": "text/html"}
ROOM = "/api/workshops/v1"


@pytest.fixture
async def day(facilitator, owner, authority):
    """The address of a day planned in Chéroy."""
    programme = str(owner.execute("select id from programme").fetchone()[0])
    new = {"programme_id": programme, "authority_id": str(authority("Chéroy")), "held_on": "2026-11-24"}
    return "/ateliers/" + (await facilitator.post(f"{ROOM}/workshops", json=new)).json()["id"]


async def read(client, address):
    return re.sub(r"\s+", " ", (await client.get(address, headers=HTML)).text)


async def test_it_adds_a_participant_and_notes_their_word(facilitator, day):
    assert "Personne pour le moment" in await read(facilitator, f"{day}/participants")
    sent = {"job_family": "secrétariat", "digital_ease": "3"}
    assert (await facilitator.post(f"{day}/participants", data=sent)).status_code == 303
    page = await read(facilitator, f"{day}/participants")
    assert "P1 · secrétariat" in page
    assert page.count("à demander") == 4
    action = re.search(r'action="([^"]+/accord)"', page)[1]
    await facilitator.post(action, data={"purpose": "photo", "act": "refused"})
    assert "refus</span>" in await read(facilitator, f"{day}/participants")


async def test_it_keeps_what_was_typed_and_says_what_is_wrong(facilitator, day, owner):
    answer = await facilitator.post(f"{day}/participants", data={"service": "Accueil"})
    assert answer.status_code == 422
    assert 'value="Accueil"' in answer.text
    assert "Ce champ est nécessaire." in answer.text
    assert owner.execute("select count(*) from participant").fetchone() == (0,)


async def test_it_lets_participants_withdraw_by_themselves(facilitator, agent, champion, day):
    assert "Aucun atelier à votre nom" in await read(agent, "/mon-accord")
    me = (await agent.get("/api/identity/v1/me")).json()["id"]
    workshop = day.removeprefix("/ateliers/")
    new = {"job_family": "accueil", "person_id": me}
    await facilitator.post(f"{ROOM}/workshops/{workshop}/participants", json=new)
    action = re.search(r'action="(/mon-accord/[^"]+)"', await read(agent, "/mon-accord"))[1]
    await agent.post(action, data={"purpose": "notes", "act": "granted"})
    await agent.post(action, data={"purpose": "notes", "act": "withdrawn"})
    assert "accord retiré</span>" in await read(agent, "/mon-accord")
    assert (await champion.post(action, data={"purpose": "notes", "act": "granted"})).status_code == 404


async def test_it_opens_the_notice_to_the_team_only(facilitator, agent, day):
    assert "Il n’évalue personne" in await read(facilitator, f"{day}/notice")
    for page in ("notice", "participants"):
        assert (await agent.get(f"{day}/{page}", headers=HTML)).status_code == 403
