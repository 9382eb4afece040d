"""What pages ask of the workshops service about pain points that resemble each other."""

from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import ClusterOut, MergeOut, PainPointOut, SimilarPage
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class FindingClient:
    """Pain points alike and merged, typed."""

    api: Api

    async def pain_point(self, pain_point_id: UUID) -> PainPointOut:
        """Read one pain point."""
        return await self.api.read(f"/pain-points/{pain_point_id}", PainPointOut)

    async def cluster(self, pain_point_id: UUID) -> ClusterOut:
        """Read a pain point with those brought together with it."""
        return await self.api.read(f"/pain-points/{pain_point_id}/cluster", ClusterOut)

    async def similar(self, pain_point_id: UUID) -> SimilarPage:
        """Read what may say the same."""
        return await self.api.read(f"/pain-points/{pain_point_id}/similar", SimilarPage)

    async def merge(self, duplicate_id: UUID, *, kept_id: UUID) -> MergeOut:
        """Fold one pain point into another."""
        body = {"duplicate_id": str(duplicate_id), "kept_id": str(kept_id)}
        return await self.api.write("POST", "/merges", MergeOut, body=body)

    async def undo(self, merge_id: UUID) -> None:
        """Take a pain point out again."""
        await self.api.send("DELETE", f"/merges/{merge_id}")
