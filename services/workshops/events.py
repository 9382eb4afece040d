"""What happened in workshops: counted by metrics, never a word of what was said."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopPlanned(Event):
    """A workshop was put in the calendar of a programme."""

    name: ClassVar[str] = "workshops.workshop_planned"
    workshop_id: UUID
    programme_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopStarted(Event):
    """A workshop's day began, said so or by its first capture."""

    name: ClassVar[str] = "workshops.workshop_started"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopClosed(Event):
    """A workshop's day was ended: its notes are to be reviewed."""

    name: ClassVar[str] = "workshops.workshop_closed"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopReopened(Event):
    """The end of a workshop's day was undone."""

    name: ClassVar[str] = "workshops.workshop_reopened"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopCancelled(Event):
    """A workshop was taken out of the calendar."""

    name: ClassVar[str] = "workshops.workshop_cancelled"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopReinstated(Event):
    """A workshop's cancellation was undone."""

    name: ClassVar[str] = "workshops.workshop_reinstated"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationNoted(Event):
    """An observation was captured; `kind` tells a fact from a verbatim, a document, a photo or a measure."""

    name: ClassVar[str] = "workshops.observation_noted"
    workshop_id: UUID
    observation_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskNoted(Event):
    """A task was captured: something that the agents do."""

    name: ClassVar[str] = "workshops.task_noted"
    workshop_id: UUID
    task_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPointReported(Event):
    """A pain point was captured: something that hinders the agents, with its theme."""

    name: ClassVar[str] = "workshops.pain_point_reported"
    workshop_id: UUID
    pain_point_id: UUID
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WishNoted(Event):
    """A wish of the agents was captured."""

    name: ClassVar[str] = "workshops.wish_noted"
    workshop_id: UUID
    wish_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyMomentNoted(Event):
    """A key moment of the day was captured."""

    name: ClassVar[str] = "workshops.key_moment_noted"
    workshop_id: UUID
    key_moment_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRemoved(Event):
    """A captured thing was removed from its workshop; it can be restored."""

    name: ClassVar[str] = "workshops.capture_removed"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRestored(Event):
    """A captured thing that had been removed is back in its workshop."""

    name: ClassVar[str] = "workshops.capture_restored"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisDrafted(Event):
    """A hypothesis was written down; `evidence` is how many pieces it began with."""

    name: ClassVar[str] = "workshops.hypothesis_drafted"
    hypothesis_id: UUID
    evidence: int
