"""A hypothesis in one French sentence."""

import pytest

from services.workshops.schemas import Statement
from services.workshops.sentences import assemble


def test_it_says_the_whole_form():
    said = assemble(
        Statement(
            who="l’accueil", difficulty="Une triple saisie.", task="enregistrent une demande d’acte",
            frequency="six fois par semaine", consequence="52 heures perdues par an",
            because="Il a été vu deux fois",
        )
    )  # fmt: skip
    assert said == (
        "Les agents de l’accueil rencontrent une triple saisie quand ils enregistrent une demande d’acte, six fois par"
        " semaine, ce qui entraîne 52 heures perdues par an\u00a0; nous le savons parce qu’il a été vu deux fois."
    )


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("le service urbanisme", "du service urbanisme"),
        ("les services techniques", "des services techniques"),
        ("la mairie", "de la mairie"),
        ("l’état civil", "de l’état civil"),
        ("Les écoles", "des écoles"),
        ("état civil", "d’état civil"),
        ("Écuisses", "d’Écuisses"),
        ("habitat", "d’habitat"),
        ("hors les murs", "de hors les murs"),
        ("Chéroy", "de Chéroy"),
        ("œuvres sociales", "d’œuvres sociales"),
    ],
)
def test_it_contracts_and_elides(who, said):
    assert assemble(Statement(who=who)).startswith(f"Les agents {said} rencontrent")


@pytest.mark.parametrize(
    ("because", "said"),
    [
        ("elle le dit", "parce qu’elle le dit"),
        ("nous l’avons vu", "parce que nous"),
        ("huit agents", "parce que huit"),
    ],
)
def test_it_elides_the_reason(because, said):
    assert f"nous le savons {said}" in assemble(Statement(because=because))


def test_it_shows_what_is_missing_and_leaves_out_what_is_optional():
    assert assemble(Statement()) == "Les agents de … rencontrent … quand ils …"
