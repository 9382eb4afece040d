"""The macros that pages are made of."""

import re
from xml.etree import ElementTree as ET

import pytest

from web import charts, render


def draw(source: str, **context: object) -> str:
    return render.ENVIRONMENT.from_string(source).render(nonce="n", **context)


def form(source: str) -> ET.Element:
    """Parse a drawn form; HTML's bare attributes and open tags are made XML first."""
    html = draw(
        '{% from "components/forms.html" import field, select, keys, check, error_summary %}' + source
    )
    html = re.sub(r" (required|checked|selected|autofocus|disabled|multiple)(?=[ >])", r' \1="\1"', html)
    return ET.fromstring("<form>" + re.sub(r"<(input[^>]*)>", r"<\1/>", html) + "</form>")


def test_it_ties_a_field_to_its_label_hint_and_error() -> None:
    drawn = form(
        '{{ field("minutes", "Minutes perdues", value=0, hint="Par jour", error="Un nombre ?", required=True,'
        ' unit="minutes", inputmode="numeric") }}'
    )
    box = drawn.find(".//input")

    assert drawn.find(".//label").get("for") == box.get("id") == "field-minutes"
    assert "obligatoire" in "".join(drawn.find(".//label").itertext())
    described = [drawn.find(f".//*[@id='{name}']") for name in box.get("aria-describedby").split()]
    assert ["".join(note.itertext()) for note in described] == [
        "Par jour",
        "À corriger\u00a0: Un nombre\u00a0?",
    ]
    assert (box.get("aria-invalid"), box.get("value"), box.get("inputmode")) == ("true", "0", "numeric")
    assert box.get("required")


def test_it_leaves_a_sound_field_alone() -> None:
    box = form('{{ field("nom", "Nom", autocomplete="name") }}').find(".//input")

    assert box.get("aria-invalid") is None
    assert box.get("aria-describedby") is None
    assert box.get("required") is None
    assert box.get("autocomplete") == "name"


def test_it_keeps_what_was_typed_in_a_long_text() -> None:
    area = form('{{ field("gene", "Gêne", type="textarea", value="<b>\nligne", rows=6) }}').find(
        ".//textarea"
    )

    assert area.text.lstrip("\n") == "<b>\nligne"
    assert area.get("rows") == "6"


def test_it_selects_the_choice_whatever_its_type() -> None:
    drawn = form('{{ select("g", "Gravité", [(1, "gêne"), (2, "temps")], value="2", empty="Choisissez") }}')

    assert [option.get("selected") for option in drawn.findall(".//option")] == [None, None, "selected"]


def test_it_groups_keys_under_their_legend() -> None:
    drawn = form('{{ keys("n", "Nature", [("o", "Observation", "1"), ("i", "Irritant", "2")], value="i") }}')
    boxes = drawn.findall("fieldset//input")

    assert "".join(drawn.find("fieldset/legend").itertext()) == "Nature"
    assert [(box.get("type"), box.get("value"), box.get("checked")) for box in boxes] == [
        ("radio", "o", None),
        ("radio", "i", "checked"),
    ]
    assert len({box.get("id") for box in boxes}) == 2
    assert [key.text for key in drawn.findall(".//kbd")] == ["1", "2"]


def test_it_lets_several_keys_be_chosen() -> None:
    drawn = form(
        '{{ keys("t", "Thèmes", [("a", "A"), ("b", "B"), ("c", "C")], value=["a", "c"], many=True) }}'
    )

    assert [box.get("checked") for box in drawn.findall(".//input")] == ["checked", None, "checked"]
    assert {box.get("type") for box in drawn.findall(".//input")} == {"checkbox"}


@pytest.mark.parametrize(
    "control", ['field("x", "X")', 'select("x", "X", [])', 'keys("x", "X", [("a", "A")])', 'check("x", "X")']
)
def test_it_leads_from_the_summary_to_the_field_at_fault(control: str) -> None:
    drawn = form('{{ error_summary({"x": "Il manque une réponse."}) }}{{ ' + control + " }}")
    target = drawn.find(".//a").get("href").removeprefix("#")

    assert drawn.find(f".//*[@id='{target}']").tag in {"input", "select"}
    assert form("{{ error_summary({}) }}").find("div") is None


def test_it_makes_a_link_of_a_button_that_goes_somewhere() -> None:
    macro = '{% from "components/buttons.html" import button %}'

    assert re.search(
        r'<a class="button quiet" href="/a"\s*>Aller</a>',
        draw(macro + '{{ button("Aller", href="/a", tone="quiet") }}'),
    )
    drawn = draw(
        macro + '{{ button("Envoyer", type="button", name="b", disabled=True, htmx=hx(post="/x")) }}'
    )
    assert re.search(
        r'<button class="button" type="button" hx-nonce="n" hx-post="/x" name="b" disabled>', drawn
    )


def test_it_asks_before_what_matters_without_any_script() -> None:
    drawn = draw(
        '{% from "components/buttons.html" import confirm %}'
        '{{ confirm("Supprimer", "Vraiment ?", "/notes/1/effacement", "Oui, supprimer", fields={"version": 3}) }}'
    )

    assert (
        drawn.index("<summary") < drawn.index("Vraiment\u00a0?") < drawn.index('action="/notes/1/effacement"')
    )
    assert '<input type="hidden" name="version" value="3">' in drawn
    assert "hx-confirm" not in drawn


