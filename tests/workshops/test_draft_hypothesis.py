"""Drafting a hypothesis on what was seen."""

from uuid import uuid4

import pytest

ROOM = "/api/workshops/v1"
PAIN_POINT = {"statement": "Triple saisie", "theme": "citizens", "severity": 2}


@pytest.fixture
async def pain_point(facilitator, day):
    return (await facilitator.post(f"{day}/pain-points", json=PAIN_POINT)).json()["id"]


@pytest.fixture
def wording(authority):
    return {
        "title": "Triple saisie", "authority_id": str(authority("Chéroy")), "who": "l’accueil",
        "difficulty": "une triple saisie", "task": "enregistrent une demande",
    }  # fmt: skip


@pytest.fixture
async def drafted(facilitator, wording, pain_point):
    piece = {"capture_kind": "pain_point", "capture_id": pain_point}
    answer = await facilitator.post(f"{ROOM}/hypotheses", json={**wording, "evidence": [piece]})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_it_drafts_with_its_sentence_and_its_evidence(drafted, pain_point, owner):
    assert drafted["state"] == "draft"
    assert drafted["sentence"].startswith("Les agents de l’accueil rencontrent une triple saisie quand ils")
    [piece] = drafted["evidence"]
    assert (piece["capture_id"], piece["stance"], piece["text"]) == (pain_point, "for", "Triple saisie")
    assert (piece["theme"], piece["held_on"]) == ("citizens", "2026-11-24")
    fact = owner.execute("select body from event where name = 'workshops.hypothesis_drafted'").fetchone()[0]
    assert fact == {"hypothesis_id": drafted["id"], "evidence": 1}


async def test_it_drafts_nothing_on_evidence_that_is_not_there(facilitator, wording, owner):
    piece = {"capture_kind": "wish", "capture_id": str(uuid4())}
    answer = await facilitator.post(f"{ROOM}/hypotheses", json={**wording, "evidence": [piece]})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_evidence")
    assert owner.execute("select count(*) from hypothesis").fetchone() == (0,)


async def test_it_needs_who_what_and_when(facilitator, wording):
    answer = await facilitator.post(f"{ROOM}/hypotheses", json={**wording, "difficulty": " "})
    assert answer.json()["errors"][0]["pointer"] == "/difficulty"


async def test_it_is_drafted_by_the_project_team_and_read_in_its_authority(
    agent, decision_maker, stranger, wording, drafted
):
    assert (await agent.post(f"{ROOM}/hypotheses", json=wording)).status_code == 403
    one = f"{ROOM}/hypotheses/{drafted['id']}"
    assert (await agent.get(one)).json()["evidence"][0]["text"] == "Triple saisie"
    seen = (await decision_maker.get(one)).json()
    assert (seen["sentence"], seen["evidence"][0]["text"]) == (drafted["sentence"], None)
    assert (await stranger.get(one)).status_code == 404
    assert (await stranger.get(f"{ROOM}/hypotheses")).json()["items"] == []


async def test_it_is_reworded_from_the_present_version(facilitator, drafted):
    one = f"{ROOM}/hypotheses/{drafted['id']}"
    assert (await facilitator.patch(one, json={"frequency": "chaque jour"})).status_code == 428
    changed = await facilitator.patch(one, json={"frequency": "Chaque jour."}, headers={"if-match": '"1"'})
    assert "une demande, chaque jour." in changed.json()["sentence"]
    assert (await facilitator.patch(one, json={"who": "x"}, headers={"if-match": '"1"'})).status_code == 412


async def test_it_weighs_evidence_against_and_from_elsewhere(facilitator, agent, plan, drafted):
    lormes = f"{ROOM}/workshops/{(await plan(at='Lormes'))['id']}"
    wish = (await facilitator.post(f"{lormes}/wishes", json={"text": "Ne rien changer"})).json()["id"]
    pieces = f"{ROOM}/hypotheses/{drafted['id']}/evidence"
    body = {"capture_kind": "wish", "capture_id": wish, "stance": "against"}
    linked = (await facilitator.post(pieces, json=body)).json()["evidence"]
    assert [piece["stance"] for piece in linked] == ["for", "against"]
    nuanced = (await facilitator.post(pieces, json={**body, "stance": "nuance"})).json()["evidence"]
    assert [piece["stance"] for piece in nuanced] == ["for", "nuance"]
    at_home = (await agent.get(f"{ROOM}/hypotheses/{drafted['id']}")).json()["evidence"]
    assert [piece["stance"] for piece in at_home] == ["for"]  # another authority's notes stay its own
    left = (await facilitator.delete(f"{pieces}/{nuanced[1]['id']}")).json()["evidence"]
    assert [piece["stance"] for piece in left] == ["for"]
    assert (await facilitator.delete(f"{pieces}/{nuanced[1]['id']}")).status_code == 404


async def test_it_says_when_its_evidence_was_taken_back(facilitator, drafted, pain_point):
    await facilitator.delete(f"{ROOM}/pain-points/{pain_point}")
    piece = (await facilitator.get(f"{ROOM}/hypotheses/{drafted['id']}")).json()["evidence"][0]
    assert piece["is_removed"]


async def test_it_says_a_sentence_before_anything_is_drafted(facilitator, owner):
    said = await facilitator.post(f"{ROOM}/sentences", json={"who": "le secrétariat"})
    assert said.json()["sentence"] == "Les agents du secrétariat rencontrent … quand ils …"
    assert owner.execute("select count(*) from hypothesis").fetchone() == (0,)
