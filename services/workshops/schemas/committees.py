"""The papers of a meeting that decides, on the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.preparations import LocalTime
from services.workshops.schemas.snapshots import PlaceIn
from services.workshops.schemas.wire import Line, LongWords, Wire, Words

_TITLE = ["Comité de décision de janvier"]


class CommitteePackIn(Wire):
    title: Line = Field(examples=_TITLE)
    held_on: date = Field(examples=["2027-01-14"])
    place: Words = Field(default="", examples=["Salle du conseil"])
    starts_at: LocalTime | None = Field(
        default=None, description="In Paris. With it, each point has its hour.", examples=["14:00"]
    )
    minutes_each: Annotated[int, Field(ge=2, le=120, examples=[10])] = 10
    opening: LongWords = Field(
        default="", description="What is said first.", examples=["Rappel de la méthode, puis quatre points."]
    )
    hypothesis_ids: list[UUID] = Field(
        min_length=1, max_length=30, description="In the order of the agenda. Their assessments are shown."
    )
    places: list[PlaceIn] = Field(default_factory=list, max_length=500)


class CommitteePackOut(Wire):
    id: UUID
    authority_id: UUID | None = Field(description="None: it speaks of several authorities.")
    title: str = Field(examples=_TITLE)
    held_on: date
    points: int = Field(description="How many hypotheses are on its agenda.", examples=[4])
    made_at: datetime
    made_by: UUID
    sha256: str = Field(
        description="Of what was frozen. The same pack gives the same bytes.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )


class CommitteePackPage(Wire):
    items: list[CommitteePackOut]
    next: str | None
