"""HTTP in, one call, HTTP out: photos of a day, sent part by part, read with their notes."""
# ruff: noqa: FAST003  the workshop that an address names is read by a dependency

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from starlette.requests import ClientDisconnect

import services.workshops.schemas as wire
from services.kit import etags
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.workshops import photos
from services.workshops.routes.asking import Day, Editing, Reader, Writing
from services.workshops.routes.operations import OURS, Tablet
from services.workshops.sight import Sight

router = APIRouter(route_class=IdempotentRoute)

HERE = "/workshops/{workshop_id}/photos/{photo_id}"
Number = Annotated[int, Path(ge=0, lt=wire.PARTS, description="Which part, from 0.", examples=[0])]
Digest = Annotated[
    str,
    Header(
        max_length=60,
        description="SHA-256 of the part, as RFC 9530 writes it: `sha-256=:`, base64, `:`.",
        examples=["sha-256=:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=:"],
    ),
]
Size = Annotated[wire.PhotoSize, Query(description="Whole, or 480 points a side at most.")]
_BYTES: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "format": "binary"},
                "example": "The bytes of the part.",
            }
        },
    }
}
_JPEG: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The photo, without metadata.",
        "content": {"image/jpeg": {"schema": {"type": "string", "format": "binary"}, "example": "JPEG…"}},
    },
    304: {"description": "The caller holds this very photo, and may still see it."},
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it came, and what it says it is."""

    number: int
    content: bytes
    digest: str


async def read_part(number: Number, request: Request, content_digest: Digest) -> Part:
    """Read the bytes of one part.

    Raises: PartDamaged, to nobody any more, when the line was cut meanwhile.
    """
    try:
        return Part(number, await request.body(), content_digest)
    except ClientDisconnect as cut:
        raise photos.PartDamaged from cut


@router.put(HERE + "/parts/{number}", openapi_extra=_BYTES)
async def send_photo_part(
    day: Day, photo_id: UUID, part: Annotated[Part, Depends(read_part)], response: Response, session: Session, _: Tablet
) -> wire.PartReceipt:  # fmt: skip
    """Send one part of a photo: 64 KB at most, in any order, again as often as the line needs.

    The id is made by the client (UUIDv7 by preference). Parts wait three days for the photo to be completed. A tablet's
    grant for this workshop opens this address; `Terrain-Author` tells whose photo it is.
    """
    response.headers[OURS] = "1"
    found = await photos.receive(
        session, day, photo_id, part.number, content=part.content, digest=part.digest
    )
    return wire.PartReceipt(number=part.number, hash=found.hex())


@router.post(HERE)
async def complete_photo(
    day: Day, photo_id: UUID, new: wire.PhotoIn, response: Response, session: Session, caller: Tablet
) -> wire.PhotoReceipt:
    """Make a photo of its parts, once, and note what it shows as an observation of the same id.

    Ask this first and after: while parts are missing it is refused (409, `parts_missing`), `missing` tells which to
    send, and nothing is kept. JPEG, PNG or WebP; it is drawn anew as a JPEG of 1600 points a side at most, without
    position, camera or any other metadata. Sent again, it is answered the same. Let go of the photo only when the
    header `X-Terrain: 1` is there and the id and the hash are yours.
    """
    response.headers[OURS] = "1"
    photo = await photos.complete(session, day, photo_id, new, by=caller)
    return wire.PhotoReceipt(id=photo.id, hash=photo.received_hash.hex())


@router.get("/workshops/{workshop_id}/photos")
async def list_photos(day: Day, session: Session, caller: Reader) -> wire.PhotoList:
    """List the photos of a day that the caller's role opens, as it opens notes; those removed only to the team."""
    return wire.PhotoList(items=await photos.listed(session, day, sight=Sight.of(caller)))


@router.get(HERE, responses=_JPEG, response_class=Response)
async def read_photo(
    day: Day, photo_id: UUID, session: Session, caller: Reader, size: Size = wire.PhotoSize.WHOLE,
    if_none_match: Annotated[str, Header(max_length=200, description="The ETag of what is held.")] = "",
) -> Response:  # fmt: skip
    """Read a photo. A browser may keep it, and asks each time whether it may still be seen."""
    shot = await photos.get(session, day, photo_id, by=caller)
    content = await photos.picture(session, shot, size)
    headers = {"etag": f'"{shot.row.kept_hash.hex()[:32]}-{size}"', "cache-control": "private, no-cache"}
    if headers["etag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="image/jpeg", headers=headers)


@router.patch(HERE)
async def change_photo(day: Day, photo_id: UUID, new: wire.PhotoChange, edit: Editing) -> wire.PhotoOut:
    """Say anew what a photo shows: the words of its observation change."""
    shot = await photos.get(edit.session, day, photo_id, by=edit.by, hold=True)
    edit.check(shot.note)
    await photos.caption(edit.session, shot, new.caption)
    edit.show(shot.note)
    return shot.out


@router.delete(HERE)
async def remove_photo(day: Day, photo_id: UUID, write: Writing) -> wire.PhotoOut:
    """Take the picture out of the day; its caption stays. It can be restored for thirty days, then it is erased."""
    shot = await photos.get(write.session, day, photo_id, by=write.by, hold=True)
    etags.show(write.response, shot.note.version)
    return (await photos.remove(write.session, shot, by=write.by)).out


@router.post(HERE + "/restoration", status_code=201)
async def restore_photo(day: Day, photo_id: UUID, write: Writing) -> wire.PhotoOut:
    """Put a removed picture back."""
    shot = await photos.get(write.session, day, photo_id, by=write.by, hold=True)
    etags.show(write.response, shot.note.version)
    return (await photos.restore(write.session, shot, by=write.by)).out
