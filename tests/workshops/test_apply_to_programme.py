"""An authority applies to a programme: by the operator, or by its own contact or decision maker; it may withdraw."""

from uuid import uuid4

import pytest

from tests.workshops.conftest import ROOM

WORDS = {"motivation": "Les demandes sont ressaisies.", "contact_role": "Secrétaire", "themes": ["citizens"]}


async def test_it_makes_a_candidate(apply, call, facilitator, owner):
    made = await apply("Chéroy")

    assert (made["state"], made["withdrawn_at"], made["version"]) == ("candidate", None, 1)
    shown = (await facilitator.get(call)).json()["authorities"]
    assert [(one["authority_id"], one["state"]) for one in shown] == [(made["authority_id"], "candidate")]
    told = owner.execute("select body from event where name = 'workshops.application_made'").fetchone()[0]
    assert set(told) == {"programme_id", "application_id"}


@pytest.mark.parametrize("role", ["champion", "decision_maker"])
async def test_it_lets_an_authority_apply_for_itself_only(role, sign_in, call, authority):
    own = await sign_in(role, at="Chéroy", name="Contact")
    other = WORDS | {"authority_id": str(authority("Lormes"))}

    assert (await own.post(f"{call}/applications", json=other)).status_code == 403
    answer = await own.post(f"{call}/applications", json=WORDS | {"authority_id": str(authority("Chéroy"))})

    assert answer.status_code == 201
    assert answer.json()["scores"] is None


async def test_it_keeps_applications_between_authorities(apply, call, agent, stranger, champion, sign_in):
    made = await apply("Chéroy")
    elsewhere = await sign_in("champion", at="Lormes", name="Contact de Lormes")
    address = f"{ROOM}/applications/{made['id']}"

    assert (await champion.get(address)).json()["id"] == made["id"]
    for client in (stranger, elsewhere):
        assert (await client.get(address)).status_code == 404
        assert (await client.get(f"{call}/applications")).json()["items"] == []
    assert (await elsewhere.post(f"{address}/withdrawal")).status_code == 404
    assert (await agent.post(f"{address}/withdrawal")).status_code == 403


async def test_it_refuses_a_second_application(apply, call, facilitator, programme, authority):
    made = await apply("Chéroy")
    again = WORDS | {"authority_id": made["authority_id"]}
    taking_part = WORDS | {"authority_id": str(authority("Lormes"))}

    for address, body in ((call, again), (f"{ROOM}/programmes/{programme}", taking_part)):
        answer = await facilitator.post(f"{address}/applications", json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "already_applied")


@pytest.mark.parametrize(
    "wrong", [{"motivation": " "}, {"motivation": "a\x00b"}, {"contact_role": ""}, {"themes": ["party"]}]
)
async def test_it_refuses_bad_words_and_keeps_nothing(wrong, call, facilitator, authority):
    body = WORDS | {"authority_id": str(authority("Chéroy"))} | wrong

    assert (await facilitator.post(f"{call}/applications", json=body)).status_code == 422
    assert (await facilitator.get(f"{call}/applications")).json()["items"] == []


async def test_it_closes_on_its_last_day_but_for_the_operator(facilitator, champion, authority):
    new = {
        "name": "Close hier", "starts_on": "2026-09-01", "ends_on": "2027-08-31",
        "applications_until": "2026-06-30",
    }  # fmt: skip
    made = (await facilitator.post(f"{ROOM}/programmes", json=new)).json()
    address = f"{ROOM}/programmes/{made['id']}/applications"
    body = WORDS | {"authority_id": str(authority("Chéroy"))}

    late = await champion.post(address, json=body)
    assert (late.status_code, late.json()["code"]) == (409, "applications_closed")
    assert (await facilitator.post(address, json=body)).status_code == 201


async def test_it_withdraws_and_comes_back(apply, call, champion, facilitator):
    made = await apply("Chéroy")
    address = f"{ROOM}/applications/{made['id']}"

    gone = (await champion.post(f"{address}/withdrawal")).json()
    assert (gone["state"], gone["withdrawn_at"] is None) == (None, False)
    assert (await facilitator.get(call)).json()["authorities"] == []
    again = await champion.post(f"{address}/withdrawal")
    assert (again.status_code, again.json()["code"]) == (409, "no_longer_candidate")
    back = (await champion.delete(f"{address}/withdrawal")).json()
    assert (back["state"], back["withdrawn_at"]) == ("candidate", None)


async def test_it_changes_from_the_version_that_was_read(apply, champion):
    made = await apply("Chéroy")
    address = f"{ROOM}/applications/{made['id']}"
    words = {"motivation": "Autre motif."}

    assert (await champion.patch(address, json=words)).status_code == 428
    changed = await champion.patch(address, json=words, headers={"if-match": '"1"'})
    assert (changed.json()["motivation"], changed.json()["version"]) == ("Autre motif.", 2)
    assert (await champion.patch(address, json=words, headers={"if-match": '"1"'})).status_code == 412
    empty = await champion.patch(address, json={"motivation": None}, headers={"if-match": '"2"'})
    assert empty.status_code == 422


async def test_it_plans_no_workshop_with_a_candidate(apply, call, facilitator):
    made = await apply("Chéroy")
    day = {
        "programme_id": made["programme_id"], "authority_id": made["authority_id"], "held_on": "2026-12-01",
    }  # fmt: skip
    answer = await facilitator.post(f"{ROOM}/workshops", json=day)

    assert (answer.status_code, answer.json()["code"]) == (422, "not_enrolled")


async def test_it_refuses_wrong_programmes(facilitator, champion, call, sign_in):
    good = {"name": "Promotion 2028", "starts_on": "2027-09-01", "ends_on": "2028-08-31"}
    for wrong in (
        {"ends_on": "2027-01-01"}, {"name": " "}, {"starts_on": "0001-01-01"}, {"reviews_wanted": 0},
        {"population_bounds": []}, {"population_bounds": [500, 500]},
    ):  # fmt: skip
        answer = await facilitator.post(f"{ROOM}/programmes", json=good | wrong)
        assert answer.status_code == 422, wrong
    taken = await facilitator.post(f"{ROOM}/programmes", json=good | {"name": "Promotion 2027"})
    assert (taken.status_code, taken.json()["code"]) == (409, "name_taken")
    assert (await champion.post(f"{ROOM}/programmes", json=good)).status_code == 403
    assert (await facilitator.get(f"{ROOM}/programmes/{uuid4()}")).status_code == 404
    renamed = await facilitator.put(call, json=good | {"name": "Promotion de septembre"})
    assert renamed.json()["name"] == "Promotion de septembre"
