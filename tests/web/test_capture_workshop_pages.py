"""Noting on the spot, as a plain form and as a part."""

import re

import pytest

HTML = {"accept": "text/html"}
PART = {"hx-request": "true", "hx-request-type": "partial"}
PAIN_POINT = {
    "nature": "irritant", "words": "La même demande est saisie trois fois", "theme": "citizens", "severity": "2",
    "times": "6", "per": "week", "minutes": "10", "agents": "1", "grade": "declared",
}  # fmt: skip


@pytest.fixture
async def day(facilitator, owner, authority):
    programme = owner.execute("select id from programme").fetchone()[0]
    sent = {"enrolment": f"{programme}.{authority('Chéroy')}", "held_on": "2026-11-24", "mode": "shadowing"}
    return (await facilitator.post("/ateliers/nouveau", data=sent)).headers["location"]


async def note(client, day, **more):
    answer = await client.post(f"{day}/saisie", data={**PAIN_POINT, **more})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def read(client, address, **headers):
    return re.sub(r"[ \n]+", " ", (await client.get(address, headers={**HTML, **headers})).text)


async def test_it_says_saved_only_once_it_is_and_shows_the_hours(facilitator, day, owner):
    page = await read(facilitator, await note(facilitator, day))
    assert owner.execute("select count(*) from pain_point").fetchone() == (1,)
    weight = "≈\u00a052\u00a0h par an (de\u00a035 à\u00a070), déclaré"
    assert f"Enregistré\u00a0: {weight}." in page
    assert page.count(weight) == 2  # said once, listed once
    assert re.search(r'value="irritant" checked', page)
    assert "saisie trois fois</textarea>" not in page


async def test_it_gives_a_part_alone_to_whoever_asks_for_one(facilitator, day):
    part = await read(facilitator, f"{day}/saisie", **PART)
    assert "<html" not in part
    assert 'name="words"' in part


async def test_it_notes_the_same_form_once(facilitator, day, owner):
    await note(facilitator, day, once="a-form-sent-twice")
    await note(facilitator, day, once="a-form-sent-twice")
    assert owner.execute("select count(*) from pain_point").fetchone() == (1,)
    other = await facilitator.post(
        f"{day}/saisie", data={**PAIN_POINT, "once": "a-form-sent-twice", "words": "Une autre gêne"}
    )
    assert other.status_code == 409
    assert "Une autre gêne</textarea>" in other.text
    assert 'value="a-form-sent-twice"' not in other.text


async def test_it_keeps_what_was_typed_when_something_is_missing(facilitator, day, owner):
    answer = await facilitator.post(f"{day}/saisie", data={**PAIN_POINT, "theme": "", "minutes": "dix"})
    assert answer.status_code == 422
    assert "Thème\u00a0: " in answer.text
    assert "Minutes\u00a0: indiquez un nombre." in answer.text
    assert "La même demande est saisie trois fois</textarea>" in answer.text
    assert owner.execute("select count(*) from pain_point").fetchone() == (0,)


async def test_it_reads_a_decimal_comma(facilitator, day, owner):
    await note(facilitator, day, minutes="7,5")
    assert owner.execute("select minutes from pain_point").fetchone() == (7.5,)


async def test_it_changes_nature_without_losing_the_words(facilitator, day):
    answer = await facilitator.post(
        f"{day}/saisie/nature", data={**PAIN_POINT, "nature": "souhait"}, headers=PART
    )
    form, _, _ = answer.text.partition("</form>")  # behind it, the fields of every nature wait for the script
    assert "La même demande est saisie trois fois</textarea>" in form
    assert "Qui le souhaite" in form
    assert 'name="severity"' not in form


async def test_it_notes_each_nature(facilitator, day):
    for nature in ("observation", "tache", "souhait", "verbatim"):
        await note(facilitator, day, nature=nature, words=f"Une {nature} notée", sensitivity="ordinary")
    page = await read(facilitator, day)
    for said in (
        "Une observation notée",
        "Une tache notée",
        "Une souhait notée",
        "«\u00a0Une verbatim notée\u00a0»",
    ):
        assert said in page
    only = await read(facilitator, f"{day}?nature=souhaits")
    assert "Une souhait notée" in only
    assert "Une tache notée" not in only


