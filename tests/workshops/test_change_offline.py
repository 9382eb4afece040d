"""Two tablets change the same note: nothing is overwritten in silence, whatever arrives first."""

from uuid import uuid4

import pytest

from tests.workshops.test_apply_operations import send


@pytest.fixture
async def pain_point(facilitator, day):
    """A pain point at version 1."""
    body = {"statement": "Triple saisie", "theme": "citizens", "severity": 2, "times": 6, "per": "week"}
    return (await facilitator.post(f"{day}/pain-points", json=body)).json()


def change(note, *, kind="pain_point", base=1, **fields):
    return {
        "id": str(uuid4()), "action": "change", "kind": kind, "target_id": note["id"], "base_version": base,
        "body": fields,
    }  # fmt: skip


def address(note, end=""):
    return f"/api/workshops/v1/pain-points/{note['id']}{end}"


async def test_it_puts_together_what_touches_different_fields(facilitator, day, pain_point):
    first, second = change(pain_point, severity=4), change(pain_point, workaround="Un cahier", minutes=10)
    items = [*await send(facilitator, day, first), *await send(facilitator, day, second)]
    assert [(item["outcome"], item["version"]) for item in items] == [("applied", 2), ("applied", 3)]
    note = (await facilitator.get(address(pain_point))).json()
    assert (note["severity"], note["workaround"], note["minutes"], note["version"]) == (4, "Un cahier", 10, 3)
    assert (await facilitator.get(address(pain_point, "/candidates"))).json()["items"] == []


async def test_it_keeps_both_values_of_one_field(facilitator, day, pain_point):
    await send(facilitator, day, change(pain_point, statement="Double saisie"))
    mine = change(pain_point, statement="Quadruple saisie", severity=3)
    [item] = await send(facilitator, day, mine)
    assert (item["outcome"], item["contested"], item["version"]) == ("conflict", ["statement"], 3)
    note = (await facilitator.get(address(pain_point))).json()
    assert (note["statement"], note["severity"]) == ("Double saisie", 3)
    [waiting] = (await facilitator.get(address(pain_point, "/candidates"))).json()["items"]
    assert waiting["fields"] == [
        {"name": "statement", "kept": "Double saisie", "proposed": "Quadruple saisie"}
    ]
    [again] = await send(facilitator, day, mine)
    assert (again["outcome"], again["contested"]) == ("conflict", ["statement"])
    assert len((await facilitator.get(address(pain_point, "/candidates"))).json()["items"]) == 1


async def test_it_takes_the_same_word_from_two_people_as_one(facilitator, day, pain_point):
    await send(facilitator, day, change(pain_point, statement="Double saisie"))
    [item] = await send(facilitator, day, change(pain_point, statement="Double saisie"))
    assert (item["outcome"], item["version"]) == ("applied", 2)


async def test_it_keeps_every_version(facilitator, day, pain_point):
    await send(facilitator, day, change(pain_point, severity=4))
    await facilitator.delete(address(pain_point))
    await facilitator.post(address(pain_point, "/restoration"))
    found = (await facilitator.get(address(pain_point, "/revisions"))).json()["items"]
    assert [(one["version"], one["content"]["severity"]) for one in found] == [(4, 4), (3, 4), (2, 4), (1, 2)]
    me = (await facilitator.get("/api/identity/v1/me")).json()["id"]
    assert {one["kept_by"] for one in found} == {me}


async def test_it_lets_somebody_choose_the_other_value(facilitator, day, pain_point):
    await send(facilitator, day, change(pain_point, statement="Double saisie"))
    mine = change(pain_point, statement="Quadruple saisie")
    await send(facilitator, day, mine)
    choice = f"/api/workshops/v1/candidates/{mine['id']}/settlement"
    stale = await facilitator.post(choice, json={"take": True}, headers={"if-match": '"1"'})
    taken = await facilitator.post(choice, json={"take": True}, headers={"if-match": '"2"'})
    assert (stale.status_code, taken.status_code, taken.json()["version"]) == (412, 201, 3)
    assert (await facilitator.get(address(pain_point))).json()["statement"] == "Quadruple saisie"
    assert (await facilitator.get(address(pain_point, "/candidates"))).json()["items"] == []
    other = await facilitator.post(choice, json={"take": False}, headers={"if-match": '"3"'})
    assert (other.status_code, other.json()["code"]) == (409, "already_settled")
    words = [
        one["content"]["statement"]
        for one in (await facilitator.get(address(pain_point, "/revisions"))).json()["items"]
    ]
    assert words == ["Quadruple saisie", "Double saisie", "Triple saisie"]


