"""Hypotheses and their evidence on the wire."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.captures import HoursLost
from services.workshops.schemas.lists import CaptureKind, HypothesisState, Stance, Theme
from services.workshops.schemas.votes import PlaceOut
from services.workshops.schemas.wire import Line, LongWords, Wire, Words

_SENTENCE = (
    "Les agents de l’accueil et l’état civil rencontrent une triple saisie de la même demande quand ils enregistrent"
    " une demande d’acte, six fois par semaine, ce qui entraîne environ 52 heures perdues par an\u00a0; nous le savons"
    " parce que nous l’avons vu deux fois dans la journée."
)


class Statement(Wire):
    """The parts of: agents of … meet … when they …, …, which causes …; we know it because …"""

    who: Words = Field(default="", description="Agents of whom.", examples=["l’accueil et l’état civil"])
    difficulty: LongWords = Field(default="", examples=["une triple saisie de la même demande"])
    task: LongWords = Field(default="", examples=["enregistrent une demande d’acte"])
    frequency: Words = Field(default="", examples=["six fois par semaine"])
    consequence: LongWords = Field(default="", examples=["environ 52 heures perdues par an"])
    because: LongWords = Field(default="", examples=["nous l’avons vu deux fois dans la journée"])


WHOLE_STATEMENT = {
    name: field.examples[0] for name, field in Statement.model_fields.items() if field.examples
}
"""An example with every part."""


class SentenceOut(Wire):
    sentence: str = Field(
        description="In French. An ellipsis stands for each part that is still missing.", examples=[_SENTENCE]
    )


class EvidenceIn(Wire):
    capture_kind: CaptureKind
    capture_id: UUID
    stance: Stance = Stance.FOR


class HypothesisIn(Statement):
    title: Line = Field(
        description="A few words to find it by.", examples=["Triple saisie des demandes d’acte"]
    )
    authority_id: UUID = Field(description="Where it was first seen. Evidence may come from others too.")
    who: Line = Field(examples=["l’accueil et l’état civil"])
    difficulty: Line = Field(examples=["une triple saisie de la même demande"])
    task: Line = Field(examples=["enregistrent une demande d’acte"])
    other_explanations: LongWords = Field(default="", description="What else could explain the facts.")
    evidence: list[EvidenceIn] = Field(default_factory=list, max_length=100)


class HypothesisChange(Wire):
    title: Line | None = None
    who: Line | None = None
    difficulty: Line | None = None
    task: Line | None = None
    frequency: Words | None = None
    consequence: LongWords | None = None
    because: LongWords | None = None
    other_explanations: LongWords | None = None


class EvidenceOut(Wire):
    id: UUID
    capture_kind: CaptureKind
    capture_id: UUID
    stance: Stance
    authority_id: UUID
    workshop_id: UUID
    held_on: date
    text: str | None = Field(description="None when the note is not open to the caller's role.")
    theme: Theme | None
    hours_lost: HoursLost | None = Field(description="What a pain point costs a year, when that can be told.")
    is_removed: bool = Field(description="The note was removed from its workshop since.")


class HypothesisOut(Statement):
    id: UUID
    authority_id: UUID
    title: str
    other_explanations: str = Field(
        description="What else could explain the facts.",
        examples=["Le logiciel sait peut-être reprendre une demande déjà saisie."],
    )
    sentence: str = Field(description="The statement, said in French.", examples=[_SENTENCE])
    state: HypothesisState
    drafted_at: datetime
    drafted_by: UUID | None
    tested_at: datetime | None = Field(default=None, description="When it was first assessed.")
    assessments_revealed_at: datetime | None = Field(
        default=None, description="When its assessments were shown to all. They are secret before."
    )
    evidence: list[EvidenceOut]
    hours_lost: HoursLost | None = Field(
        default=None,
        description="What its evidence costs a year, no task counted twice, when that can be told.",
    )
    rank: PlaceOut | None = Field(default=None, description="Its place in the last closed round of votes.")
    version: int

    def taking(self, stance: Stance) -> list[EvidenceOut]:
        """Give the evidence that takes this stance."""
        return [piece for piece in self.evidence if piece.stance == stance]


class HypothesisPage(Wire):
    items: list[HypothesisOut]
    next: str | None
