"""The three criteria and their signs, in French."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.workshops.schemas import SEVERITY_LABELS, Criterion, SignsOut, Verdict
from web.french import NBSP, plural
from web.pages.note_cards import hours_a_year


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """How a criterion is called, and what it asks."""

    label: str
    asks: str


@dataclass(frozen=True, slots=True)
class Sign:
    """Something to look at: what was found, what is expected, and whether it speaks for the criterion.

    `is_met` is None where only a person can tell.
    """

    found: str
    expected: str = ""
    is_met: bool | None = None


CRITERIA: Mapping[Criterion, CriterionWords] = {
    Criterion.REAL: CriterionWords(
        "Réel", "La difficulté est vécue aujourd’hui par des personnes que l’on peut nommer, vue et entendue sur place."
    ),
    Criterion.MAJOR: CriterionWords(
        "Majeur", "Elle touche beaucoup de monde ou un public fragile\u00a0; elle coûte du temps, de l’argent, des ressaisies."
    ),
    Criterion.ACTIONABLE: CriterionWords(
        "Actionnable", "Les agents le souhaitent, les données sont utilisables, et quelque chose peut être essayé en trois mois."
    ),
}  # fmt: skip
VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.CONFIRMED: ("confirmé", "vine"),
    Verdict.REFUTED: ("réfuté", "wine"),
    Verdict.UNDETERMINED: ("indéterminé", "ochre"),
}
"""The word and the tone of each verdict."""
CHOICES = tuple((verdict.value, words.capitalize()) for verdict, (words, _) in VERDICTS.items())


def signs_of(signs: SignsOut) -> dict[Criterion, list[Sign]]:
    """Give what to look at for each criterion. Signs help to judge; they never judge."""
    return {
        Criterion.REAL: _of_real(signs),
        Criterion.MAJOR: _of_major(signs),
        Criterion.ACTIONABLE: _of_actionable(signs),
    }


def _of_real(signs: SignsOut) -> list[Sign]:
    expected = signs.expected
    agents = plural(signs.agents, "agent concerné", "agents concernés")
    return [
        Sign(
            f"{plural(signs.observations, 'observation', 'observations')}, {agents}",
            f"au moins {expected.observations} observations ou {expected.agents} agents",
            signs.observations >= expected.observations or signs.agents >= expected.agents,
        ),
        Sign(
            f"dont {plural(signs.seen, 'vue, et pas seulement rapportée', 'vues, et pas seulement rapportées')}",
            f"au moins {expected.seen}",
            signs.seen >= expected.seen,
        ),
        Sign(
            plural(signs.workarounds, "contournement relevé", "contournements relevés"),
            "il en existe",
            signs.workarounds > 0,
        ),
    ]


def _of_major(signs: SignsOut) -> list[Sign]:
    severity = signs.severity
    return [
        Sign(hours_a_year(signs.hours_lost) if signs.hours_lost else "Heures perdues\u00a0: pas encore chiffrées"),
        Sign(
            f"gravité {severity}{NBSP}: {SEVERITY_LABELS[severity]}" if severity else "Gravité\u00a0: aucun irritant lié",
            f"gravité {signs.expected.severity} ou plus",
            (severity or 0) >= signs.expected.severity,
        ),
        Sign(f"vue dans {plural(signs.authorities, 'collectivité', 'collectivités')} sur {signs.enrolled}"),
    ]  # fmt: skip


def _of_actionable(signs: SignsOut) -> list[Sign]:
    wishes = plural(signs.wishes, "souhait relevé", "souhaits relevés")
    return [
        Sign(f"Les agents le veulent-ils{NBSP}? {wishes}", "au moins un souhait", signs.wishes > 0),
        Sign(f"Les données existent-elles, et peut-on les utiliser légalement{NBSP}?"),
        Sign(f"Quelque chose peut-il être essayé en trois mois{NBSP}?"),
        Sign(f"Quelqu’un le porte-t-il{NBSP}?"),
    ]
