"""The register of AI uses: an entry for each decision that chose AI, and what the public is told of it."""

import pytest
from hypothesis import given, strategies as st

from services.workshops import mentions
from services.workshops.schemas import LegalBasis
from tests.workshops.decided import AI, FRUGAL, decide
from tests.workshops.deciding import ROOM, at

ENTRY = {
    "purpose": "Proposer un classement des arrêtés", "data": "Texte des arrêtés", "legal_basis": "public_task",
    "human_review": "Un agent relit chaque proposition.", "supplier_class": "public_body", "risks": "Arrêté mal classé.",
    "contact": "mairie@example.org",
}  # fmt: skip


@pytest.fixture
async def decision(facilitator, decision_maker, judged):
    return await decide(facilitator, decision_maker, judged, AI)


def entry(decision):
    return f"{ROOM}/decisions/{decision['id']}/register-entry"


async def enter(who, decision, **more):
    return await who.post(entry(decision), json={**ENTRY, **more})


async def test_it_enters_with_a_draft_of_the_mention(facilitator, agent, stranger, decision):
    answer = await enter(facilitator, decision)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["mention"] == made["mention_draft"]
    assert "Proposer un classement des arrêtés." in made["mention"]
    assert "mairie@example.org" in made["mention"]
    assert "311-3-1" not in made["mention"]
    assert (made["is_in_force"], made["title"]) == (True, "Triple saisie")
    assert (await agent.get(f"{ROOM}/register-entries")).json()["items"] == [made]
    assert (await agent.get(f"{ROOM}/register-entries/{made['id']}")).json() == made
    assert (await stranger.get(f"{ROOM}/register-entries/{made['id']}")).status_code == 404
    assert (await stranger.get(f"{ROOM}/register-entries")).json()["items"] == []


async def test_it_tells_the_rights_of_an_individual_decision(facilitator, decision):
    made = (await enter(facilitator, decision, is_individual_decision=True)).json()
    for word in ("311-3-1", "règles qui définissent", "CADA", "mairie@example.org"):
        assert word in made["mention"]


async def test_it_takes_other_words_from_the_version_that_was_read(facilitator, decision, owner):
    made = (await enter(facilitator, decision)).json()
    one = f"{ROOM}/register-entries/{made['id']}"
    own = {**ENTRY, "mention": "Un outil propose un classement ; un agent décide."}
    assert (await facilitator.put(one, json=own)).status_code == 428
    changed = (await facilitator.put(one, json=own, headers={"if-match": '"1"'})).json()
    assert (changed["mention"], changed["version"]) == (own["mention"], 2)
    assert changed["mention_draft"] == made["mention_draft"]
    assert (await facilitator.put(one, json=own, headers={"if-match": '"1"'})).status_code == 412
    back = (await facilitator.put(one, json=ENTRY, headers={"if-match": '"2"'})).json()
    assert back["mention"] == made["mention_draft"]
    facts = owner.execute("select body from event where name = 'workshops.register_entry_written'").fetchall()
    assert [body.keys() for (body,) in facts] == [{"decision_id", "register_entry_id"}] * 3


async def test_it_enters_only_ai_in_force_and_once(facilitator, decision_maker, agent, judged, decision):
    assert (await enter(agent, decision)).status_code == 403
    assert (await enter(facilitator, decision)).status_code == 201
    again = await enter(facilitator, decision)
    assert (again.status_code, again.json()["code"]) == (409, "entry_exists")
    frugal = await decide(facilitator, decision_maker, judged, {**FRUGAL, "supersedes": decision["id"]})
    assert (await enter(facilitator, frugal)).json()["code"] == "not_an_ai_use"
    assert (await enter(facilitator, decision)).json()["code"] == "not_in_force"
    [left] = (await agent.get(f"{ROOM}/register-entries")).json()["items"]
    assert not left["is_in_force"]


@pytest.mark.parametrize(
    "wrong", [{"purpose": " "}, {"legal_basis": "habit"}, {"human_review": ""}, {"supplier_class": ""}]
)
async def test_it_refuses_an_entry_that_says_nothing(facilitator, decision, owner, wrong):
    assert (await enter(facilitator, decision, **wrong)).status_code == 422
    assert owner.execute("select count(*) from register_entry").fetchone() == (0,)


async def test_it_enters_nothing_before_the_signature(facilitator, judged):
    prepared = (await facilitator.post(f"{at(judged)}/decisions", json=AI)).json()
    assert (await enter(facilitator, prepared)).json()["code"] == "not_in_force"


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


@given(
    purpose=WORDS,
    review=WORDS,
    contact=st.just("") | WORDS,
    basis=st.sampled_from(LegalBasis),
    decides=st.booleans(),
)
def test_it_says_all_that_the_law_asks_whatever_the_words(purpose, review, contact, basis, decides):
    said = mentions.draft(
        mentions.Use(
            purpose=purpose, human_review=review, contact=contact, legal_basis=basis, is_individual_decision=decides
        )
    )  # fmt: skip
    assert purpose in said
    assert review in said
    assert (contact.rstrip(" .") or "à compléter") in said
    assert ("311-3-1" in said) == ("CADA" in said) == decides
    assert ("CNIL" in said) == (basis is not LegalBasis.NO_PERSONAL_DATA)
