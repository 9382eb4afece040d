"""Requests to start from: one for each thing the embedded engine does by itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """What one would ask for, and the words to ask it with."""

    label: str
    request: str


EXAMPLES: dict[str, Example] = {
    "lettre": Example(
        "Une lettre de remerciement",
        "Écris une lettre aux bénévoles de la fête du village pour les remercier de leur aide à la buvette"
        " le 12 septembre.",
    ),
    "compte-rendu": Example(
        "Un compte rendu à partir de notes",
        "Fais le compte rendu de la réunion sur la toiture de l’école à partir de ces notes :\n"
        "Date : 3 novembre 2026, 9 h 30\n"
        "Lieu : salle du conseil\n"
        "Présents : le maire, deux adjoints, la secrétaire de mairie\n"
        "Un devis a été reçu, 12 400 €\n"
        "Décision : les travaux auront lieu pendant les vacances de printemps\n"
        "À faire : rappeler l’entreprise avant le 15 novembre",
    ),
    "deliberation": Example(
        "Un projet de délibération",
        "Rédige une délibération pour attribuer une subvention de 500 € au club de football de la commune.",
    ),
    "resume": Example(
        "Le résumé d’un texte",
        "Résume ce texte :\n"
        "La communauté de communes a ouvert en septembre une navette qui relie chaque matin les sept villages au"
        " bourg. Elle circule du lundi au vendredi, de 7 h à 9 h, et coûte un euro par trajet. Durant le premier"
        " mois, 312 voyages ont été comptés, surtout par des lycéens et des personnes sans voiture. Le coût pour la"
        " collectivité est de 4 800 € par mois, dont la moitié est prise en charge par la région. Les habitants"
        " demandent un retour en fin d’après-midi. Le conseil décidera en janvier s’il prolonge l’essai jusqu’à"
        " l’été.",
    ),
}
