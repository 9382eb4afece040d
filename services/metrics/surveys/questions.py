"""What is asked, in which words. The scales are those that public evaluations use, so that figures can be compared.

Satisfaction and recommendation from 0 to 10, confidence on 5 points beside the amount of training, quality of work and
job satisfaction on 7 points, a ladder of five frequencies: domain, part 6. No question takes free text: nobody can
name a person, and no wording betrays its author.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.metrics.surveys.schemas import QuestionOut, Wave

FREQUENCIES = (
    "jamais", "une ou deux fois par mois", "plusieurs fois par mois", "plusieurs fois par semaine", "tous les jours",
)  # fmt: skip
TRAININGS = ("aucune formation", "une formation", "deux formations", "trois formations ou plus")
TASKS: Mapping[str, str] = {
    "drafting": "rédiger (courrier, note, délibération)",
    "search": "chercher une information, une règle, un texte",
    "synthesis": "résumer ou comparer des documents",
    "data": "travailler sur des chiffres ou des tableaux",
    "citizen_relations": "répondre aux habitants",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A question answered on a scale, and from which point on its answer is favourable."""

    name: str
    section: str
    text: str
    low: str
    high: str
    least: int
    most: int
    favourable: int
    label: str
    is_for_users: bool = False

    @property
    def share_label(self) -> str:
        """Say which answers are favourable."""
        return f"répondent {self.favourable} ou plus" if self.most - self.favourable > 1 else (
            f"répondent {self.favourable} ou {self.most}"
        )  # fmt: skip


SCALES = (
    Scale(
        "confidence", "use", "Êtes-vous à l’aise avec les outils d’IA dans votre travail ?",
        "pas du tout", "tout à fait", 1, 5, 4, "À l’aise avec les outils d’IA",
    ),
    Scale(
        "satisfaction", "use", "Êtes-vous satisfait des outils d’IA que vous utilisez ?",
        "pas du tout", "tout à fait", 0, 10, 8, "Satisfaction", is_for_users=True,
    ),
    Scale(
        "recommendation", "use", "Recommanderiez-vous ces outils à un collègue qui fait le même métier ?",
        "certainement pas", "certainement", 0, 10, 8, "Recommandation", is_for_users=True,
    ),
    Scale(
        "quality", "work", "Êtes-vous satisfait de la qualité du travail que vous rendez ?",
        "pas du tout", "tout à fait", 1, 7, 6, "Qualité du travail rendu",
    ),
    Scale(
        "job_satisfaction", "work", "Êtes-vous satisfait de votre travail en général ?",
        "pas du tout", "tout à fait", 1, 7, 6, "Satisfaction au travail",
    ),
)  # fmt: skip


def asked(wave: Wave) -> list[QuestionOut]:
    """Give the questions of a round, in the order in which they are asked.

    The same in all four, but for the tasks: what is expected of the tools before, what they really did after.
    """
    confidence, *others = [_scale(scale) for scale in SCALES]
    return [
        QuestionOut(
            name="frequency", section="use", choices=list(enumerate(FREQUENCIES)), is_required=True,
            text="Pour votre travail, vous servez-vous d’un outil d’IA qui rédige ou qui répond ?",
        ),
        QuestionOut(
            name="trainings", section="use", choices=list(enumerate(TRAININGS)),
            text="Combien de formations ou d’ateliers sur l’IA avez-vous suivis ?",
        ),
        confidence,
        *others,
        *[_task(name, task, wave) for name, task in TASKS.items()],
    ]  # fmt: skip


def _scale(scale: Scale) -> QuestionOut:
    return QuestionOut(
        name=scale.name, section=scale.section, text=scale.text, low=scale.low, high=scale.high,
        choices=[(value, str(value)) for value in range(scale.least, scale.most + 1)],
        is_for_users=scale.is_for_users,
    )  # fmt: skip


def _task(name: str, task: str, wave: Wave) -> QuestionOut:
    begins = "Pensez-vous que l’IA vous aidera à" if wave == Wave.T0 else "L’IA vous a-t-elle aidé à"
    choices = [(2, "oui"), (1, "non"), (0, "je ne fais pas cela")]
    return QuestionOut(name=name, section="tasks", text=f"{begins} {task} ?", choices=choices)
