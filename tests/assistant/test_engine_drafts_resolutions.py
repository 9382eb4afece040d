"""The embedded engine drafts a council's resolution in full form."""

from datetime import date

import pytest

from services.assistant.engine import Message, ReplyKind, reply


def resolution(request: str) -> str:
    answer = reply([Message("user", request)], today=date(2026, 11, 24))
    assert answer.kind is ReplyKind.RESOLUTION
    assert answer.use_case == "RED-DEL"
    return answer.text.replace("\u00a0", " ")


CASES = [
    (
        "Rédige une délibération pour attribuer une subvention de 500 € à l'association La Boule lormoise",
        "Attribution d'une subvention de 500 € à l'association La Boule lormoise",
        "**DÉCIDE** d'attribuer une subvention de 500 € à l'association La Boule lormoise",
    ),
    (
        "délibération autorisant le maire à signer la convention avec le SDIS",
        "Signature de la convention avec le SDIS",
        "**AUTORISE** le maire à signer la convention avec le SDIS",
    ),
    ("délib pour l'achat d'un tracteur", "Achat d'un tracteur", "**DÉCIDE** d'acheter un tracteur"),
    ("DELIBERATION POUR ACHETER UN TRACTEUR", "Achat d'un tracteur", "**DÉCIDE** d'acheter un tracteur"),
    (
        "délibération fixant les tarifs de la cantine",
        "Fixation des tarifs de la cantine",
        "**FIXE** les tarifs de la cantine",
    ),
    (
        "délibération portant création d'un emploi d'adjoint technique",
        "Création d'un emploi d'adjoint technique",
        "**DÉCIDE** de créer un emploi d'adjoint technique",
    ),
    (
        "délibération approuvant le budget primitif 2027",
        "Approbation du budget primitif 2027",
        "**APPROUVE** le budget primitif 2027",
    ),
    (
        "deliberation pour demander une subvention DETR pour la refection de la toiture de l'ecole",
        "Demande d'une subvention DETR pour la réfection de la toiture de l'école",
        "**DÉCIDE** de demander une subvention DETR pour la réfection de la toiture de l'école",
    ),
    (
        "délibération relative à l'adhésion au groupement de commandes",
        "Adhésion au groupement de commandes",
        "**APPROUVE** l'adhésion au groupement de commandes",
    ),
    (
        "délibération portant attribution de subventions aux associations",
        "Attribution de subventions aux associations",
        "**DÉCIDE** d'attribuer des subventions aux associations",
    ),
    (
        "délibération portant modification du tableau des effectifs",
        "Modification du tableau des effectifs",
        "**DÉCIDE** de modifier le tableau des effectifs",
    ),
]


@pytest.mark.parametrize(("request_", "subject", "article"), CASES)
def test_it_resolves_with_the_right_verb(request_: str, subject: str, article: str) -> None:
    text = resolution(request_)
    assert f"**Objet :** {subject}\n" in text
    assert f"\n1. {article}" in text


def test_it_splits_two_acts_into_two_articles() -> None:
    text = resolution("délibération pour vendre un terrain communal et autoriser le maire à signer l'acte")
    assert (
        "1. **DÉCIDE** de vendre un terrain communal ;\n2. **AUTORISE** le maire à signer l'acte.\n" in text
    )


@pytest.mark.parametrize(
    ("given_", "ground"),
    [
        ("car les prix ont augmenté", "que les prix ont augmenté"),
        ("parce qu'elle anime le village", "qu'elle anime le village"),
        ("en raison du projet de parking", "le projet de parking"),
        ("considérant que les agents le demandent", "que les agents le demandent"),
        ("compte tenu de l'état du toit", "l'état du toit"),
    ],
)
def test_it_states_the_grounds(given_: str, ground: str) -> None:
    assert f"**Considérant** {ground} ;" in resolution(f"délibération pour acheter un terrain {given_}")


@pytest.mark.parametrize(
    ("who", "council", "of"),
    [
        ("du conseil municipal de Lormes", "le conseil municipal", "de la commune de Lormes"),
        ("de la commune d'Héry", "le conseil municipal", "de la commune d'Héry"),
        (
            "de la communauté de communes Morvan Sommets",
            "le conseil communautaire",
            "de la communauté de communes Morvan Sommets",
        ),
        ("du comité syndical", "le comité syndical", "du syndicat [à compléter : nom]"),
    ],
)
def test_it_knows_who_deliberates(who: str, council: str, of: str) -> None:
    text = resolution(f"Rédige une délibération {who} pour acheter un tracteur")
    assert f"{council} {of}, légalement convoqué" in text
    assert f"Après en avoir délibéré, {council} :" in text
    assert "**DÉCIDE** d'acheter un tracteur" in text


def test_it_has_every_part_of_the_form() -> None:
    text = resolution("Rédige une délibération pour acheter un tracteur")
    parts = [
        "Extrait du registre des délibérations",
        "L'an deux mille vingt-six",
        "| Membres en exercice | Présents | Pouvoirs | Votants |",
        "Le quorum étant atteint",
        "**Vu** le Code général des collectivités territoriales",
        "**Considérant**",
        "Après en avoir délibéré",
        "| Pour | Contre | Abstentions |",
        "Le secrétaire de séance : ",
        "Légifrance",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_it_speaks_of_credits_only_when_money_goes_out() -> None:
    assert "les crédits correspondants" in resolution("délibération pour acheter un tracteur")
    assert "les crédits correspondants" not in resolution("délibération pour vendre un tracteur")


def test_it_leaves_to_complete_a_resolution_about_nothing() -> None:
    text = resolution("Rédige une délibération")
    assert "**Objet :** [à compléter : objet]" in text
    assert "**DÉCIDE** [à compléter : décision à l'infinitif]" in text
