"""The blind assessment of a hypothesis and the decision on it, on the wire."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from services.workshops.schemas.wire import Text, Wire


class Criterion(StrEnum):
    """What is asked of a hypothesis before anybody decides on it."""

    REAL = "real"
    MAJOR = "major"
    ACTIONABLE = "actionable"

    @property
    def label(self) -> str:
        """The criterion in French."""
        return {"real": "réel", "major": "majeur", "actionable": "actionnable"}[self]


class Verdict(StrEnum):
    """What an assessor answers, with a reason: never a bare number."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNDETERMINED = "undetermined"

    @property
    def label(self) -> str:
        """The verdict in French."""
        return {"confirmed": "confirmé", "refuted": "réfuté", "undetermined": "indéterminé"}[self]


class DecisionOutcome(StrEnum):
    """What was decided. A stop is a result like another."""

    AI = "ai"
    FRUGAL = "frugal"
    LOOK_FURTHER = "look_further"
    STOP = "stop"

    @property
    def label(self) -> str:
        """The outcome in French."""
        return _OUTCOMES[self][0]

    @property
    def tone(self) -> str:
        """The colour that goes with it."""
        return _OUTCOMES[self][1]


_OUTCOMES = {
    DecisionOutcome.AI: ("IA", "wine"),
    DecisionOutcome.FRUGAL: ("réponse sobre", "vine"),
    DecisionOutcome.LOOK_FURTHER: ("à approfondir", "ochre"),
    DecisionOutcome.STOP: ("arrêt", "slate"),
}
RUNG_LABELS = (
    "Supprimer ou simplifier la démarche",
    "Former ou informer",
    "Revoir l’organisation",
    "Mieux régler un outil déjà possédé",
    "Outil informatique classique",
    "IA prête à l’emploi",
    "IA spécifique",
)
"""The ladder in French, from the lowest rung up."""


Rung = Annotated[
    int,
    Field(
        ge=0, le=6, examples=[2],
        description="The first rung that is enough: 0 drop or simplify the procedure, 1 inform or train, 2 reorganise,"
        " 3 a tool already owned, 4 an ordinary tool, 5 ready-made AI, 6 specific AI. 5 and 6 are the outcome `ai`, the"
        " others `frugal`; looking further and stopping stand on none.",
    ),
]  # fmt: skip
ExpectedHours = Annotated[
    float,
    Field(
        ge=0, le=1_000_000,
        description="Hours a year that the answer is expected to give back: signed with the decision, checked against"
        " what is observed after 6 and 12 months. Only for `ai` and `frugal`.",
    ),
]  # fmt: skip
_REJECTIONS = "Why each lower rung was rejected, from rung 0 up: as many reasons as there are lower rungs."
_REASONS = [["La demande est obligatoire.", "Les agents sont déjà formés au logiciel."]]
Hash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]


class AssessmentIn(Wire):
    verdict: Verdict
    reason: Text = Field(examples=["Vu deux fois dans la journée, et dit par trois agents."])
    evidence_ids: list[UUID] = Field(
        min_length=1,
        max_length=100,
        description="Pieces of the hypothesis’s evidence that the verdict rests on.",
    )


class AssessmentOut(Wire):
    id: UUID
    hypothesis_id: UUID
    assessor_id: UUID
    criterion: Criterion
    verdict: Verdict
    reason: str = Field(examples=["Vu deux fois dans la journée, et dit par trois agents."])
    evidence_ids: list[UUID]
    made_at: datetime


class AssessmentsOut(Wire):
    revealed_at: datetime | None = Field(
        description="When all were shown. Before, only the caller’s own are."
    )
    complete_assessors: int = Field(
        description="How many people have judged all three criteria.", examples=[2]
    )
    items: list[AssessmentOut]


class DecisionIn(Wire):
    outcome: DecisionOutcome = Field(examples=["frugal"])
    rung: Rung | None = None
    rationale: Text = Field(examples=["Une seule saisie suffit si l’accueil transmet la demande."])
    rejections: list[Text] = Field(
        default_factory=list, max_length=6, description=_REJECTIONS, examples=_REASONS
    )
    review_on: date | None = Field(
        default=None, description="When looking further ends: in 28 to 62 days. For that outcome only."
    )
    supersedes: UUID | None = Field(default=None, description="The signed decision that this one revises.")
    expected_hours: ExpectedHours | None = Field(default=None, examples=[40.0])


class DecisionOut(Wire):
    id: UUID
    hypothesis_id: UUID
    authority_id: UUID
    outcome: DecisionOutcome = Field(examples=["frugal"])
    rung: Rung | None
    rationale: str = Field(examples=["Une seule saisie suffit si l’accueil transmet la demande."])
    rejections: list[str] = Field(description=_REJECTIONS, examples=_REASONS)
    review_on: date | None
    expected_hours: ExpectedHours | None
    supersedes: UUID | None
    content_hash: Hash = Field(
        description="SHA-256 of what is decided, on which wording and on which assessments.",
        examples=["0a" * 32],
    )
    prepared_at: datetime
    prepared_by: UUID
    signed_at: datetime | None
    signed_by: UUID | None
    signed_name: str | None = Field(
        description="Who signed, as they were called then.", examples=["Dominique Exemple"]
    )


class DecisionPage(Wire):
    items: list[DecisionOut] = Field(description="From the first decision to its latest revision.")
    next: str | None = None


class SignatureIn(Wire):
    content_hash: Hash = Field(
        description="The hash of the decision that was read: what is signed is what was seen.",
        examples=["0a" * 32],
    )
