"""What pages ask of the workshops service for somebody who was met in a workshop."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import OwnNote, OwnNotes
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class OwnNotesClient:
    """The notes of one's own day, typed."""

    api: Api

    async def read(self, participant_id: UUID) -> OwnNotes:
        """Read the notes of one's own day."""
        return await self.api.read(f"/participations/{participant_id}/notes", OwnNotes)

    async def suggest(self, participant_id: UUID, body: Mapping[str, object]) -> OwnNote:
        """Propose other words for one of them."""
        path = f"/participations/{participant_id}/suggestions"
        return await self.api.write("POST", path, OwnNote, body=body)
