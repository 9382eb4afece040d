"""What the review of notes did: where it stands, never a word of what was said."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfCapture(Event):
    workshop_id: UUID
    capture_id: UUID
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureReviewed(_OfCapture):
    """A note was read again and vouched for."""

    name: ClassVar[str] = "workshops.capture_reviewed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureAnonymised(_OfCapture):
    """Every name suggested in a note was replaced by a role or left by a person; `replaced` is how many."""

    name: ClassVar[str] = "workshops.capture_anonymised"
    replaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureCleared(_OfCapture):
    """A note may be shown outside its authority."""

    name: ClassVar[str] = "workshops.capture_cleared"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureReviewWithdrawn(_OfCapture):
    """The review of a note was taken back: it is raw again."""

    name: ClassVar[str] = "workshops.capture_review_withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionRestored(_OfCapture):
    """A note says again what it said at an earlier version."""

    name: ClassVar[str] = "workshops.revision_restored"
    restored_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureSplit(_OfCapture):
    """One note became two."""

    name: ClassVar[str] = "workshops.capture_split"


@dataclass(frozen=True, slots=True, kw_only=True)
class CapturesUnited(_OfCapture):
    """Two notes of the same day became one."""

    name: ClassVar[str] = "workshops.captures_united"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegroupingUndone(_OfCapture):
    """A split or a union was undone."""

    name: ClassVar[str] = "workshops.regrouping_undone"
