"""Charts that read without colour, mouse or script."""

from xml.etree import ElementTree as ET

import pytest

from web import charts, french
from web.charts import Caption, Point

USES = [Point("Rédaction", 0.63, "wine", n=306), Point("Recherche", 0.37, n=180), Point("Paie", None)]


def caption(**changes: object) -> Caption:
    words = {
        "title": "Familles d’usages",
        "sentence": "La rédaction l’emporte.",
        "count": "486 usages",
        "axis": "Famille",
        "measure": "Part",
        "write": french.percent,
    }
    return Caption(**(words | changes))  # type: ignore[arg-type]


def parsed(figure: str) -> ET.Element:
    return ET.fromstring(figure)


def said(figure: str) -> str:
    return " ".join("".join(parsed(figure).itertext()).replace("\u00a0", " ").split())


def test_it_writes_each_value_beside_its_bar() -> None:
    rows = parsed(charts.bars(USES, caption())).findall("ul/li")

    assert ["".join(row.itertext()).replace("\u00a0", " ") for row in rows] == [
        "Rédaction63 %",
        "Recherche37 %",
        "Paiemasqué",
    ]


def test_it_draws_bars_in_proportion() -> None:
    rows = parsed(charts.bars(USES, caption())).findall("ul/li/svg")
    widths = [float(row.find("rect").get("width").rstrip("%")) for row in rows[:2]]

    assert widths[0] == 100
    assert abs(widths[1] - 100 * 0.37 / 0.63) < 0.01


def test_it_draws_a_hidden_value_as_hidden_and_never_as_nought() -> None:
    figure = parsed(charts.bars(USES, caption()))

    assert figure.findall("ul/li")[2].find("svg/rect").get("class") == "hidden-value"
    assert figure.findall(".//tbody/tr")[2].findall("td")[0].text == "masqué"


def test_it_keeps_the_table_behind_the_drawing_with_its_numbers() -> None:
    for draw in (charts.bars, charts.columns, charts.shares):
        figure = parsed(draw(USES, caption()))

        assert figure.find("div/details/summary").text == "Voir le tableau"
        assert [cell.text for cell in figure.findall(".//thead/tr/th")] == ["Famille", "Part", "Effectif"]
        assert [cell.text for cell in figure.findall(".//tbody/tr")[0].findall("td")] == ["63\u00a0%", "306"]
        assert "486 usages" in "".join(figure.find("div/p").itertext())


def test_it_names_the_drawing_for_those_who_do_not_see_it() -> None:
    for draw in (charts.columns, charts.shares):
        svg = parsed(draw(USES, caption())).find("svg")
        title, description = svg.get("aria-labelledby").split()

        assert svg.get("role") == "img"
        assert svg.find(f"title[@id='{title}']").text == "Familles d’usages"
        assert "Rédaction 63\u00a0%" in svg.find(f"desc[@id='{description}']").text


def test_it_puts_a_negative_value_under_the_line() -> None:
    svg = parsed(
        charts.columns([Point("Courrier", 10), Point("Droit", -5)], caption(write=french.signed))
    ).find("svg")
    up, down = svg.findall("rect")
    line = float(svg.find("line").get("y1"))

    assert float(up.get("y")) + float(up.get("height")) == pytest.approx(line, abs=0.2)
    assert float(down.get("y")) == line
    assert float(up.get("height")) == pytest.approx(2 * float(down.get("height")), abs=0.2)


def test_it_writes_only_the_figures_that_have_room() -> None:
    weeks = [
        Point(f"semaine {week}", value) for week, value in enumerate([3, 9, 30, 8, 7, 12, 5, 6, 11, 10, 4, 2])
    ]
    few = parsed(charts.columns(weeks[:5], caption(write=french.number))).findall("svg/text")
    many = parsed(charts.columns(weeks, caption(write=french.number))).findall("svg/text")

    assert [text.text for text in few] == ["3", "9", "30", "8", "7"]
    assert [text.text for text in many] == ["30", "2"]


def test_it_tells_shares_apart_by_weave_as_well_as_by_colour() -> None:
    parts = [Point("Gardées", 1), Point("Corrigées", 2), Point("Jetées", 1)]
    svg = parsed(charts.shares(parts, caption(write=french.number))).find("svg")
    tones = [rect.get("class") for rect in svg.findall("rect") if "tone" in (rect.get("class") or "")]
    weaves = [rect.get("fill") for rect in svg.findall("rect") if rect.get("fill")]

    assert len(set(tones)) == 3
    assert len(set(weaves)) == 2  # the first is plain
    assert {weave[5:-1] for weave in weaves} <= {pattern.get("id") for pattern in svg.findall("defs/pattern")}
    widths = [float(rect.get("width").rstrip("%")) for rect in svg.findall("rect") if rect.get("class")]
    assert widths == [25, 50, 25]


def test_it_says_so_when_there_is_nothing_to_draw() -> None:
    for draw in (charts.bars, charts.columns, charts.shares):
        figure = draw([Point("Rédaction", None)], caption(empty="Aucun usage pour le moment."))

        assert said(figure) == "Aucun usage pour le moment."
        assert parsed(figure).find("svg") is None


def test_it_needs_no_inline_style_and_escapes_what_people_wrote() -> None:
    for draw in (charts.bars, charts.columns, charts.shares):
        figure = draw([Point("<script>alert(1)</script>", 2)], caption())

        assert "style=" not in figure
        assert "<script" not in figure
