"""What pages ask of suppliers' statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.metrics.statements.schemas import StatementOut, StatementPage
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class StatementsClient:
    """The statements of the metrics service, typed."""

    api: Api

    async def statements(self, *, cursor: str | None = None) -> StatementPage:
        """List them, the latest first."""
        return await self.api.read("/statements", StatementPage, query={"cursor": cursor, "limit": 20})

    async def statement(self, statement_id: UUID) -> StatementOut:
        """Read one."""
        return await self.api.read(f"/statements/{statement_id}", StatementOut)

    async def bring(self, new: Mapping[str, object]) -> StatementOut:
        """Bring a file in.

        Raises: Refused.
        """
        return await self.api.write("POST", "/statements", StatementOut, body=new)

    async def confirm(self, statement_id: UUID) -> StatementOut:
        """Count it."""
        return await self.api.write("POST", f"/statements/{statement_id}/confirmation", StatementOut, body={})

    async def withdraw(self, statement_id: UUID) -> StatementOut:
        """Take it back."""
        return await self.api.write("POST", f"/statements/{statement_id}/withdrawal", StatementOut, body={})
