"""Elision, contraction, dates and typography, as a French secretary would check them."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from services.assistant.engine import accents, french, verbs


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("association", "d'association"),
        ("école", "d'école"),
        ("habitation", "d'habitation"),
        ("Héry", "d'Héry"),
        ("Yonne", "d'Yonne"),
        ("œuvre", "d'œuvre"),
        ("hameau", "de hameau"),
        ("handicap", "de handicap"),
        ("haie", "de haie"),
        ("onze", "de onze"),
        ("yaourt", "de yaourt"),
        ("subvention", "de subvention"),
        ("le maire", "du maire"),
        ("les habitants", "des habitants"),
        ("la rue", "de la rue"),
        ("l'école", "de l'école"),
        ("une aide", "d'une aide"),
        ("des places", "de places"),
        ("Le Creusot", "du Creusot"),
        ("La Charité", "de La Charité"),
        ("votre avis", "de votre avis"),
    ],
)
def test_it_joins_de(phrase: str, expected: str) -> None:
    assert french.with_de(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("le maire", "au maire"),
        ("les habitants", "aux habitants"),
        ("la rue", "à la rue"),
        ("l'école", "à l'école"),
        ("Le Creusot", "au Creusot"),
        ("votre demande", "à votre demande"),
    ],
)
def test_it_joins_a(phrase: str, expected: str) -> None:
    assert french.with_a(phrase) == expected


@pytest.mark.parametrize("phrase", ["le bruit", "les travaux", "la rue", "l'école", "un arbre", "une place"])
def test_it_takes_de_off_as_it_put_it_on(phrase: str) -> None:
    assert french.without_de(french.with_de(phrase)) == phrase


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 1), "dimanche 1er mars 2026"),
        (date(2026, 11, 24), "mardi 24 novembre 2026"),
        (date(2027, 8, 15), "dimanche 15 août 2027"),
    ],
)
def test_it_writes_dates_in_words(day: date, expected: str) -> None:
    assert french.weekday_in_words(day) == expected
    assert french.day_in_words(day) == expected.partition(" ")[2]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2000, "deux mille"),
        (2021, "deux mille vingt et un"),
        (2026, "deux mille vingt-six"),
        (2071, "deux mille soixante et onze"),
        (2080, "deux mille quatre-vingts"),
        (2081, "deux mille quatre-vingt-un"),
        (2099, "deux mille quatre-vingt-dix-neuf"),
        (1999, "1999"),
    ],
)
def test_it_writes_years_in_full(year: int, expected: str) -> None:
    assert french.year_in_words(year) == expected


def test_it_sets_no_break_spaces() -> None:
    assert french.typeset("Objet : « oui » ; 40 % de 1 200 €, non ?") == (
        "Objet\u00a0: «\u00a0oui\u00a0»\u00a0; 40\u00a0% de 1\u00a0200\u00a0€, non\u00a0?"
    )


@given(st.text(max_size=80))
def test_it_folds_letter_for_letter(text: str) -> None:
    assert len(french.fold(text)) == len(text)


@given(st.text(alphabet="ab «»:;!?%€\u00a0", max_size=40))
def test_it_typesets_once_and_for_all(text: str) -> None:
    once = french.typeset(text)
    assert french.typeset(once) == once


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("reponse a une habitante", "réponse à une habitante"),
        ("la refection de l'ecole", "la réfection de l'école"),
        ("Prefet", "Préfet"),
        ("mme durand a une place a la creche", "mme durand a une place à la crèche"),
        ("l'association a la cle", "l'association a la cle"),
        ("il a mais que du mais", "il a mais que du mais"),
        ("déjà accentué, a la mairie", "déjà accentué, a la mairie"),
    ],
)
def test_it_gives_back_only_the_accents_that_are_certain(typed: str, restored: str) -> None:
    assert accents.restore(typed) == restored


@pytest.mark.parametrize(
    ("verb", "you"),
    [
        ("demande", "demandez"),
        ("demandent", "demandez"),
        ("veut", "voulez"),
        ("a", "avez"),
        ("se plaint", "vous plaignez"),
        ("xyz", None),
    ],
)
def test_it_turns_a_verb_to_the_reader(verb: str, you: str | None) -> None:
    assert verbs.to_you(verb) == you


@pytest.mark.parametrize(
    ("participle", "infinitive"),
    [
        ("fixant", "fixer"),
        ("établissant", "établir"),
        ("aménageant", "aménager"),
        ("finançant", "financer"),
        ("mettant", "mettre"),
        ("vendant", "vendre"),
        ("tarif", None),
    ],
)
def test_it_finds_the_infinitive(participle: str, infinitive: str | None) -> None:
    assert verbs.infinitive_of(participle) == infinitive


@pytest.mark.parametrize(
    ("phrase", "noun"),
    [
        ("reporter la réunion", "report de la réunion"),
        ("acheter un tracteur", "achat d'un tracteur"),
        ("fixer les tarifs", "fixation des tarifs"),
        ("adhérer au syndicat", "adhésion au syndicat"),
        ("rêver d'été", None),
    ],
)
def test_it_names_an_act(phrase: str, noun: str | None) -> None:
    assert verbs.noun_of(phrase) == noun
