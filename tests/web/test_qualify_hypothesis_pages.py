"""Pages that qualify a hypothesis: judged alone, awaited, revealed, discussed, closed; votes and agreement."""

import re

import pytest

from tests.workshops.deciding import CRITERIA, ROOM, assess, at, draft

HTML = {"accept": "text/html"}


@pytest.fixture
async def hypothesis(facilitator, owner, authority):
    programme = owner.execute("select id from programme").fetchone()[0]
    planned = {
        "programme_id": str(programme),
        "authority_id": str(authority("Chéroy")),
        "held_on": "2026-11-24",
    }
    day = (await facilitator.post(f"{ROOM}/workshops", json=planned)).json()["id"]
    return {
        **await draft(facilitator, f"{ROOM}/workshops/{day}", authority("Chéroy")),
        "programme": str(programme),
    }


@pytest.fixture
async def colleague(sign_in):
    return await sign_in("facilitator", at="ARNia", name="Collègue")


@pytest.fixture
async def revealed(facilitator, colleague, hypothesis):
    await assess(facilitator, hypothesis)
    await assess(colleague, hypothesis, "confirmed", "refuted", "confirmed")
    await facilitator.post(f"{at(hypothesis)}/reveal")
    return hypothesis


def page_of(hypothesis):
    return f"/hypotheses/{hypothesis['id']}"


async def read(client, address):
    answer = await client.get(address, headers=HTML)
    return re.sub(r"[ \n]+", " ", answer.text.replace("\u00a0", " "))


def judged(hypothesis, **more):
    piece = hypothesis["evidence"][0]["id"]
    parts = {"verdict": "confirmed", "reason": "Vu deux fois.", "evidence": piece}
    return {f"{criterion}-{part}": said for criterion in CRITERIA for part, said in parts.items()} | more


async def test_it_offers_the_three_criteria_with_their_signs(champion, hypothesis):
    page = await read(champion, f"{page_of(hypothesis)}/evaluation")
    for words in (
        "Réel",
        "Majeur",
        "Actionnable",
        "au moins 2 observations ou 3 agents",
        "Heures perdues : pas",
    ):
        assert words in page
    assert page.count('type="radio"') == 9
    assert "Évaluer" in await read(champion, page_of(hypothesis))


async def test_it_keeps_the_draft_until_it_is_handed_in(facilitator, colleague, hypothesis):
    here = f"{page_of(hypothesis)}/evaluation"
    half = {"real-verdict": "refuted", "real-reason": "Un seul cas."}
    kept = await facilitator.post(f"{here}/brouillon", data=half)
    assert (kept.status_code, kept.headers["location"]) == (303, here)
    page = await read(facilitator, here)
    assert "Un seul cas." in page
    assert "Brouillon gardé à" in page
    assert "Un seul cas." not in await read(colleague, here)
    part = await facilitator.post(
        f"{here}/brouillon", data=half, headers={"hx-request": "true", "hx-request-type": "partial"}
    )
    assert "Brouillon gardé" in part.text
    assert "<html" not in part.text

    done = await facilitator.post(here, data=judged(hypothesis))
    assert (done.status_code, done.headers["location"]) == (303, f"{page_of(hypothesis)}/qualification")
    assert "Brouillon gardé" not in await read(facilitator, here)


async def test_it_says_what_is_missing_and_keeps_the_rest(facilitator, hypothesis, owner):
    here = f"{page_of(hypothesis)}/evaluation"
    typed = judged(hypothesis, **{"major-reason": " ", "real-verdict": ""})
    del typed["actionable-evidence"]
    answer = await facilitator.post(here, data=typed)
    assert answer.status_code == 422
    text = answer.text.replace("\u00a0", " ")
    for words in (
        "Majeur, la raison : écrivez pourquoi", "Réel, votre avis : choisissez", "Actionnable, les preuves : choisissez",
        'href="#field-actionable-evidence_ids"', "Vu deux fois.",
    ):  # fmt: skip
        assert words in text
    assert owner.execute("select count(*) from assessment").fetchone() == (0,)


