"""Whose rows a snapshot wants."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import PlaceIn


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose rows are wanted: the programme's authorities, or one of them; and how they are called."""

    programme_id: UUID
    authority_ids: tuple[UUID, ...]
    places: Mapping[UUID, PlaceIn]
