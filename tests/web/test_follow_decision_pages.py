"""Pages of what follows a decision: the register and its filters, actions, trial, gain, AI uses, papers of a meeting."""

import re

import pytest

from tests.web.deciding_pages import AI, FRUGAL, HTML, STOP, decided, plan, read
from tests.workshops.decided import age, in_days, judge
from tests.workshops.deciding import draft

ENTRY = {
    "purpose": "Proposer un classement", "data": "Arrêtés", "legal_basis": "public_task",
    "human_review": "Un agent relit.", "supplier_class": "public_body", "risks": "", "contact": "", "mention": "",
}  # fmt: skip


@pytest.fixture
async def judged(facilitator, sign_in, owner, authority):
    programme = str(owner.execute("select id from programme").fetchone()[0])
    day = await plan(facilitator, programme, authority("Chéroy"))
    hypothesis = await draft(facilitator, day, authority("Chéroy"))
    await judge(facilitator, sign_in, hypothesis)
    return hypothesis


@pytest.fixture
async def frugal(facilitator, decision_maker, judged):
    return await decided(facilitator, decision_maker, judged, FRUGAL)


async def test_it_teaches_on_empty_pages(facilitator, agent):
    assert "Voir les hypothèses" in await read(facilitator, "/decisions")
    assert "Voir les hypothèses" not in await read(agent, "/decisions")
    for page, said in (
        ("suivi", "Rien à suivre"), ("registre-ia", "Aucun usage"), ("comite", "Aucune hypothèse n’est prête")
    ):  # fmt: skip
        assert said in await read(facilitator, f"/decisions/{page}")


async def test_it_filters_the_register(facilitator, agent, authority, frugal):
    here = authority("Chéroy")
    for found in (
        "?issue=frugal",
        "?echelon=2",
        f"?collectivite={here}",
        f"?depuis={in_days(-1)}",
        "?etat=in_force",
    ):
        assert frugal in await read(facilitator, f"/decisions{found}")
    for missed in ("?issue=ai", "?echelon=3", f"?depuis={in_days(2)}", "?etat=to_sign"):
        page = await read(facilitator, f"/decisions{missed}")
        assert "Aucune décision ne répond à ces filtres" in page
    assert "Chéroy" in await read(facilitator, "/decisions")
    assert 'name="collectivite"' not in await read(agent, "/decisions")


async def test_it_says_which_filter_is_wrong_and_shows_the_register(agent, frugal):
    answer = await agent.get("/decisions?depuis=hier", headers=HTML)
    assert answer.status_code == 422
    assert 'id="field-depuis-error"' in answer.text
    assert frugal in answer.text


async def test_it_draws_the_frugal_share_with_its_count(agent, frugal):
    page = (await read(agent, "/decisions")).replace("\u00a0", " ")
    assert "100 % : réponses des échelons 0 à 4" in page
    assert "1 décision en vigueur" in page


async def test_it_follows_actions(champion, agent, frugal):
    sent = {"task": "Demander l’export", "owner_role": "État civil", "due_on": in_days(-3)}
    answer = await champion.post(f"{frugal}/suite/actions", data=sent, headers=HTML)
    assert answer.status_code == 303, answer.text
    assert "en retard" in await read(agent, f"{frugal}/suite")
    assert "En retard (1)" in (await read(agent, "/decisions/suivi"))
    [end] = re.findall(r'action="([^"]+/fin)"', await read(champion, f"{frugal}/suite"))[:1]
    await champion.post(end, data={"ended_as": "done"}, headers=HTML)
    assert "Reprendre" in await read(champion, f"{frugal}/suite")
    await champion.post(end, headers=HTML)
    assert "C’est fait" in await read(champion, f"{frugal}/suite")
    assert "Ajouter une action" not in await read(agent, f"{frugal}/suite")


async def test_it_takes_the_reader_as_owner_and_refuses_nobody(champion, frugal, owner):
    sent = {"task": "Relire le modèle", "owner_role": "", "due_on": in_days(9)}
    nobody = await champion.post(f"{frugal}/suite/actions", data=sent, headers=HTML)
    assert (nobody.status_code, 'id="field-owner_role-error"' in nobody.text) == (422, True)
    assert "Relire le modèle" in nobody.text
    assert (
        await champion.post(f"{frugal}/suite/actions", data={**sent, "mine": "on"}, headers=HTML)
    ).status_code == 303
    me = (await champion.get("/api/identity/v1/me")).json()
    assert owner.execute("select owner_id::text, owner_role from follow_up").fetchall() == [
        (me["id"], me["name"])
    ]


