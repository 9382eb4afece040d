"""What the review of notes did: where it stands, never a word of what was said."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureReviewed(Event):
    """A note was read again and vouched for."""

    name: ClassVar[str] = "workshops.capture_reviewed"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureAnonymised(Event):
    """Every name suggested in a note was replaced by a role or left by a person; `replaced` is how many."""

    name: ClassVar[str] = "workshops.capture_anonymised"
    workshop_id: UUID
    capture_id: UUID
    kind: str
    replaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureCleared(Event):
    """A note may be shown outside its authority."""

    name: ClassVar[str] = "workshops.capture_cleared"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureReviewWithdrawn(Event):
    """The review of a note was taken back: it is raw again."""

    name: ClassVar[str] = "workshops.capture_review_withdrawn"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRestored(Event):
    """A note says again what it said at an earlier version."""

    name: ClassVar[str] = "workshops.revision_restored"
    workshop_id: UUID
    capture_id: UUID
    kind: str
    restored_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureSplit(Event):
    """One note became two."""

    name: ClassVar[str] = "workshops.capture_split"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturesUnited(Event):
    """Two notes of the same day became one."""

    name: ClassVar[str] = "workshops.captures_united"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegroupingUndone(Event):
    """A split or a union was undone."""

    name: ClassVar[str] = "workshops.regrouping_undone"
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopDebriefed(Event):
    """What a day gave was told to those it was about."""

    name: ClassVar[str] = "workshops.workshop_debriefed"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DebriefWithdrawn(Event):
    """The word that a day was debriefed was taken back."""

    name: ClassVar[str] = "workshops.debrief_withdrawn"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopValidated(Event):
    """Somebody vouched for the debrief of a day."""

    name: ClassVar[str] = "workshops.workshop_validated"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidationWithdrawn(Event):
    """The validation of a day was taken back."""

    name: ClassVar[str] = "workshops.validation_withdrawn"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopFiled(Event):
    """A validated day was filed: it takes no more notes."""

    name: ClassVar[str] = "workshops.workshop_filed"
    workshop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopUnfiled(Event):
    """An administrator reopened a day that had been filed."""

    name: ClassVar[str] = "workshops.workshop_unfiled"
    workshop_id: UUID
