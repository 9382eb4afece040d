"""Programmes and workshops on the wire."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.captures import Capture
from services.workshops.schemas.lists import EnrolmentState, Mode, Theme, WorkshopState
from services.workshops.schemas.wire import Line, LongWords, Wire, Words


class EnrolmentOut(Wire):
    authority_id: UUID
    state: EnrolmentState
    since: date


class ProgrammeOut(Wire):
    id: UUID
    name: str = Field(examples=["Expérimentation IA 2024"])
    starts_on: date
    ends_on: date
    applications_until: date | None = Field(description="The last day on which an authority may apply.")
    reviews_wanted: int = Field(description="How many people are to score each application.", examples=[2])
    population_bounds: list[int] = Field(
        description="Where population strata meet, in inhabitants.", examples=[[500, 2000, 10_000, 50_000]]
    )
    scoring_closed_at: datetime | None = Field(description="When all scores were shown to the project team.")
    authorities: list[EnrolmentOut] = Field(description="Those of them that the caller may see.")

    @property
    def enrolled(self) -> list[EnrolmentOut]:
        """Those that take part or did: all but candidates."""
        return [one for one in self.authorities if one.state is not EnrolmentState.CANDIDATE]


class ProgrammePage(Wire):
    items: list[ProgrammeOut]


class WorkshopIn(Wire):
    programme_id: UUID
    authority_id: UUID = Field(description="An authority enrolled in the programme.")
    held_on: date = Field(examples=["2026-11-24"])
    place: Words = Field(default="", examples=["Mairie, accueil et état civil"])
    mode: Mode = Mode.SHADOWING
    themes: list[Theme] = Field(default_factory=list, max_length=5, examples=[["citizens", "documents"]])
    facilitators: list[UUID] | None = Field(
        default=None, max_length=10, description="People of the project team. Left out: the person who plans."
    )
    preparation: LongWords = Field(default="", description="Notes to prepare the day.")


class WorkshopChange(Wire):
    held_on: date | None = None
    place: Words | None = None
    mode: Mode | None = None
    themes: list[Theme] | None = Field(default=None, max_length=5)
    facilitators: list[UUID] | None = Field(default=None, max_length=10)
    preparation: LongWords | None = None


class Cancellation(Wire):
    reason: Line = Field(examples=["La secrétaire de mairie est absente."])


class WorkshopOut(Wire):
    id: UUID
    programme_id: UUID
    authority_id: UUID
    held_on: date
    place: str
    mode: Mode
    themes: list[Theme]
    facilitators: list[UUID]
    preparation: str = Field(
        description="Notes to prepare the day.", examples=["Demander à voir le registre papier."]
    )
    state: WorkshopState = Field(description="Computed from the dates below.")
    planned_at: datetime
    prepared_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    debriefed_at: datetime | None = Field(default=None, description="When it was told to those it is about.")
    validated_at: datetime | None = Field(default=None, description="When somebody vouched for the debrief.")
    validated_by: UUID | None = Field(default=None, description="Who vouched for it.")
    filed_at: datetime | None = Field(
        default=None,
        description="When it was filed: it takes no more notes unless an administrator reopens it.",
    )
    cancelled_at: datetime | None
    cancellation_reason: str = Field(description="Empty unless it is cancelled.", examples=[""])
    version: int

    @property
    def takes_notes(self) -> bool:
        """Tell whether a new capture would be accepted now."""
        return self.state in {WorkshopState.PLANNED, WorkshopState.PREPARED, WorkshopState.RUNNING}


class WorkshopPage(Wire):
    items: list[WorkshopOut]
    next: str | None


class CaptureCounts(Wire):
    """How many of each, without those removed."""

    observation: int = 0
    task: int = 0
    pain_point: int = 0
    wish: int = 0
    key_moment: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.observation + self.task + self.pain_point + self.wish + self.key_moment


class Overview(Wire):
    """A workshop's day in one answer."""

    workshop: WorkshopOut
    counts: CaptureCounts
    captures: list[Capture] = Field(
        description="The latest first; removed ones keep their place, with `removed_at` set."
    )
    contested: int = Field(
        default=0, description="Changes that wait for somebody to choose between two values; see candidates."
    )
    are_withheld: bool = Field(description="True when some or all notes are not open to the caller's role.")
    next: str | None
