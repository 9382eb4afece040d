"""Noting what is seen, correcting it, taking it back."""

import asyncio
from uuid import uuid4

import pytest

ROOM = "/api/workshops/v1"
PAIN_POINT = {
    "statement": "La même demande d’acte est saisie trois fois", "theme": "citizens", "severity": 2,
    "times": 6, "per": "week", "minutes": 10,
}  # fmt: skip
VERBATIM = {"kind": "verbatim", "text": "Je recopie tout le soir."}


async def test_it_gives_back_the_hours_lost_with_range_and_grade(facilitator, day, owner):
    answer = await facilitator.post(f"{day}/pain-points", json=PAIN_POINT)
    assert answer.status_code == 201
    assert answer.json()["hours_lost"] == {"typical": 52.0, "low": 34.7, "high": 69.3, "grade": "declared"}
    fact = owner.execute("select body from event where name = 'workshops.pain_point_reported'").fetchone()[0]
    assert fact == {
        "workshop_id": answer.json()["workshop_id"], "pain_point_id": answer.json()["id"], "theme": "citizens",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("noun", "new", "name"),
    [
        ("observations", VERBATIM, "workshops.observation_noted"),
        ("tasks", {"label": "Saisir une demande", "times": 6, "per": "week"}, "workshops.task_noted"),
        ("wishes", {"text": "Un seul registre", "author_role": "agente d’accueil"}, "workshops.wish_noted"),
    ],
)
async def test_it_notes_each_noun_and_records_no_word_of_it(facilitator, day, owner, noun, new, name):
    noted = (await facilitator.post(f"{day}/{noun}", json=new)).json()
    assert noted.items() >= new.items()
    body = owner.execute("select body::text from event where name = %s", [name]).fetchone()[0]
    assert noted["id"] in body
    assert not any(str(value) in body for value in new.values() if len(str(value)) > 8)


async def test_it_takes_the_same_note_twice_and_another_never(facilitator, day):
    new = {**PAIN_POINT, "id": str(uuid4())}
    first = await facilitator.post(f"{day}/pain-points", json=new)
    again = await facilitator.post(f"{day}/pain-points", json=new)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = await facilitator.post(f"{day}/pain-points", json={**new, "severity": 5})
    assert (other.status_code, other.json()["code"]) == (409, "another_content")
    assert (await facilitator.get(f"{day}/overview")).json()["counts"]["pain_point"] == 1


async def test_it_knows_a_note_sent_again_after_it_was_corrected(facilitator, day):
    new = {**PAIN_POINT, "id": str(uuid4())}
    await facilitator.post(f"{day}/pain-points", json=new)
    one = f"{ROOM}/pain-points/{new['id']}"
    await facilitator.patch(one, json={"severity": 3}, headers={"if-match": '"1"'})
    again = await facilitator.post(f"{day}/pain-points", json=new)
    assert (again.status_code, again.json()["severity"]) == (200, 3)


async def test_it_refuses_an_id_that_belongs_to_another_workshop(facilitator, day, plan):
    new = {"text": "Un seul registre", "id": str(uuid4())}
    await facilitator.post(f"{day}/wishes", json=new)
    elsewhere = (await plan(at="Lormes"))["id"]
    assert (await facilitator.post(f"{ROOM}/workshops/{elsewhere}/wishes", json=new)).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"theme": None}, "theme"),
        ({"severity": 6}, "severity"),
        ({"statement": "  "}, "statement"),
        ({"per": None}, "per"),
        ({"minutes": 0}, "minutes"),
        ({"minutes_low": 12}, "minutes_low"),
        ({"minutes_high": 8}, "minutes_high"),
    ],
)
async def test_it_says_which_field_is_wrong_and_keeps_nothing(facilitator, day, owner, wrong, field):
    answer = await facilitator.post(f"{day}/pain-points", json={**PAIN_POINT, **wrong})
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [f"/{field}"]
    assert owner.execute("select count(*) from pain_point").fetchone() == (0,)
    assert (await facilitator.get(day)).json()["state"] == "planned"


async def test_it_links_only_notes_of_the_same_day(facilitator, day, plan):
    other = f"{ROOM}/workshops/{(await plan())['id']}"
    far = (await facilitator.post(f"{other}/pain-points", json=PAIN_POINT)).json()["id"]
    near = (await facilitator.post(f"{day}/pain-points", json=PAIN_POINT)).json()["id"]
    refused = await facilitator.post(f"{day}/wishes", json={"text": "Mieux", "pain_point_id": far})
    assert refused.json()["errors"][0]["pointer"] == "/pain_point_id"
    linked = await facilitator.post(f"{day}/wishes", json={"text": "Mieux", "pain_point_id": near})
    assert linked.json()["pain_point_id"] == near


async def test_it_corrects_from_the_present_version_and_judges_the_whole(facilitator, day):
    one = f"{ROOM}/pain-points/{(await facilitator.post(f'{day}/pain-points', json=PAIN_POINT)).json()['id']}"
    assert (await facilitator.patch(one, json={"minutes": 20})).status_code == 428
    changed = await facilitator.patch(one, json={"minutes": 20}, headers={"if-match": '"1"'})
    assert (changed.json()["hours_lost"]["typical"], changed.headers["etag"]) == (104.0, '"2"')
    assert (await facilitator.patch(one, json={"minutes": 5}, headers={"if-match": '"1"'})).status_code == 412
    half = await facilitator.patch(one, json={"times": None}, headers={"if-match": '"2"'})
    assert (half.status_code, half.json()["errors"][0]["pointer"]) == (422, "/per")


async def test_it_removes_a_note_and_puts_it_back(facilitator, day):
    one = f"{ROOM}/wishes/{(await facilitator.post(f'{day}/wishes', json={'text': 'Mieux'})).json()['id']}"
    assert (await facilitator.delete(one)).json()["removed_at"]
    assert (await facilitator.get(f"{day}/overview")).json()["counts"]["wish"] == 0
    refused = await facilitator.patch(one, json={"text": "Pire"}, headers={"if-match": '"2"'})
    assert (refused.status_code, refused.json()["code"]) == (409, "note_removed")
    restored = await facilitator.post(f"{one}/restoration")
    assert (restored.status_code, restored.json()["removed_at"], restored.json()["version"]) == (201, None, 3)


async def test_it_is_the_project_teams_to_write(agent, champion, stranger, facilitator, day):
    one = f"{ROOM}/wishes/{(await facilitator.post(f'{day}/wishes', json={'text': 'Mieux'})).json()['id']}"
    for person in (agent, champion):
        assert (await person.post(f"{day}/wishes", json={"text": "Non"})).status_code == 403
        assert (await person.delete(one)).status_code == 403
    assert (await stranger.get(one)).status_code == 404


async def test_it_notes_once_what_arrives_twice_at_the_same_time(facilitator, day):
    new = {**PAIN_POINT, "id": str(uuid4())}
    answers = await asyncio.gather(*(facilitator.post(f"{day}/pain-points", json=new) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert (await facilitator.get(f"{day}/overview")).json()["counts"]["pain_point"] == 1


async def test_it_refuses_an_id_that_another_authority_holds_without_showing_it(
    facilitator, day, plan, owner
):
    new = {"text": "Un seul registre", "id": str(uuid4())}
    elsewhere = (await plan(at="Lormes"))["id"]
    await facilitator.post(f"{ROOM}/workshops/{elsewhere}/wishes", json=new)
    refused = await facilitator.post(f"{day}/wishes", json={**new, "text": "Autre"})
    assert (refused.status_code, refused.json()["code"]) == (409, "another_content")
    assert "Un seul registre" not in refused.text