async def test_it_goes_through_the_trial(facilitator, agent, frugal):
    await facilitator.post(f"{frugal}/suite/etapes", data={"step": "in_trial", "note": ""}, headers=HTML)
    mute = await facilitator.post(
        f"{frugal}/suite/etapes", data={"step": "evaluated", "note": ""}, headers=HTML
    )
    assert (mute.status_code, 'id="field-step-note-error"' in mute.text) == (422, True)
    for step in ("evaluated", "stopped"):
        sent = {"step": step, "note": "Trop de relectures."}
        assert (await facilitator.post(f"{frugal}/suite/etapes", data=sent, headers=HTML)).status_code == 303
    page = await read(agent, f"{frugal}/suite")
    assert "c’est un résultat" in page
    assert "Trop de relectures." in page


async def test_it_checks_the_gain_when_its_time_has_come(champion, agent, frugal, owner):
    assert "Vérifier le gain" not in await read(champion, f"{frugal}/suite")
    age(owner, {"id": frugal.rpartition("/")[2]}, months=7)
    assert "Vérifier le gain à 6 mois" in await read(champion, f"{frugal}/suite")
    assert "Triple saisie</strong>, à 6 mois" in await read(agent, "/decisions/suivi")
    sent = {
        "months": "6",
        "observed_hours": "31,5",
        "grade": "measured",
        "note": "Relevé.",
        "conclusion": "kept",
    }
    wrong = await champion.post(f"{frugal}/suite/gains", data={**sent, "observed_hours": "peu"}, headers=HTML)
    assert (wrong.status_code, 'id="field-observed_hours-error"' in wrong.text) == (422, True)
    assert (await champion.post(f"{frugal}/suite/gains", data=sent, headers=HTML)).status_code == 303
    page = (await read(agent, f"{frugal}/suite")).replace("\u00a0", " ")
    assert "40,5 h" in page
    assert "31,5 h" in page


async def test_it_enters_ai_into_the_register(facilitator, decision_maker, agent, judged):
    address = await decided(facilitator, decision_maker, judged, AI)
    assert "Inscrire au registre" in await read(facilitator, f"{address}/registre")
    assert "Inscrire au registre" not in await read(agent, f"{address}/registre")
    wrong = await facilitator.post(f"{address}/registre", data={**ENTRY, "purpose": ""}, headers=HTML)
    assert (wrong.status_code, 'id="field-purpose-error"' in wrong.text) == (422, True)
    sent = {**ENTRY, "is_individual_decision": "on"}
    assert (await facilitator.post(f"{address}/registre", data=sent, headers=HTML)).status_code == 303
    page = await read(facilitator, f"{address}/registre")
    assert "Cette décision individuelle a été prise avec l’aide" in page
    kept = {name: value for name, value in re.findall(r'name="(entry|version)" value="([^"]+)"', page)}
    own = {**sent, **kept, "mention": "Nos agents s’aident d’un outil."}
    assert (await facilitator.post(f"{address}/registre", data=own, headers=HTML)).status_code == 303
    assert "Texte revu par l’équipe projet" in await read(agent, f"{address}/registre")
    stale = await facilitator.post(f"{address}/registre", data=own, headers=HTML)
    assert stale.status_code == 412
    await facilitator.post(f"{address}/registre", data={**own, "version": "2", "draft": "on"}, headers=HTML)
    assert "Texte proposé par Terrain" in await read(agent, f"{address}/registre")
    assert "Proposer un classement" in await read(agent, "/decisions/registre-ia")


async def test_it_makes_the_papers_of_a_meeting(facilitator, decision_maker, agent, judged, frugal):
    sent = {"title": "Comité de janvier", "held_on": "2027-01-14", "minutes_each": "10"}
    empty = await facilitator.post("/decisions/comite", data=sent, headers=HTML)
    assert (empty.status_code, 'id="field-hypothesis_ids-error"' in empty.text) == (422, True)
    answer = await facilitator.post(
        "/decisions/comite", data={**sent, "hypothesis_ids": judged["id"]}, headers=HTML
    )
    assert answer.status_code == 303, answer.text
    page = await read(decision_maker, "/decisions/comite")
    [file] = re.findall(r'href="(/api/workshops/v1/committee-packs/[^"]+/file)"', page)
    assert (await decision_maker.get(file)).content.startswith(b"%PDF")
    assert "suppression" not in page
    assert (await agent.get("/decisions/comite", headers=HTML)).status_code == 403
    [gone] = re.findall(r'action="([^"]+/suppression)"', await read(facilitator, "/decisions/comite"))
    assert (await facilitator.post(gone, headers=HTML)).status_code == 303


async def test_it_follows_a_stop_without_trial_or_gain(facilitator, decision_maker, judged):
    address = await decided(facilitator, decision_maker, judged, STOP)
    page = await read(facilitator, f"{address}/suite")
    assert "Ni essai ni gain" in page
    assert "Ajouter une action" in page
