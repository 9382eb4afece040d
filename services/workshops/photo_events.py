"""What became of photos: where each stands, never what it shows."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoKept(Event):
    """A photo arrived whole, and was kept."""

    name: ClassVar[str] = "workshops.photo_kept"
    workshop_id: UUID
    photo_id: UUID
    is_blurred: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRemoved(Event):
    """A photo was removed from its workshop, its caption left; it can be restored."""

    name: ClassVar[str] = "workshops.photo_removed"
    workshop_id: UUID
    photo_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRestored(Event):
    """A photo that had been removed is back in its workshop."""

    name: ClassVar[str] = "workshops.photo_restored"
    workshop_id: UUID
    photo_id: UUID
