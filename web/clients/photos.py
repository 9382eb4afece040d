"""What pages ask of the workshops service about the photos of a day."""

from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import PhotoList, PhotoOut
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class PhotosClient:
    """The photos of a day, typed. Every call raises Refused when the service says no."""

    api: Api

    async def of_day(self, workshop_id: UUID) -> dict[UUID, PhotoOut]:
        """Read which notes of a day have a photo."""
        found = await self.api.read(f"/workshops/{workshop_id}/photos", PhotoList)
        return {one.id: one for one in found.items}

    async def remove(self, workshop_id: UUID, photo_id: UUID) -> None:
        """Take a picture out of the day."""
        await self.api.send("DELETE", f"/workshops/{workshop_id}/photos/{photo_id}")

    async def restore(self, workshop_id: UUID, photo_id: UUID) -> None:
        """Put it back."""
        await self.api.send("POST", f"/workshops/{workshop_id}/photos/{photo_id}/restoration")
