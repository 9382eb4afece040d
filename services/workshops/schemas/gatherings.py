"""What a programme's calendar holds: gatherings, deadlines, and who came, on the wire."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, WithJsonSchema, model_validator

from services.workshops.schemas.programmes import Day, ShortLine, ShortWords
from services.workshops.schemas.wire import Wire

# JSON Schema's « time » wants a zone: a local time has none, so the format is left out of the document.
Clock = Annotated[time, WithJsonSchema({"type": "string"})]


class GatheringKind(StrEnum):
    """What brings people together, or what must be done by then."""

    LAUNCH = "launch"
    TRAINING = "training"
    FORUM = "forum"
    MEETING = "meeting"
    DEADLINE = "deadline"

    @property
    def label(self) -> str:
        """The kind in French."""
        return {
            "launch": "journée de lancement", "training": "formation", "forum": "forum d’échanges",
            "meeting": "réunion", "deadline": "échéance",
        }[self]  # fmt: skip


class GatheringIn(Wire):
    kind: GatheringKind = Field(examples=["training"])
    label: ShortLine = Field(examples=["Écrire une demande claire à l’assistant"])
    held_on: Day = Field(examples=["2027-02-04"])
    starts_at: Clock | None = Field(
        default=None, examples=["09:30"], description="Local time, without a zone."
    )
    ends_at: Clock | None = Field(default=None, examples=["12:30"], description="Later on the same day.")
    place: ShortWords = Field(default="", examples=["Mairie, accueil et état civil"])
    capacity: int | None = Field(default=None, ge=1, le=10_000, examples=[30], description="Seats.")

    @model_validator(mode="after")
    def _times(self) -> "GatheringIn":
        if any(one is not None and one.tzinfo for one in (self.starts_at, self.ends_at)):
            raise ValueError("Donnez l’heure du lieu, sans fuseau.")
        if (self.starts_at is None) != (self.ends_at is None):
            raise ValueError("Donnez l’heure de début et celle de fin, ou aucune des deux.")
        if self.starts_at and self.ends_at and self.starts_at >= self.ends_at:
            raise ValueError("La fin doit venir après le début.")
        return self


class AttendanceIn(Wire):
    people: int = Field(ge=1, le=10_000, examples=[3], description="How many of the authority's people came.")
    hours: float = Field(
        default=0, ge=0, le=100, examples=[3.0], description="Hours of training that each of them followed."
    )


class AttendanceOut(Wire):
    gathering_id: UUID
    authority_id: UUID
    label: str = Field(examples=["Écrire une demande claire à l’assistant"])
    kind: GatheringKind
    held_on: date
    people: int = Field(examples=[3])
    hours: float = Field(examples=[3.0], description="For each person.")

    @property
    def total_hours(self) -> float:
        """Hours of training followed in all: people times hours."""
        return self.people * self.hours


class GatheringOut(Wire):
    id: UUID
    programme_id: UUID
    kind: GatheringKind
    label: str = Field(examples=["Écrire une demande claire à l’assistant"])
    held_on: date
    starts_at: Clock | None = Field(examples=["09:30:00"])
    ends_at: Clock | None = Field(examples=["12:30:00"])
    place: str = Field(examples=["Mairie, accueil et état civil"])
    capacity: int | None = Field(examples=[30])
    is_cancelled: bool
    attendances: list[AttendanceOut] = Field(description="Those that the caller may see.")
    version: int

    @property
    def people(self) -> int:
        """How many came, of those the caller may see."""
        return sum(one.people for one in self.attendances)

    @property
    def is_taken(self) -> bool:
        """Tell whether people come to it at all: nobody attends a deadline."""
        return self.kind is not GatheringKind.DEADLINE


class EntryKind(StrEnum):
    """What an entry of the calendar is about."""

    WORKSHOP = "workshop"
    GATHERING = "gathering"
    LIMIT = "limit"


class CalendarEntry(Wire):
    """One day of the calendar, whatever it comes from."""

    kind: EntryKind
    id: UUID = Field(description="The workshop's, the gathering's, or for a limit the programme's.")
    programme_id: UUID
    authority_id: UUID | None = Field(description="The workshop's.")
    label: str = Field(examples=["Dernier jour pour candidater"], description="Empty for a workshop.")
    held_on: date
    starts_at: Clock | None = Field(examples=["09:30:00"])
    ends_at: Clock | None = Field(examples=["12:30:00"])
    place: str = Field(examples=["Mairie, accueil et état civil"])
    gathering_kind: GatheringKind | None
    is_cancelled: bool
    is_mine: bool = Field(
        description="A day of the caller's own: they run it, are met in it, or it is for all."
    )
    version: int


class CalendarOut(Wire):
    items: list[CalendarEntry] = Field(description="By day.")
    next: str | None = None
