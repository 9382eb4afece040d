"""What pages ask of the workshops service about the debrief of a day."""

from dataclasses import dataclass
from uuid import UUID

import httpx

from services.workshops.schemas import DebriefOut
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class DebriefsClient:
    """The debrief of a day, typed. Every call raises Refused when the service says no."""

    api: Api

    async def read(self, workshop_id: UUID) -> DebriefOut:
        """Read what a day gave, as it may be told."""
        return await self.api.read(f"/workshops/{workshop_id}/debrief", DebriefOut)

    async def file(self, workshop_id: UUID, *, name: str) -> httpx.Response:
        """Get the sheet as a PDF."""
        return await self.api.send("GET", f"/workshops/{workshop_id}/debrief/file", params={"name": name})

    async def say(self, workshop_id: UUID, what: str, *, undo: bool = False) -> None:
        """Say that the day was debriefed (`debrief`) or vouch for it (`validation`); or take that back."""
        await self.api.send("DELETE" if undo else "POST", f"/workshops/{workshop_id}/{what}")
