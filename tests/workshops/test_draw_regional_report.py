"""The closing report of a programme: told of all its authorities, legible of none."""

from itertools import count
from uuid import UUID, uuid5

import pytest

from services.workshops.exports import regional, regional_pdf
from services.workshops.exports.bundle import SCHEMA_VERSION, Bundle
from services.workshops.exports.regional import NotRegional
from services.workshops.exports.tables import ALL
from tests.workshops.export_bundles import bundle, row

ROOM = "/api/workshops/v1"
SECRET = "Mme Durand, de Chassagne, recopie tout"
SPACE = UUID(int=7)


def key(*parts) -> str:
    return str(uuid5(SPACE, ".".join(map(str, parts))))


def whole(pains, *, decisions=()) -> Bundle:
    """A programme whose authorities reported so many pain points by theme: `[("accueil", "a1", 3)]`."""
    by_name = {table.name: table for table in ALL}
    numbers = count()
    rows = [
        {**row(by_name["pain_points"], SECRET, next(numbers)), "theme": theme, "authority_id": key(place), "severity": 3.0}
        for theme, place, times in pains
        for _ in range(times)
    ]  # fmt: skip
    tables = {table.name: [] for table in ALL} | {"pain_points": rows}
    tables["authorities"] = [row(by_name["authorities"], SECRET, number) for number in range(9)]
    tables["hypotheses"] = [
        {**row(by_name["hypotheses"], "Recopie", number), "id": key("h", number)} for number in range(len(decisions))
    ]  # fmt: skip
    tables["decisions"] = [
        {
            "id": key("d", number), "hypothesis_id": key("h", number), "authority_id": key("a1"), "outcome": outcome,
            "rung": rung, "supersedes": None, "signed_at": "2026-11-23T10:00:00+00:00",
        }
        for number, (outcome, rung) in enumerate(decisions)
    ]  # fmt: skip
    facts = {
        "id": key("snapshot"), "made_at": "2026-11-24T10:00:00+00:00", "programme": "Essai",
        "programme_id": key("programme"), "scope_name": "tout", "authority_id": None,
    }  # fmt: skip
    return Bundle({"schema_version": SCHEMA_VERSION, "snapshot": facts, "tables": tables})


MANY = [("citizens", place, 4) for place in ("a1", "a2", "a3", "a4")]


def test_it_tells_small_themes_together_and_adds_up():
    drawn = regional.draw(whole([*MANY, ("mail", "a1", 3), ("documents", "a2", 2), ("other", "a3", 2)]))
    assert [(one.count, one.authorities) for one in drawn.by_theme] == [(16, 4), (7, 3)]
    assert "23\u00a0irritants" in drawn.summary[1].text


def test_it_hides_hours_that_one_authority_would_be_read_in():
    one = whole(MANY)
    for number, pain in enumerate(one.tables["pain_points"]):
        pain |= dict.fromkeys(("hours_low", "hours_typical", "hours_high"), 1000.0 if number == 0 else 0.5)
    [theme] = regional.draw(one).by_theme
    assert (theme.hours, theme.are_hours_hidden) == (None, True)


def test_it_gives_no_number_that_rests_on_two_authorities():
    drawn = regional.draw(whole([("citizens", "a1", 40), ("citizens", "a2", 40)]))
    assert drawn.by_theme == ()
    assert not [one for one in drawn.summary if "80" in one.text]


def test_it_shows_a_stop_as_a_result():
    drawn = regional.draw(whole(MANY, decisions=[("stop", None), ("frugal", 2), ("frugal", 1)]))
    assert [one.count for one in drawn.outcomes] == [0, 2, 0, 1]
    assert "un arrêt est un résultat" in drawn.outcomes[-1].note.lower()
    assert len(drawn.decisions) == 3


def test_it_quotes_nobody_and_names_no_authority():
    one = whole(MANY, decisions=[("stop", None)])
    words = regional.draw(one).model_dump_json()
    assert "Durand" not in words
    assert not [place for place in ("a1", "a2", "a3", "a4") if key(place) in words]


def test_it_writes_the_same_tagged_file_twice():
    one = whole(MANY, decisions=[("ai", 5)])
    file = regional_pdf.write(one)
    assert file == regional_pdf.write(one)
    assert all(mark in file for mark in (b"/StructTreeRoot", b"/Lang", b"pdfuaid"))


def test_it_refuses_the_snapshot_of_one_authority():
    with pytest.raises(NotRegional):
        regional.draw(bundle(["x"]))


async def test_it_is_read_by_the_operator_as_a_page_and_a_file(facilitator, champion, day, programme):
    pain = {"statement": SECRET, "theme": "mail", "severity": 3}
    assert (await facilitator.post(f"{day}/pain-points", json=pain)).status_code == 201
    made = (await facilitator.post(f"{ROOM}/snapshots", json={"programme_id": programme})).json()
    page = await facilitator.get(f"/exports/{made['id']}/bilan-du-programme", headers={"accept": "text/html"})
    assert (page.status_code, "Durand" in page.text) == (200, False)
    assert (await facilitator.get(f"{ROOM}/snapshots/{made['id']}/regional-report")).status_code == 200
    assert (await champion.get(f"{ROOM}/snapshots/{made['id']}/regional-report")).status_code == 404
