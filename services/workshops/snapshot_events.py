"""What became of snapshots: how much they hold, never what."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotMade(Event):
    """What an authority's workshops held, or a programme's, was frozen for exports and a report."""

    name: ClassVar[str] = "workshops.snapshot_made"
    snapshot_id: UUID
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotNarrowed(Event):
    """Notes whose author withdrew their consent, and photos shown no more, were taken out of a snapshot for good."""

    name: ClassVar[str] = "workshops.snapshot_narrowed"
    snapshot_id: UUID
    notes: int
    photos: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDeleted(Event):
    """A snapshot was deleted for good; what it was made of stays."""

    name: ClassVar[str] = "workshops.snapshot_deleted"
    snapshot_id: UUID
