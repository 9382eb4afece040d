"""What pages ask of the preparation of a day."""

from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import ChecklistItem, PreparationOut
from web.clients.api import Api
from web.clients.workshops import Form


@dataclass(frozen=True, slots=True)
class PreparationsClient:
    """The preparation of workshops, typed."""

    api: Api

    async def read(self, workshop_id: UUID) -> PreparationOut:
        """Read the agenda and the checklist."""
        return await self.api.read(f"/workshops/{workshop_id}/preparation", PreparationOut)

    async def say_prepared(self, workshop_id: UUID, *, is_ready: bool) -> None:
        """Say that the day is prepared, or that it is not yet."""
        await self.api.send("POST" if is_ready else "DELETE", f"/workshops/{workshop_id}/preparation")

    async def tick(self, workshop_id: UUID, item: ChecklistItem, *, is_done: bool) -> None:
        """Tick a line, or untick it."""
        await self.api.send("PUT" if is_done else "DELETE", f"/workshops/{workshop_id}/checklist/{item}")

    async def save(self, workshop_id: UUID, new: Form, *, moment: UUID | None) -> None:
        """Add a moment, or change one."""
        path = f"/workshops/{workshop_id}/agenda"
        method, path = ("PUT", f"{path}/{moment}") if moment else ("POST", path)
        await self.api.send(method, path, json=dict(new))

    async def remove(self, workshop_id: UUID, item_id: UUID) -> None:
        """Take a moment out."""
        await self.api.send("DELETE", f"/workshops/{workshop_id}/agenda/{item_id}")
