"""The closing report of an authority: from one snapshot, always the same, each figure with what it rests on."""

import re
from uuid import UUID

import pytest
from hypothesis import given, settings, strategies as st

from services.workshops.exports import report, report_pdf
from services.workshops.exports.bundle import Bundle
from services.workshops.exports.report import NotOneAuthority
from tests.workshops.export_bundles import bundle

ROOM = "/api/workshops/v1"
HARD = ["=1+1", "#panic()", "$x$ *gras* @nom", "« Où ? »", "🕰️ montre", 'des "guillemets" \\']


def regional() -> Bundle:
    one = bundle(HARD).content
    return Bundle({**one, "snapshot": {**one["snapshot"], "authority_id": None}})


def test_it_writes_the_same_tagged_file_twice() -> None:
    file = report_pdf.write(bundle(HARD))
    assert file == report_pdf.write(bundle(HARD))
    assert file.startswith(b"%PDF-")
    assert all(mark in file for mark in (b"/StructTreeRoot", b"/Lang", b"pdfuaid"))


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_it_writes_any_words_as_a_file(words) -> None:
    words = words.encode("utf-8", "replace").decode()
    assert report_pdf.write(bundle([words])).startswith(b"%PDF-")


def test_it_marks_letters_that_no_font_holds() -> None:
    assert report_pdf.letters("e\u0301te\u0301\nœuvre 🕰️") == "été œuvre □"


def test_it_is_empty_without_failing() -> None:
    empty = bundle([])
    drawn = report.draw(empty)
    assert (len(drawn.summary), drawn.days, drawn.by_theme, drawn.sources) == (4, (), (), ())
    assert report_pdf.write(empty).startswith(b"%PDF-")


@pytest.mark.parametrize("make", [report.draw, report_pdf.write])
def test_it_refuses_a_whole_programme(make) -> None:
    with pytest.raises(NotOneAuthority):
        make(regional())


def test_it_counts_and_adds_the_rows_of_the_snapshot() -> None:
    one = bundle(HARD)
    [theme] = report.draw(one).by_theme
    rows = one.rows("pain_points")
    assert theme.count == len(rows) == theme.hours.counted
    assert theme.hours.low == pytest.approx(sum(row["hours_low"] for row in rows))
    assert theme.hours.high == pytest.approx(sum(row["hours_high"] for row in rows))
    assert set(theme.sources) == {UUID(row["id"]) for row in rows}


def test_it_cites_only_what_the_snapshot_holds() -> None:
    drawn = report.draw(bundle(HARD))
    known = {str(one.id) for one in drawn.sources}
    cited = re.findall(
        r"UUID\('([0-9a-f-]{36})'\)", repr([drawn.summary, drawn.days, drawn.hypotheses, drawn.limits])
    )
    assert cited
    assert set(cited) <= known


async def test_it_leaves_removed_and_sensitive_notes_out(facilitator, day, programme, authority) -> None:
    kept, gone = [
        (
            await facilitator.post(
                f"{day}/pain-points", json={"statement": words, "theme": "mail", "severity": 3}
            )
        ).json()
        for words in ("Reste", "Retirée")
    ]
    await facilitator.post(f"{day}/observations", json={"text": "Secrète", "sensitivity": "personal"})
    await facilitator.post(f"{day}/observations", json={"text": "Paroles", "kind": "verbatim"})
    removed = await facilitator.delete(
        f"{ROOM}/pain-points/{gone['id']}", headers={"if-match": f'"{gone["version"]}"'}
    )
    assert removed.status_code < 300, removed.text
    made = (
        await facilitator.post(
            f"{ROOM}/snapshots", json={"programme_id": programme, "authority_id": str(authority("Chéroy"))}
        )
    ).json()
    answer = await facilitator.get(f"{ROOM}/snapshots/{made['id']}/report")
    assert answer.status_code == 200
    assert (
        sum(one["count"] for one in answer.json()["by_theme"]),
        answer.json()["heaviest"][0]["sources"],
    ) == (1, [kept["id"]])
    page = (await facilitator.get(f"/exports/{made['id']}/bilan", headers={"accept": "text/html"})).text
    assert f"#note-{kept['id']}" in page
    assert not [word for word in ("Retirée", "Secrète", "Paroles", gone["id"]) if word in answer.text + page]


async def test_it_is_read_where_the_snapshot_is(
    facilitator, champion, agent, stranger, programme, authority
) -> None:
    here = {"programme_id": programme, "authority_id": str(authority("Chéroy"))}
    one = (await facilitator.post(f"{ROOM}/snapshots", json=here)).json()["id"]
    whole = (await facilitator.post(f"{ROOM}/snapshots", json={"programme_id": programme})).json()["id"]
    codes = [
        (await who.get(f"{ROOM}/snapshots/{one}/report")).status_code for who in (champion, agent, stranger)
    ]
    assert codes[:2] == [200, 403]
    assert codes[2] in {403, 404}
    assert (await facilitator.get(f"{ROOM}/snapshots/{whole}/report")).status_code == 409
    assert (await facilitator.get(f"{ROOM}/snapshots/{one}/regional-report")).status_code == 409
