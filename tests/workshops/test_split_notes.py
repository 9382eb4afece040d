"""One note made two, two made one, and both undone."""

import pytest

from tests.workshops.deciding import draft
from tests.workshops.reviewing import ROOM, ask, noted, read

HEAVY = {"statement": "Le registre se recopie, et le tampon manque", "theme": "citizens", "severity": 2, "times": 6, "per": "week", "minutes": 10}  # fmt: skip
BOTH = {"first": "Le registre se recopie", "second": "Le tampon manque"}


async def undo(client, made):
    return await client.delete(f"{ROOM}/regroupings/{made.json()['id']}")


async def test_it_makes_two_notes_of_one_and_counts_no_hour_twice(facilitator, day):
    note = await noted(facilitator, day, "pain_point", **HEAVY)
    made = await ask(facilitator, note, "splits", kind="pain_point", **BOTH)
    assert made.status_code == 201, made.text
    first = await read(facilitator, note, "pain_point")
    second = await read(facilitator, {"id": made.json()["other_id"]}, "pain_point")
    assert (first["statement"], second["statement"]) == (BOTH["first"], BOTH["second"])
    assert (second["theme"], second["severity"], second["seen_at"]) == ("citizens", 2, note["seen_at"])
    assert first["hours_lost"] == note["hours_lost"]
    assert second["hours_lost"] is None


async def test_it_undoes_a_split(facilitator, day):
    note = await noted(facilitator, day, "pain_point", **HEAVY)
    made = await ask(facilitator, note, "splits", kind="pain_point", **BOTH)
    for _ in range(2):
        assert (await undo(facilitator, made)).status_code == 200
    assert (await read(facilitator, note, "pain_point"))["statement"] == HEAVY["statement"]
    assert (await facilitator.get(f"{day}/overview")).json()["counts"]["pain_point"] == 1


async def test_it_makes_one_note_of_two_and_undoes_it(facilitator, day):
    note, other = await noted(facilitator, day), await noted(facilitator, day, text="Une saisie unique")
    made = await ask(facilitator, note, "unions", other_id=other["id"], words="Un registre, une saisie")
    assert made.status_code == 201, made.text
    assert (await read(facilitator, note))["text"] == "Un registre, une saisie"
    assert (await read(facilitator, other))["removed_at"]
    listed = (await facilitator.get(f"{day}/regroupings")).json()["items"]
    assert [(one["act"], one["undone_at"]) for one in listed] == [("united", None)]

    assert (await undo(facilitator, made)).json()["undone_at"]
    assert (await read(facilitator, note))["text"] == note["text"]
    assert (await read(facilitator, other))["removed_at"] is None


async def test_it_does_not_undo_over_what_changed_since(facilitator, day):
    note, other = await noted(facilitator, day), await noted(facilitator, day, text="Une saisie unique")
    made = await ask(facilitator, note, "unions", other_id=other["id"], words="Un registre, une saisie")
    await facilitator.patch(
        f"{ROOM}/wishes/{note['id']}", json={"text": "Corrigé"}, headers={"if-match": '"2"'}
    )
    answer = await undo(facilitator, made)
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_since")
    assert (await read(facilitator, note))["text"] == "Corrigé"


@pytest.mark.parametrize("which", ["itself", "of another day", "of another kind", "unknown"])
async def test_it_unites_only_notes_of_the_same_day_and_kind(facilitator, day, plan, which):
    note = await noted(facilitator, day)
    elsewhere = f"{ROOM}/workshops/{(await plan(held_on='2026-11-30'))['id']}"
    other = {
        "itself": note["id"],
        "of another day": (await noted(facilitator, elsewhere))["id"],
        "of another kind": (await noted(facilitator, day, "task", label="Saisir"))["id"],
        "unknown": "01990000-0000-7000-8000-000000000000",
    }[which]
    answer = await ask(facilitator, note, "unions", other_id=other, words="Deux en un")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/other_id")
    assert (await read(facilitator, note))["version"] == 1


async def test_it_keeps_the_note_that_a_hypothesis_rests_on(facilitator, day, authority):
    hypothesis = await draft(facilitator, day, authority("Chéroy"))
    used = hypothesis["evidence"][0]["capture_id"]
    note = await noted(facilitator, day, "pain_point", **HEAVY)
    answer = await ask(facilitator, note, "unions", kind="pain_point", other_id=used, words="Deux en un")
    assert (answer.status_code, answer.json()["code"]) == (409, "note_in_use")


async def test_it_is_the_work_of_the_project_team(agent, stranger, facilitator, day):
    note = await noted(facilitator, day, "pain_point", **HEAVY)
    made = await ask(facilitator, note, "splits", kind="pain_point", **BOTH)
    for client in (agent, stranger):
        assert (await undo(client, made)).status_code == 403
    assert (await stranger.get(f"{day}/regroupings")).status_code == 404
