"""Text is folded to be found however it is typed, and keyed to come in French order."""

import unicodedata

import pytest
from hypothesis import example, given, strategies as st

from services.kit.text import fold, sort_key

FRENCH = "abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿœæ -'’.()0123456789"
french = st.text(st.sampled_from(FRENCH + FRENCH.upper()), max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Œuvre de St-Étienne", "l oeuvre de saint etienne"),
        ("  CA ECLA  (Espace Communautaire)  ", "ca ecla espace communautaire"),
        ("CC du Pays de Pontchâteau St-Gildas-des-Bois", "cc du pays de pontchateau saint gildas des bois"),
        ("Ste-Colombe", "sainte colombe"),
        ("Les Stes-Maries", "les saintes maries"),
        ("Stenay, Est", "stenay est"),
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("n_o 2²", "n o 22"),
        ("…", ""),
    ],
)
def test_it_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_it_folds_once_and_for_all(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_it_leaves_letters_digits_and_single_spaces(text: str) -> None:
    folded = fold(text)

    assert folded == " ".join(folded.split())
    assert all(character == " " or character.isalnum() for character in folded)


@given(french)
def test_it_folds_case_away(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(french)
@example("Benoîst et Prévôst")
def test_it_folds_accents_away(text: str) -> None:
    bare = "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))

    assert fold(bare) == fold(text) == fold(unicodedata.normalize("NFD", text))


@given(french, st.sampled_from("-'’ _.,/"), french)
def test_it_takes_any_punctuation_for_a_space(left: str, mark: str, right: str) -> None:
    assert fold(f"{left}{mark}{right}") == fold(f"{left} {right}")


@given(french, st.sampled_from([("Saint", "St"), ("Sainte", "Ste"), ("Saints", "Sts"), ("Saintes", "Stes")]))
def test_it_folds_saints_alike(rest: str, saint: tuple[str, str]) -> None:
    whole, short = saint

    assert fold(f"{whole}-{rest}") == fold(f"{short} {rest}") == fold(f"{short.upper()}. {rest}")
    assert sort_key(f"{whole}-{rest}") == sort_key(f"{short.upper()}. {rest}")


@pytest.mark.parametrize(
    "ordered",
    [
        ["Échigey", "Ecuelles", "Écuisses", "Églény", "Étang-sur-Arroux", "Givry"],
        ["cote", "coté", "côte", "côté", "cotes"],
        ["Sens", "Sens-Beaujeu", "Sensey"],
        ["L'Épine", "La Roche-Vineuse", "Le Creusot", "Le Goff", "Les Bizots", "Lessard"],
        ["Ste-Colombe", "Sainte-Hélène", "Saintes", "Savigny"],
        ["Œuilly", "Offranville", "Oger"],
    ],
)
def test_it_orders_as_a_french_reader_expects(ordered: list[str]) -> None:
    shuffled = sorted(ordered, reverse=True)

    assert sorted(shuffled, key=lambda name: sort_key(name).encode()) == ordered


@given(french, french)
def test_it_breaks_ties_only_by_accents(one: str, other: str) -> None:
    if fold(one) != fold(other):
        assert (sort_key(one) < sort_key(other)) == (fold(one) < fold(other))


@given(french)
def test_it_orders_case_and_punctuation_alike(text: str) -> None:
    assert sort_key(text.upper()) == sort_key(text) == sort_key(text.replace("-", " "))


@given(st.text())
def test_it_keys_what_a_database_can_store(text: str) -> None:
    assert "\0" not in sort_key(text)