async def test_it_corrects_removes_and_restores(facilitator, day):
    await note(facilitator, day)
    one = re.search(rf'href="({day}/notes/[^"]+)"', await read(facilitator, day))[1]
    assert 'value="10"' in await read(facilitator, one)
    sent = {**PAIN_POINT, "version": "1", "minutes": "20", "consequence": "L’usager attend"}
    assert (await facilitator.post(one, data=sent)).status_code == 303
    assert "≈\u00a0104\u00a0h par an" in await read(facilitator, day)
    assert (await facilitator.post(one, data=sent)).status_code == 412
    await facilitator.post(f"{one}/retrait")
    page = await read(facilitator, day)
    assert "retirée de la journée" in page
    assert "Irritants (0)" in page
    await facilitator.post(f"{one}/retablissement")
    assert "Irritants (1)" in await read(facilitator, day)


async def test_it_hides_quotations_from_agents_and_says_so(facilitator, agent, decision_maker, day):
    await note(facilitator, day)
    await note(facilitator, day, nature="verbatim", words="Je recopie tout", sensitivity="ordinary")
    page = await read(agent, day)
    assert "saisie trois fois" in page
    assert "Je recopie tout" not in page
    assert "verbatims" in page
    assert "saisie trois fois" not in await read(decision_maker, day)
    assert (await agent.get(f"{day}/saisie", headers=HTML)).status_code == 403


async def test_it_escapes_what_people_typed(facilitator, day):
    await note(facilitator, day, words="<script>alert(1)</script><b hx-get='/x'>")
    assert "<script>alert(1)" not in await read(facilitator, day)


async def test_it_notes_a_key_moment_at_its_time_in_paris(facilitator, day, owner):
    typed = {
        "nature": "moment", "words": "Le serveur tombe", "day": "2026-11-24", "starts_at": "09:05", "minutes": "12,5",
        "mood": "-2",
    }  # fmt: skip
    refused = await facilitator.post(f"{day}/saisie", data={**typed, "starts_at": "9 heures"})
    assert (refused.status_code, "Le serveur tombe</textarea>" in refused.text) == (422, True)
    await facilitator.post(f"{day}/saisie", data=typed)
    row = owner.execute("select starts_at at time zone 'UTC', minutes, mood, id from key_moment").fetchone()
    assert (f"{row[0]:%F %H:%M}", *row[1:3]) == ("2026-11-24 08:05", 12.5, -2)
    page = await read(facilitator, f"{day}/notes/moment/{row[3]}")
    assert re.search(r'name="starts_at" type="time" value="09:05"', page)
    assert "très pénible" in await read(facilitator, day)


async def test_it_ties_an_observation_to_somebody_met(facilitator, day, owner):
    await facilitator.post(f"{day}/participants", data={"job_family": "secrétariat"})
    page = await read(facilitator, f"{day}/saisie?nature=observation")
    [one] = set(re.findall(r'<option value="([^"]+)">P1 · secrétariat, accord à demander</option>', page))
    await facilitator.post(f"{day}/participants/{one}/accord", data={"purpose": "notes", "act": "granted"})
    sent = {"nature": "observation", "words": "Elle recopie", "kind": "fact", "participant_id": one}
    assert (await facilitator.post(f"{day}/saisie", data=sent)).status_code == 303
    assert str(owner.execute("select participant_id from observation").fetchone()[0]) == one


async def test_it_shows_key_moments_as_the_day_went_and_how_they_were_lived(facilitator, day):
    for words, hour, mood in (
        ("Le soir", "17:00", "2"),
        ("Le matin", "09:00", "-1"),
        ("À midi", "12:00", "0"),
    ):
        typed = {"nature": "moment", "words": words, "day": "2026-11-24", "starts_at": hour, "mood": mood}
        await facilitator.post(f"{day}/saisie", data=typed)
    page = await read(facilitator, f"{day}?nature=moments")
    found = re.findall(
        r'<li id="note-[^"]+" class="(\w+)"> <time class="when" datetime="[^"]+T([^"+]+)', page
    )
    assert found == [("wine", "09:00"), ("slate", "12:00"), ("vine", "17:00")]
