"""What pages ask of the workshops service about snapshots."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import RegionalReportOut, ReportOut, SnapshotOut, SnapshotPage
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class SnapshotsClient:
    """Snapshots, typed."""

    api: Api

    async def listed(self, *, cursor: str | None = None) -> SnapshotPage:
        """List snapshots, the latest first."""
        return await self.api.read("/snapshots", SnapshotPage, query={"cursor": cursor, "limit": 20})

    async def make(self, new: Mapping[str, object]) -> SnapshotOut:
        """Make a snapshot."""
        return await self.api.write("POST", "/snapshots", SnapshotOut, body=new)

    async def report(self, snapshot_id: UUID) -> ReportOut:
        """Read the closing report of an authority's snapshot."""
        return await self.api.read(f"/snapshots/{snapshot_id}/report", ReportOut)

    async def regional_report(self, snapshot_id: UUID) -> RegionalReportOut:
        """Read the closing report of a programme's snapshot."""
        return await self.api.read(f"/snapshots/{snapshot_id}/regional-report", RegionalReportOut)

    async def delete(self, snapshot_id: UUID) -> None:
        """Delete a snapshot for good."""
        await self.api.send("DELETE", f"/snapshots/{snapshot_id}")