async def test_it_lets_somebody_keep_what_stands(facilitator, day, pain_point):
    await send(facilitator, day, change(pain_point, statement="Double saisie"))
    mine = change(pain_point, statement="Quadruple saisie")
    await send(facilitator, day, mine)
    choice = f"/api/workshops/v1/candidates/{mine['id']}/settlement"
    kept = await facilitator.post(choice, json={"take": False}, headers={"if-match": '"2"'})
    assert (kept.status_code, kept.json()["is_taken"]) == (201, False)
    assert (await facilitator.get(address(pain_point))).json()["statement"] == "Double saisie"


async def test_it_refuses_what_it_cannot_place(facilitator, day, pain_point):
    gone = (await facilitator.post(f"{day}/wishes", json={"text": "Mieux"})).json()
    await facilitator.delete(f"/api/workshops/v1/wishes/{gone['id']}")
    items = await send(
        facilitator,
        day,
        change(pain_point, base=9, severity=3),
        {**change(pain_point, severity=3), "base_version": None},
        {**change(pain_point, severity=3), "target_id": str(uuid4())},
        change(pain_point, severity=9),
        change(pain_point, times=None),
        change(gone, kind="wish", base=2, text="Pire"),
    )
    assert [(item["outcome"], item["code"]) for item in items] == [
        ("rejected", code)
        for code in ("unknown_version", "invalid", "not_found", "invalid", "invalid", "note_removed")
    ]
    assert (await facilitator.get(address(pain_point))).json() == pain_point


async def test_it_keeps_versions_and_choices_from_strangers(
    facilitator, stranger, decision_maker, day, pain_point
):
    await send(facilitator, day, change(pain_point, statement="Double saisie"))
    mine = change(pain_point, statement="Quadruple saisie")
    await send(facilitator, day, mine)
    choice = f"/api/workshops/v1/candidates/{mine['id']}/settlement"
    for end in ("/revisions", "/candidates"):
        assert (await stranger.get(address(pain_point, end))).status_code == 404
        assert (await decision_maker.get(address(pain_point, end))).status_code == 403
    refused = await stranger.post(choice, json={"take": True}, headers={"if-match": '"2"'})
    assert refused.status_code in {403, 404}


async def test_it_corrects_again_what_it_had_not_sent_yet(facilitator, day, pain_point):
    first = change(pain_point, statement="Double saisie")
    second = {**change(pain_point, base=None, statement="Une saisie de trop"), "base_operation": first["id"]}
    items = await send(facilitator, day, first, second)
    assert [item["outcome"] for item in items] == ["applied", "applied"]
    assert (await facilitator.get(address(pain_point))).json()["statement"] == "Une saisie de trop"


async def test_it_overwrites_nobody_when_it_corrects_again_what_was_contested(facilitator, day, pain_point):
    first = change(pain_point, statement="Double saisie")
    second = {**change(pain_point, base=None, statement="Une saisie de trop"), "base_operation": first["id"]}
    await send(facilitator, day, change(pain_point, statement="Celle d’un collègue"))
    items = await send(facilitator, day, first, second)
    assert [item["outcome"] for item in items] == ["conflict", "conflict"]
    assert (await facilitator.get(address(pain_point))).json()["statement"] == "Celle d’un collègue"
    waiting = (await facilitator.get(address(pain_point, "/candidates"))).json()["items"]
    assert [one["fields"][0]["proposed"] for one in waiting] == ["Double saisie", "Une saisie de trop"]


async def test_it_starts_from_no_operation_that_nobody_sent(facilitator, day, pain_point):
    lone = {**change(pain_point, base=None, statement="Double saisie"), "base_operation": str(uuid4())}
    [item] = await send(facilitator, day, lone)
    assert (item["outcome"], item["code"]) == ("rejected", "unknown_version")