def test_it_puts_the_proof_under_the_figure() -> None:
    drawn = draw(
        '{% from "components/display.html" import figure_card %}'
        '{{ figure_card("Gain net", "+ 11 min", unit="par usage", proof="212 usages", grade_of="B") }}'
    )

    assert (
        drawn.index("Gain net")
        < drawn.index("+ 11 min")
        < drawn.index("par usage")
        < drawn.index("212 usages")
    )
    assert "Preuve de niveau </span>B" in drawn


def test_it_labels_the_box_in_which_a_table_scrolls() -> None:
    drawn = draw(
        '{% from "components/tables.html" import table %}'
        '{% call table("Usages", ["Qui", ("Combien", "n")]) %}<tr><td>A</td><td class="n">1</td></tr>{% endcall %}'
    )

    assert 'role="region" aria-label="Usages" tabindex="0"' in drawn
    assert '<th scope="col" class="n">Combien</th>' in drawn


def test_it_shows_no_pagination_where_there_is_one_page() -> None:
    macro = '{% from "components/navigation.html" import pagination %}'

    assert draw(macro + '{{ pagination("") }}').strip() == ""
    assert 'rel="next"' in draw(macro + '{{ pagination("/?apres=x") }}')


def test_it_marks_the_page_itself_in_the_trail() -> None:
    items = [render.Link("Accueil", "/"), render.Link("Ateliers", "/ateliers")]
    drawn = draw(
        '{% from "components/navigation.html" import breadcrumb %}{{ breadcrumb(items) }}', items=items
    )

    assert '<a href="/">Accueil</a>' in drawn
    assert '<span aria-current="page">Ateliers</span>' in drawn


def test_it_never_shows_a_colour_without_a_word() -> None:
    macro = '{% from "components/notices.html" import flash_message, notice %}'

    for tone, word in {"vine": "Fait", "ochre": "Attention", "wine": "Refusé", "slate": "À savoir"}.items():
        assert f"<strong>{word}</strong>" in draw(macro + "{{ flash_message('x', tone=tone) }}", tone=tone)
    assert "<strong>En attente</strong>" in draw(macro + "{{ notice('x', word='En attente') }}")


def test_it_puts_a_chart_in_a_card() -> None:
    caption = charts.Caption(title="T", sentence="S", count="2 usages", axis="A", measure="M")
    figure = charts.bars([charts.Point("a", 2)], caption)
    drawn = draw(
        '{% from "components/charts.html" import chart %}{{ chart(figure, title="Usages") }}', figure=figure
    )

    assert "<h2>Usages</h2>" in drawn
    assert '<figure class="chart">' in drawn


def test_it_shows_which_rung_was_chosen_and_which_were_refused() -> None:
    rungs = [
        {"label": "Supprimer", "note": "Obligatoire.", "verdict": "écarté", "state": "refused"},
        {"label": "Former", "note": "", "verdict": "retenu", "state": "chosen"},
        {"label": "Acheter", "note": "", "verdict": "", "state": ""},
    ]
    drawn = draw('{% from "components/narrative.html" import ladder %}{{ ladder(rungs) }}', rungs=rungs)
    steps = ET.fromstring(drawn.strip()).findall("li")

    assert [step.get("class") for step in steps] == ["refused", "chosen", None]
    assert [step.find("b").text for step in steps] == ["0", "1", "2"]
    assert [getattr(step.find("span"), "text", None) for step in steps] == ["écarté", "retenu", None]


def test_it_tells_a_day_and_a_conversation() -> None:
    entries = [{"time": "9 h", "title": "Ouverture"}, {"time": "10 h", "title": "Appel", "detail": "long"}]
    drawn = draw(
        '{% from "components/narrative.html" import timeline, message %}{{ timeline(entries) }}'
        '{% call message("Vous", mine=True, foot=["1,2 Wh"]) %}<p>Bonjour</p>{% endcall %}',
        entries=entries,
    )

    assert drawn.index("Ouverture") < drawn.index("Appel") < drawn.index("long") < drawn.index("Vous")
    assert drawn.index("<p>Bonjour</p>") < drawn.index("1,2 Wh")
    assert 'class="message mine"' in drawn


def test_it_teaches_what_an_empty_page_will_show() -> None:
    macro = '{% from "components/display.html" import empty, tag, definitions, progress %}'
    drawn = draw(
        macro + '{{ empty("Aucun atelier", "Ici viendront les journées.", "/ateliers/nouveau", "Préparer") }}'
    )

    assert (
        drawn.index("Aucun atelier") < drawn.index("Ici viendront") < drawn.index('href="/ateliers/nouveau"')
    )
    assert 'class="button"' not in draw(macro + '{{ empty("Rien", "Encore rien.") }}')
    assert draw(macro + '{{ tag("sobre", "vine") }}') == '<span class="tag vine">sobre</span>'
    assert "<dt>Date</dt><dd>hier</dd>" in draw(macro + '{{ definitions([("Date", "hier")]) }}')
    assert 'value="12" max="30"' in draw(macro + '{{ progress("Relecture", 12, 30) }}')


def test_it_announces_sample_data() -> None:
    assert "Données d’exemple" in draw('{% from "components/notices.html" import sample %}{{ sample() }}')
