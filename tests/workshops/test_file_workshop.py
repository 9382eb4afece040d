"""A validated day is filed: no note enters it any more, until an administrator reopens it."""

from uuid import uuid4

import pytest

from tests.workshops.photographing import picture, send_part
from tests.workshops.reviewing import noted

HTML = {"accept": "text/html"}
ROOM = "/api/workshops/v1"


@pytest.fixture
async def validated(facilitator, day):
    """A day with one note, ended, told and validated; and the note."""
    note = await noted(facilitator, day, text="Ne saisir qu’une fois")
    for step in ("closure", "debrief", "validation"):
        answer = await facilitator.post(f"{day}/{step}")
        assert answer.status_code == 201, answer.text
    return day, note


async def state(client, day):
    return (await client.get(day)).json()["state"]


async def test_it_is_filed_once_validated_and_not_before(facilitator, day):
    answer = await facilitator.post(f"{day}/filing")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_validated")


async def test_it_takes_no_note_nor_correction_any_more_not_even_a_late_one(
    facilitator, admin, validated, owner
):
    day, note = validated
    assert (await facilitator.post(f"{day}/filing")).json()["state"] == "closed"
    early = {"text": "Vu le matin", "seen_at": "2026-01-01T10:00:00+01:00"}
    refusals = [
        await facilitator.post(f"{day}/wishes", json=early),
        await facilitator.patch(
            f"{ROOM}/wishes/{note['id']}", json={"text": "Autre"}, headers={"if-match": '"1"'}
        ),
        await send_part(facilitator, f"{day}/photos/{uuid4()}", 0, picture(40, 30)),
        await facilitator.delete(f"{day}/validation"),
    ]
    assert [(one.status_code, one.json()["code"]) for one in refusals] == [(409, "workshop_filed")] * 4
    batch = {"operations": [{"id": str(uuid4()), "kind": "wish", "body": early}]}
    [item] = (await facilitator.post(f"{day}/operations", json=batch)).json()["items"]
    assert (item["outcome"], item["code"]) == ("rejected", "workshop_filed")

    assert (await facilitator.delete(f"{day}/filing")).status_code == 403
    assert (await admin.delete(f"{day}/filing")).json()["state"] == "validated"
    [item] = (await facilitator.post(f"{day}/operations", json=batch)).json()["items"]
    assert item["outcome"] == "applied"
    facts = (
        "select count(*) from event where name in ('workshops.workshop_filed', 'workshops.workshop_unfiled')"
    )
    assert owner.execute(facts).fetchone() == (2,)


async def test_it_is_found_by_its_state(facilitator, champion, validated):
    day, _ = validated
    await facilitator.post(f"{day}/filing")
    again = await facilitator.post(f"{day}/filing")
    assert (again.status_code, again.json()["state"]) == (201, "closed")
    for name, count in (("closed", 1), ("validated", 0)):
        found = (await facilitator.get(f"{ROOM}/workshops", params={"state": name})).json()["items"]
        assert len(found) == count
    assert (await champion.post(f"{day}/filing")).status_code == 403


async def test_it_is_closed_and_reopened_on_its_pages(facilitator, admin, validated):
    day, _ = validated
    page = day.replace(f"{ROOM}/workshops", "/ateliers")
    assert "Clore l’atelier" in (await facilitator.get(f"{page}/restitution", headers=HTML)).text
    await facilitator.post(f"{page}/restitution", data={"what": "filing"})
    assert await state(facilitator, day) == "closed"
    shown = [(await client.get(f"{page}/restitution", headers=HTML)).text for client in (facilitator, admin)]
    assert ["Rouvrir l’atelier" in one for one in shown] == [False, True]
    for address in (page, f"{page}/saisie"):
        assert "administrateur peut le rouvrir" in (await facilitator.get(address, headers=HTML)).text
    await admin.post(f"{page}/restitution", data={"what": "filing", "undo": "true"})
    assert await state(facilitator, day) == "validated"