async def test_it_tells_how_many_assessed_never_what(facilitator, colleague, hypothesis):
    here = f"{page_of(hypothesis)}/qualification"
    await facilitator.post(
        f"{page_of(hypothesis)}/evaluation", data=judged(hypothesis, **{"real-reason": "Mon secret."})
    )
    page = await read(colleague, here)
    assert "1 personne a évalué les trois critères" in page
    assert "Mon secret." not in page
    assert "confirmé" not in page
    assert "Dévoiler" not in page
    await colleague.post(f"{page_of(hypothesis)}/evaluation", data=judged(hypothesis))
    assert "Dévoiler pour de bon" in await read(facilitator, here)
    done = await facilitator.post(f"{here}/devoilement")
    assert done.status_code == 303
    page = await read(colleague, here)
    assert "Mon secret." in page
    assert "Tous les avis, côte à côte" in page


async def test_it_offers_no_rewording_once_revealed(facilitator, revealed):
    assert "Reformuler" not in await read(facilitator, page_of(revealed))
    away = await facilitator.get(f"{page_of(revealed)}/evaluation", headers=HTML)
    assert (away.status_code, away.headers["location"]) == (303, f"{page_of(revealed)}/qualification")


async def test_it_discusses_closes_and_reopens(facilitator, champion, decision_maker, revealed):
    here = f"{page_of(revealed)}/qualification"
    said = await champion.post(
        f"{here}/major/commentaires", data={"text": "Six fois par semaine, tout de même."}
    )
    assert said.headers["location"] == f"{here}#major"
    empty = await champion.post(f"{here}/major/commentaires", data={"text": " "})
    assert (empty.status_code, "Ce champ est nécessaire" in empty.text) == (422, True)
    unsaid = await facilitator.post(f"{here}/major/resultat", data={"reason": "Le relevé le montre."})
    assert (unsaid.status_code, "Le relevé le montre." in unsaid.text) == (422, True)
    closed = await facilitator.post(
        f"{here}/major/resultat", data={"verdict": "confirmed", "reason": "Le relevé le montre."}
    )
    assert closed.status_code == 303
    page = await read(decision_maker, here)
    for words in (
        "Six fois par semaine",
        "champion Chéroy",
        "Résultat retenu : confirmé",
        "Par facilitator ARNia",
    ):
        assert words in page
    assert "Convenir d’un résultat" not in page
    assert "qualifiée" in await read(decision_maker, page_of(revealed))
    assert (await facilitator.post(f"{here}/major/reouverture")).status_code == 303
    assert "Historique : confirmé" in await read(facilitator, here)


async def test_it_is_closed_to_whoever_may_not(agent, stranger, decision_maker, hypothesis):
    for who in (agent, decision_maker):
        assert (await who.get(f"{page_of(hypothesis)}/evaluation", headers=HTML)).status_code == 403
        assert (await who.post(f"{page_of(hypothesis)}/qualification/devoilement")).status_code == 403
    assert (await stranger.get(f"{page_of(hypothesis)}/qualification", headers=HTML)).status_code == 404


async def test_it_votes_in_secret_and_ranks_at_the_end(
    facilitator, colleague, champion, decision_maker, agent, hypothesis
):
    programme = {"programme": hypothesis["programme"]}
    assert "Aucun vote pour le moment" in await read(champion, "/hypotheses/votes")
    assert (await champion.post("/hypotheses/votes/ouverture", data=programme)).status_code == 403
    await facilitator.post("/hypotheses/votes/ouverture", data=programme)
    name = f"points-{hypothesis['id']}"
    for who, points in ((champion, "2"), (decision_maker, "3")):
        assert (await who.post("/hypotheses/votes", data={**programme, name: points})).status_code == 303
    page = await read(facilitator, "/hypotheses/votes")
    assert "2 personnes ont voté" in page
    assert "Vous en avez donné 0" in page
    refused = await facilitator.post("/hypotheses/votes", data={**programme, name: "4"})
    assert (refused.status_code, "3 au plus sur une hypothèse" in refused.text) == (422, True)
    odd = await facilitator.post("/hypotheses/votes", data={**programme, name: "beaucoup"})
    assert odd.status_code == 422
    assert "du vote" not in await read(champion, "/hypotheses")
    assert "votent" in await read(agent, "/hypotheses/votes")
    await facilitator.post("/hypotheses/votes/cloture", data=programme)
    assert "1re du vote, 5 points" in await read(champion, "/hypotheses")
    assert "Vote clos aujourd’hui" in await read(agent, "/hypotheses/votes")


async def test_it_says_when_agreement_cannot_be_computed(champion, facilitator, revealed):
    page = await read(champion, "/hypotheses/accord")
    assert "ne peut pas être calculé : moins de deux hypothèses" in page
    assert "67 % des paires d’avis sont identiques" in page
    assert "on s’accorde le moins sur « majeur »" in page
