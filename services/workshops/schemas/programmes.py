"""Programmes, their rules of selection, and the words that their forms share."""

from datetime import date
from itertools import pairwise
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from services.workshops.schemas.lists import EnrolmentState
from services.workshops.schemas.wire import Wire

_NO_NUL = r"^[^\x00]*$"
ShortLine = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_NO_NUL)
]
ShortWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=_NO_NUL)]
Paragraph = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=_NO_NUL)
]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=_NO_NUL)]


def _within_reach(day: date) -> date:
    if not 2000 <= day.year <= 2100:
        raise ValueError("Choisissez une date entre 2000 et 2100.")
    return day


Day = Annotated[date, AfterValidator(_within_reach)]
"""A day that a calendar can show: from 2000 to 2100."""


def _in_order(bounds: list[int]) -> list[int]:
    if any(low >= high for low, high in pairwise(bounds)):
        raise ValueError("Donnez des nombres d’habitants qui vont en croissant.")
    return bounds


Bounds = Annotated[
    list[Annotated[int, Field(ge=1, le=100_000_000)]],
    Field(
        min_length=1, max_length=8, examples=[[500, 2000, 10_000, 50_000]],
        description="Where one population stratum ends and the next one begins, in inhabitants, increasing.",
    ),
    AfterValidator(_in_order),
]  # fmt: skip
_BOUNDS = [500, 2000, 10_000, 50_000]


class ProgrammeIn(Wire):
    name: ShortLine = Field(examples=["Promotion 2027"])
    starts_on: Day = Field(examples=["2027-01-11"])
    ends_on: Day = Field(examples=["2027-12-17"], description="Not before it starts.")
    applications_until: Day | None = Field(
        default=None, examples=["2026-12-04"], description="The last day on which an authority may apply."
    )
    reviews_wanted: int = Field(
        default=2, ge=1, le=9, description="How many people are to score each application."
    )
    population_bounds: Bounds = Field(default_factory=lambda: list(_BOUNDS))


class CriterionIn(Wire):
    label: ShortLine = Field(examples=["Motivation et portage"])
    weight: int = Field(ge=1, le=10, examples=[3], description="How much it counts beside the others.")
    anchors: list[ShortLine] = Field(
        min_length=6, max_length=6, description="What each score means, from 0 to 5: six sentences.",
        examples=[["Rien n’est dit", "Une intention", "Un service est cité", "Un élu s’engage",
                   "Élu et direction s’engagent", "Une équipe et du temps sont réservés"]],
    )  # fmt: skip


class CriterionOut(CriterionIn):
    id: UUID
    programme_id: UUID


class CriterionPage(Wire):
    items: list[CriterionOut] = Field(description="In the order in which they were written.")
    next: str | None = None


STATE_LABELS = {
    EnrolmentState.CANDIDATE: "candidate",
    EnrolmentState.SELECTED: "retenue",
    EnrolmentState.AGREED: "conventionnée",
    EnrolmentState.ACTIVE: "active",
    EnrolmentState.CLOSING: "en clôture",
    EnrolmentState.LEFT: "sortie",
    EnrolmentState.CONTINUED: "poursuit",
}
"""What people read of an authority's state; « collectivité » is feminine."""
