"""Pages of a workshop: found, prepared, changed, ended, cancelled, without any script."""

import re

import pytest

HTML = {"accept": "text/html"}


@pytest.fixture
def enrolment(owner, authority):
    """What the form sends for Chéroy in the programme."""
    programme = owner.execute("select id from programme").fetchone()[0]
    return f"{programme}.{authority('Chéroy')}"


@pytest.fixture
async def day(facilitator, enrolment):
    """The address of a day planned through the form."""
    sent = {
        "enrolment": enrolment,
        "held_on": "2026-11-24",
        "mode": "shadowing",
        "place": "Mairie",
        "themes": "mail",
    }
    answer = await facilitator.post("/ateliers/nouveau", data=sent)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def read(client, address):
    answer = await client.get(address, headers=HTML)
    return re.sub(r"\s+", " ", answer.text)


async def test_it_teaches_on_an_empty_list(facilitator, agent):
    assert "Préparer un atelier" in await read(facilitator, "/ateliers")
    seen = await read(agent, "/ateliers")
    assert "Aucun atelier pour le moment" in seen
    assert "Préparer un atelier" not in seen


async def test_it_offers_the_enrolled_authorities_by_kind(facilitator):
    form = await read(facilitator, "/ateliers/nouveau")
    assert re.findall(r'<optgroup label="([^"]+)"', form) == [
        "Communes",
        "Intercommunalités",
        "Syndicats mixtes",
    ]
    assert form.index("Chéroy") < form.index("Héry") < form.index("Lormes") < form.index("Nièvre Numérique")


async def test_it_plans_a_day_and_shows_it(facilitator, agent, stranger, day):
    assert "Atelier préparé" in await read(facilitator, day)
    page = await read(agent, day)
    assert "Chéroy, mardi 24" in page
    assert "courrier" in page
    assert "Noter sur place" not in page
    assert (await stranger.get(day, headers=HTML)).status_code == 404
    assert "Chéroy" in await read(agent, "/ateliers")


async def test_it_keeps_what_was_typed_and_says_what_is_wrong(facilitator, owner):
    answer = await facilitator.post("/ateliers/nouveau", data={"place": "École", "held_on": ""})
    assert answer.status_code == 422
    assert 'value="École"' in answer.text
    assert "Choisissez une collectivité du programme." in answer.text
    assert "Date\u00a0: indiquez une date" in answer.text
    assert owner.execute("select count(*) from workshop").fetchone() == (0,)


async def test_it_closes_the_door_to_others_before_the_form(agent, champion):
    for person in (agent, champion):
        assert (await person.get("/ateliers/nouveau", headers=HTML)).status_code == 403


async def test_it_changes_the_day_from_the_version_that_was_read(facilitator, day):
    form = await read(facilitator, f"{day}/modifier")
    version = re.search(r'name="version" value="(\d+)"', form)[1]
    sent = {"version": version, "held_on": "2026-11-25", "place": "École", "mode": "group"}
    assert (await facilitator.post(f"{day}/modifier", data=sent)).status_code == 303
    assert "mercredi 25" in await read(facilitator, day)
    assert (await facilitator.post(f"{day}/modifier", data=sent)).status_code == 412


async def test_it_cancels_with_a_reason_and_undoes_it(facilitator, agent, day):
    await facilitator.post(f"{day}/annulation", data={"reason": "La secrétaire est absente"})
    assert "La secrétaire est absente" in await read(agent, day)
    assert "Noter sur place" not in await read(facilitator, day)
    await facilitator.post(f"{day}/retablissement")
    assert "Noter sur place" in await read(facilitator, day)


async def test_it_filters_by_state_and_says_when_nothing_is_left(facilitator, day):
    assert day in await read(facilitator, "/ateliers?etat=planned")
    assert "Aucun atelier ne correspond" in await read(facilitator, "/ateliers?etat=cancelled")
