"""What happened in a programme: who came in, how far, and what its people were trained in. Never a word or a name."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeCreated(Event):
    """A programme was created."""

    name: ClassVar[str] = "workshops.programme_created"
    programme_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationMade(Event):
    """An authority applied to a programme, or came back on its withdrawal."""

    name: ClassVar[str] = "workshops.application_made"
    programme_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn(Event):
    """An authority withdrew its application."""

    name: ClassVar[str] = "workshops.application_withdrawn"
    programme_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSubmitted(Event):
    """Somebody handed in their scores of an application; the scores stay out of this."""

    name: ClassVar[str] = "workshops.review_submitted"
    programme_id: UUID
    application_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentMoved(Event):
    """An authority took a step in a programme, or a step was undone: `state` is where it stands now."""

    name: ClassVar[str] = "workshops.enrolment_moved"
    programme_id: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRecorded(Event):
    """The agreement that an authority signed was written down."""

    name: ClassVar[str] = "workshops.agreement_recorded"
    programme_id: UUID
    agreement_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EventAttended(Event):
    """So many people of an authority came to a gathering: the last word on both counts; nought, nobody did."""

    name: ClassVar[str] = "workshops.event_attended"
    programme_id: UUID
    gathering_id: UUID
    kind: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingAttended(Event):
    """So many people of an authority followed so many hours each: the last word on a gathering counts."""

    name: ClassVar[str] = "workshops.training_attended"
    programme_id: UUID
    gathering_id: UUID
    people: int
    hours: float
