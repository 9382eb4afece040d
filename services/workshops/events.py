"""What happened in workshops: counted by metrics, never a word of what was said."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopPlanned(Event):
    name: ClassVar[str] = "workshops.workshop_planned"
    workshop_id: UUID
    programme_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopStarted(Event):
    name: ClassVar[str] = "workshops.workshop_started"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopClosed(Event):
    name: ClassVar[str] = "workshops.workshop_closed"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopReopened(Event):
    name: ClassVar[str] = "workshops.workshop_reopened"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopCancelled(Event):
    name: ClassVar[str] = "workshops.workshop_cancelled"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopReinstated(Event):
    name: ClassVar[str] = "workshops.workshop_reinstated"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationNoted(Event):
    name: ClassVar[str] = "workshops.observation_noted"
    workshop_id: UUID
    observation_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskNoted(Event):
    name: ClassVar[str] = "workshops.task_noted"
    workshop_id: UUID
    task_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPointReported(Event):
    name: ClassVar[str] = "workshops.pain_point_reported"
    workshop_id: UUID
    pain_point_id: UUID
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WishNoted(Event):
    name: ClassVar[str] = "workshops.wish_noted"
    workshop_id: UUID
    wish_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRemoved(Event):
    name: ClassVar[str] = "workshops.capture_removed"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRestored(Event):
    name: ClassVar[str] = "workshops.capture_restored"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HypothesisDrafted(Event):
    name: ClassVar[str] = "workshops.hypothesis_drafted"
    hypothesis_id: UUID
    evidence: int
