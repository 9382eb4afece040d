"""Pages of a hypothesis: drafted on a workshop's notes, read with its evidence."""

import re

import pytest

HTML = {"accept": "text/html"}
WORDING = {
    "title": "Triple saisie", "who": "l’accueil", "difficulty": "une triple saisie", "task": "enregistrent une demande",
    "frequency": "six fois par semaine",
}  # fmt: skip


@pytest.fixture
async def day(facilitator, owner, authority):
    """A day in Chéroy with a pain point and a wish."""
    programme = owner.execute("select id from programme").fetchone()[0]
    sent = {"enrolment": f"{programme}.{authority('Chéroy')}", "held_on": "2026-11-24", "mode": "shadowing"}
    day = (await facilitator.post("/ateliers/nouveau", data=sent)).headers["location"]
    pain_point = {
        "nature": "irritant",
        "words": "La même demande trois fois",
        "theme": "citizens",
        "severity": "2",
    }
    await facilitator.post(f"{day}/saisie", data=pain_point)
    await facilitator.post(f"{day}/saisie", data={"nature": "souhait", "words": "Un seul registre"})
    return day


async def read(client, address):
    return re.sub(r"[ \n]+", " ", (await client.get(address, headers=HTML)).text)


def draft(day):
    return f"/hypotheses/nouvelle?atelier={day.rpartition('/')[2]}"


async def drafted(facilitator, day):
    pieces = re.findall(r'name="evidence" value="([^"]+)"', await read(facilitator, draft(day)))
    answer = await facilitator.post(draft(day), data={**WORDING, "evidence": pieces[-1]})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_it_teaches_on_an_empty_list(facilitator, decision_maker):
    assert "Rédiger une hypothèse" in await read(facilitator, "/hypotheses")
    assert "Rédiger une hypothèse" not in await read(decision_maker, "/hypotheses")


async def test_it_starts_from_a_workshop(facilitator, day):
    assert draft(day) in await read(facilitator, "/hypotheses/nouvelle")


async def test_it_drafts_on_the_notes_that_were_ticked(facilitator, decision_maker, stranger, day):
    address = await drafted(facilitator, day)
    page = await read(facilitator, address)
    assert (
        "Les agents de l’accueil rencontrent une triple saisie quand ils enregistrent une demande, six fois"
        in page
    )
    assert "La même demande trois fois" in page
    assert "Pour (1)" in page
    assert f'href="{day}#note-' in page
    seen = await read(decision_maker, address)
    assert "une triple saisie" in seen
    assert "La même demande trois fois" not in seen
    assert (await stranger.get(address, headers=HTML)).status_code == 404


async def test_it_keeps_what_was_typed_and_ticked(facilitator, day, owner):
    pieces = re.findall(r'name="evidence" value="([^"]+)"', await read(facilitator, draft(day)))
    answer = await facilitator.post(draft(day), data={**WORDING, "task": " ", "evidence": pieces})
    assert answer.status_code == 422
    assert "…quand ils…\u00a0: ce champ est nécessaire." in answer.text
    assert answer.text.count(" checked") == 2
    assert owner.execute("select count(*) from hypothesis").fetchone() == (0,)


async def test_it_says_the_sentence_as_a_part_and_in_the_whole_form(facilitator, day):
    part = await facilitator.post(
        "/hypotheses/phrase", data={"who": "le secrétariat"}, headers={"hx-request": "true", "hx-request-type": "partial"}
    )  # fmt: skip
    assert part.text.strip() == "<p>Les agents du secrétariat rencontrent … quand ils …</p>"
    whole = await facilitator.post(draft(day).replace("nouvelle", "phrase"), data=WORDING)
    assert "Les agents de l’accueil rencontrent" in whole.text
    assert 'value="une triple saisie"' in whole.text


async def test_it_adds_evidence_against_and_detaches_it(facilitator, day):
    address = await drafted(facilitator, day)
    offered = await read(facilitator, f"{address}/preuves?atelier={day.rpartition('/')[2]}")
    [piece] = re.findall(r'name="note" value="([^"]+)"', offered)
    await facilitator.post(f"{address}/preuves", data={"note": piece, "stance": "against"})
    page = await read(facilitator, address)
    assert "Contre (1)" in page
    detach = re.findall(rf'action="({address}/preuves/[^"]+/retrait)"', page)[-1]
    await facilitator.post(detach)
    assert "Contre (0)" in await read(facilitator, address)


async def test_it_rewords_from_the_version_that_was_read(facilitator, day):
    address = await drafted(facilitator, day)
    sent = {**WORDING, "version": "1", "who": "les écoles"}
    assert (await facilitator.post(f"{address}/modifier", data=sent)).status_code == 303
    assert "Les agents des écoles" in await read(facilitator, address)
    assert (await facilitator.post(f"{address}/modifier", data=sent)).status_code == 412


async def test_it_is_drafted_by_the_project_team_alone(agent, champion, day):
    for person in (agent, champion):
        assert (await person.post(draft(day), data=WORDING)).status_code == 403
