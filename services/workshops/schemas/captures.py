"""What is captured in a workshop, on the wire."""

from datetime import datetime
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import AwareDatetime, Field, ValidationInfo, field_validator

from services.workshops.schemas.lists import CaptureKind, Grade, ObservationKind, Period, Sensitivity, Theme
from services.workshops.schemas.wire import (
    Agents,
    CaptureBase,
    CapturedOut,
    Line,
    LongWords,
    Minutes,
    Mood,
    Severity,
    Text,
    Times,
    Wire,
    Words,
)


class Quantities(Wire):
    """How often, how long, for how many, and how that is known."""

    times: Times | None = None
    per: Period | None = Field(default=None, validate_default=True, examples=["week"])
    minutes: Minutes | None = None
    minutes_low: Minutes | None = Field(default=None, description="The least it takes, when that is known.")
    minutes_high: Minutes | None = Field(default=None, description="The most it takes, when that is known.")
    agents: Agents = 1
    grade: Grade = Field(default=Grade.DECLARED, description="How these quantities are known.")

    @field_validator("per", mode="after")
    @classmethod
    def _goes_with_times(cls, value: Period | None, info: ValidationInfo) -> Period | None:
        if "times" in info.data and (value is None) != (info.data["times"] is None):
            raise ValueError("Indiquez à la fois combien de fois et sur quelle durée, ou aucun des deux.")
        return value

    @field_validator("minutes_low", mode="after")
    @classmethod
    def _is_the_least(cls, value: float | None, info: ValidationInfo) -> float | None:
        typical = info.data.get("minutes")
        if value is not None and (typical is None or value > typical):
            raise ValueError("La durée la plus courte ne peut pas dépasser la durée habituelle.")
        return value

    @field_validator("minutes_high", mode="after")
    @classmethod
    def _is_the_most(cls, value: float | None, info: ValidationInfo) -> float | None:
        typical = info.data.get("minutes")
        if value is not None and (typical is None or value < typical):
            raise ValueError("La durée la plus longue ne peut pas être inférieure à la durée habituelle.")
        return value


class QuantitiesChange(Wire):
    """What is left out stays as it is; null empties what may be empty, and is refused elsewhere."""

    times: Times | None = None
    per: Period | None = None
    minutes: Minutes | None = None
    minutes_low: Minutes | None = None
    minutes_high: Minutes | None = None
    agents: Agents | None = None
    grade: Grade | None = None


class ObservationIn(CaptureBase):
    kind: ObservationKind = Field(default=ObservationKind.FACT, examples=["fact"])
    text: Text = Field(examples=["Trois appels pendant une demande d’acte de naissance."])
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    participant_id: UUID | None = Field(
        default=None, description="Who was seen or said it. It is kept and shown only while they consent."
    )


class ObservationChange(Wire):
    kind: ObservationKind | None = None
    text: Text | None = None
    sensitivity: Sensitivity | None = None
    participant_id: UUID | None = None


class ObservationOut(CapturedOut):
    kind: ObservationKind
    text: str
    sensitivity: Sensitivity
    participant_id: UUID | None


class TaskIn(CaptureBase, Quantities):
    label: Line = Field(examples=["Saisir une demande d’acte"])
    service: Words = Field(default="", examples=["état civil"])
    trigger: Words = Field(default="", description="What sets it off.", examples=["Un usager au guichet"])
    tools: Words = Field(default="", examples=["registre, tableur, logiciel d’état civil"])


class TaskChange(QuantitiesChange):
    label: Line | None = None
    service: Words | None = None
    trigger: Words | None = None
    tools: Words | None = None


class TaskOut(CapturedOut, Quantities):
    label: str
    service: str
    trigger: str
    tools: str


class HoursLost(Wire):
    """Hours lost a year: occurrences a year × minutes × agents ÷ 60, never without its range and its grade."""

    typical: float = Field(examples=[52.0])
    low: float = Field(examples=[34.7])
    high: float = Field(examples=[69.3])
    grade: Grade


class PainPointIn(CaptureBase, Quantities):
    statement: Text = Field(
        description="What hinders, without a solution in it.",
        examples=[
            "La même demande d’acte est saisie trois fois : dans le registre, le tableur et le logiciel"
        ],
    )
    theme: Theme = Field(examples=["citizens"])
    severity: Severity
    consequence: LongWords = Field(default="", examples=["L’usager attend sa copie un jour de plus."])
    workaround: LongWords = Field(default="", examples=["Un cahier tenu à la main."])
    task_id: UUID | None = Field(
        default=None, description="The task it hinders, captured in the same workshop."
    )


class PainPointChange(QuantitiesChange):
    statement: Text | None = None
    theme: Theme | None = None
    severity: Severity | None = None
    consequence: LongWords | None = None
    workaround: LongWords | None = None
    task_id: UUID | None = None


class PainPointOut(CapturedOut, Quantities):
    statement: str
    theme: Theme
    severity: int
    consequence: str
    workaround: str
    task_id: UUID | None
    hours_lost: HoursLost | None = Field(description="Absent until frequency and minutes are both known.")


class WishIn(CaptureBase):
    text: Text = Field(examples=["Retrouver un arrêté sans se rappeler son numéro."])
    author_role: Words = Field(default="", description="A role, never a name.", examples=["agente d’accueil"])
    pain_point_id: UUID | None = Field(default=None, description="A pain point of the same workshop.")


class WishChange(Wire):
    text: Text | None = None
    author_role: Words | None = None
    pain_point_id: UUID | None = None


class WishOut(CapturedOut):
    text: str
    author_role: str
    pain_point_id: UUID | None


class KeyMomentIn(CaptureBase):
    text: Text = Field(
        description="What happens.", examples=["Ouverture du guichet : six personnes attendent."]
    )
    starts_at: AwareDatetime = Field(
        description="When it begins, with its time zone.", examples=["2026-11-24T09:05:00+01:00"]
    )
    minutes: Minutes | None = Field(default=None, description="How long it lasts.")
    mood: Mood | None = None


class KeyMomentChange(Wire):
    text: Text | None = None
    starts_at: AwareDatetime | None = None
    minutes: Minutes | None = None
    mood: Mood | None = None


class KeyMomentOut(CapturedOut):
    text: str = Field(examples=["Ouverture du guichet : six personnes attendent."])
    starts_at: datetime
    minutes: float | None
    mood: int | None


class ObservationCapture(Wire):
    kind: Literal[CaptureKind.OBSERVATION]
    body: ObservationOut


class TaskCapture(Wire):
    kind: Literal[CaptureKind.TASK]
    body: TaskOut


class PainPointCapture(Wire):
    kind: Literal[CaptureKind.PAIN_POINT]
    body: PainPointOut


class WishCapture(Wire):
    kind: Literal[CaptureKind.WISH]
    body: WishOut


class KeyMomentCapture(Wire):
    kind: Literal[CaptureKind.KEY_MOMENT]
    body: KeyMomentOut


Capture: TypeAlias = Annotated[
    ObservationCapture | TaskCapture | PainPointCapture | WishCapture | KeyMomentCapture,
    Field(discriminator="kind"),
]
CaptureIn: TypeAlias = ObservationIn | TaskIn | PainPointIn | WishIn | KeyMomentIn
CaptureChange: TypeAlias = ObservationChange | TaskChange | PainPointChange | WishChange | KeyMomentChange
