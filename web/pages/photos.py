"""Photos beside their notes: how a page shows one, taken out of the day, put back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from services.workshops.schemas import DebriefPhoto, PhotoOut
from web.clients.photos import PhotosClient
from web.clients.rooms import AllRooms
from web.french import typography
from web.pages.project_team import TeamVisitor
from web.visitor import go

router = APIRouter(prefix="/ateliers/{workshop_id}/photos/{photo_id}", include_in_schema=False)

_SMALL = 480


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as a page shows it: small, with the way to the whole."""

    href: str
    alt: str
    width: int
    height: int
    action: str
    is_removed: bool = False

    @property
    def small(self) -> str:
        """The address of the small one."""
        return f"{self.href}?size=small"


def pictures(workshop_id: UUID, photos: Iterable[PhotoOut | DebriefPhoto]) -> dict[UUID, Picture]:
    """Give how to show each photo, by the id of its note."""
    return {one.id: _picture(workshop_id, one) for one in photos}


@router.post("/retrait")
async def remove_photo(
    request: Request, workshop_id: UUID, photo_id: UUID, _: TeamVisitor, rooms: AllRooms,
    review: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    """Take the picture out of the day; its caption stays."""
    await PhotosClient(rooms.workshops.api).remove(workshop_id, photo_id)
    said = "Photo retirée, sa légende reste. « Rétablir la photo » la remet, pendant trente jours."
    return go(request, _back(workshop_id, photo_id, review), say=typography(said))


@router.post("/retablissement")
async def restore_photo(
    request: Request, workshop_id: UUID, photo_id: UUID, _: TeamVisitor, rooms: AllRooms,
    review: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    """Put it back."""
    await PhotosClient(rooms.workshops.api).restore(workshop_id, photo_id)
    return go(request, _back(workshop_id, photo_id, review), say="Photo rétablie.")


def _picture(workshop_id: UUID, one: PhotoOut | DebriefPhoto) -> Picture:
    scale = min(1, _SMALL / max(one.width, one.height))
    return Picture(
        href=f"/api/workshops/v1/workshops/{workshop_id}/photos/{one.id}", alt=one.caption,
        width=round(one.width * scale), height=round(one.height * scale),
        action=f"/ateliers/{workshop_id}/photos/{one.id}",
        is_removed=isinstance(one, PhotoOut) and one.removed_at is not None,
    )  # fmt: skip


def _back(workshop_id: UUID, photo_id: UUID, review: bool) -> str:
    return f"/ateliers/{workshop_id}/{f'relecture?note={photo_id}' if review else f'#note-{photo_id}'}"
