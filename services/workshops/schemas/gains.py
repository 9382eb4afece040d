"""The gain of a decision, checked again after six and twelve months, on the wire."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.lists import Grade
from services.workshops.schemas.wire import Text, Wire

CheckMonths = Annotated[
    Literal[6, 12], Field(description="How many months after the signature.", examples=[6])
]
ObservedHours = Annotated[
    float,
    Field(
        ge=-1_000_000, le=1_000_000, examples=[31.5],
        description="Hours a year that were really given back, checking time deducted. It may be negative.",
    ),
]  # fmt: skip
_NOTE = ["Relevé sur deux semaines par trois agents\u00a0; la relecture prend dix minutes."]
_EXPECTED = "What was expected when the decision was signed; none when nothing was said."


class GainConclusion(StrEnum):
    """What is made of a check."""

    KEPT = "kept"
    ADJUST = "adjust"
    STOP = "stop"

    @property
    def label(self) -> str:
        """The conclusion in French."""
        return {"kept": "on continue", "adjust": "on ajuste", "stop": "on arrête"}[self]

    @property
    def tone(self) -> str:
        """The colour that goes with it."""
        return {"kept": "vine", "adjust": "ochre", "stop": "slate"}[self]


class GainCheckIn(Wire):
    months: CheckMonths
    observed_hours: ObservedHours
    grade: Grade = Field(description="How the observed hours are known.", examples=["measured"])
    note: Text = Field(description="How it was seen, and what explains the gap.", examples=_NOTE)
    conclusion: GainConclusion = Field(examples=["kept"])


class GainCheckOut(Wire):
    id: UUID
    decision_id: UUID
    authority_id: UUID
    months: CheckMonths
    expected_hours: float | None = Field(description=_EXPECTED, examples=[40.0])
    observed_hours: ObservedHours
    grade: Grade
    note: str = Field(examples=_NOTE)
    conclusion: GainConclusion = Field(examples=["kept"])
    checked_at: datetime
    checked_by: UUID
    checked_name: str = Field(
        description="Who checked, as they were called then.", examples=["Camille Exemple"]
    )


class GainCheckPage(Wire):
    items: list[GainCheckOut] = Field(description="The latest first.")
    next: str | None


class DueCheck(Wire):
    decision_id: UUID
    authority_id: UUID
    hypothesis_id: UUID
    title: str = Field(description="Of the hypothesis.", examples=["Triple saisie des demandes d’acte"])
    months: CheckMonths
    due_on: date
    is_overdue: bool = Field(description="Its day has passed, in Paris.")
    is_open: bool = Field(description="It can be made: its day is at most 30 days away.")
    expected_hours: float | None = Field(description=_EXPECTED, examples=[40.0])


class DueCheckPage(Wire):
    items: list[DueCheck] = Field(description="The first due first.")
    next: str | None = None
