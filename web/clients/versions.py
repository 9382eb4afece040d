"""What pages ask of the workshops service about notes that two people changed."""

from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import CandidateOut, CandidatePage
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class VersionsClient:
    """The two values of a field, typed."""

    api: Api

    async def waiting(self, workshop_id: UUID) -> list[CandidateOut]:
        """List what waits for a choice in a day."""
        return (await self.api.read(f"/workshops/{workshop_id}/candidates", CandidatePage)).items

    async def settle(self, candidate_id: UUID, *, take: bool, version: int) -> None:
        """Choose, having seen the note at this version."""
        headers = {"if-match": f'"{version}"'}
        path = f"/candidates/{candidate_id}/settlement"
        await self.api.send("POST", path, json={"take": take}, headers=headers)
