"""HTTP in, one call, HTTP out: the debrief of a day."""
# ruff: noqa: FAST003  the workshop that an address names is read by a dependency

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

import services.workshops.schemas as wire
from services.kit import etags
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal, requires
from services.workshops import debriefs, filings, photos
from services.workshops.exports import debrief_pdf
from services.workshops.routes.asking import Day, Writing
from services.workshops.routes.snapshots import attached
from services.workshops.snapshots import File
from services.workshops.tables import Workshop

router = APIRouter(route_class=IdempotentRoute)

# The sheet holds raw notes: for those who read all of them (see sight.py). The authority's contact validates too.
Told = Annotated[Principal, Depends(requires("facilitator", "admin", "champion", scope="workshops:read"))]
Validator = Annotated[
    Principal, Depends(requires("facilitator", "admin", "champion", scope="workshops:write"))
]
Admin = Annotated[Principal, Depends(requires("admin", scope="workshops:write"))]
Name = Annotated[
    str, Query(max_length=120, pattern=r"^[^\x00]*$", description="The authority's name, for the heading.")
]
PDF: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The PDF.",
        "content": {
            "application/pdf": {"schema": {"type": "string", "format": "binary"}, "example": "%PDF…"}
        },
    }
}


@router.get("/workshops/{workshop_id}/debrief")
async def read_debrief(day: Day, session: Session, _: Told) -> wire.DebriefOut:
    """Read what a day gave, as it may be told: no sensitive note, and only the verbatims that were made shareable."""
    return await debriefs.read(session, day)


@router.get("/workshops/{workshop_id}/debrief/file", responses=PDF, response_class=Response)
async def download_debrief(day: Day, session: Session, _: Told, name: Name = "") -> Response:
    """Download the debrief as a tagged PDF (PDF/UA-1)."""
    told = await debriefs.read(session, day)
    pictures = await photos.small(session, [one.id for one in told.photos])
    made = debrief_pdf.write(told, name=name, pictures=pictures)
    return attached(File(f"restitution-{day.held_on:%Y-%m-%d}.pdf", "application/pdf", made))


@router.post("/workshops/{workshop_id}/debrief", status_code=201, response_model=wire.WorkshopOut)
async def debrief_workshop(day: Day, write: Writing) -> Workshop:
    """Say that an ended day was told to those it is about."""
    return write.show(await debriefs.debrief(write.session, day, by=write.by))


@router.delete("/workshops/{workshop_id}/debrief", response_model=wire.WorkshopOut)
async def withdraw_debrief(day: Day, write: Writing) -> Workshop:
    """Take that word back, unless the debrief was validated."""
    return write.show(await debriefs.withdraw(write.session, day, by=write.by))


@router.post("/workshops/{workshop_id}/validation", status_code=201, response_model=wire.WorkshopOut)
async def validate_workshop(day: Day, session: Session, by: Validator, response: Response) -> Workshop:
    """Vouch for the debrief of a day: the authority's contact, or the project team."""
    row = await debriefs.validate(session, day, by=by)
    etags.show(response, row.version)
    return row


@router.delete("/workshops/{workshop_id}/validation", response_model=wire.WorkshopOut)
async def withdraw_validation(day: Day, session: Session, by: Validator, response: Response) -> Workshop:
    """Take the validation back."""
    row = await debriefs.invalidate(session, day, by=by)
    etags.show(response, row.version)
    return row


@router.post("/workshops/{workshop_id}/filing", status_code=201, response_model=wire.WorkshopOut)
async def file_workshop(day: Day, write: Writing) -> Workshop:
    """File a validated day: it takes no more notes nor corrections, not even late ones."""
    return write.show(await filings.file(write.session, day, by=write.by))


@router.delete("/workshops/{workshop_id}/filing", response_model=wire.WorkshopOut)
async def unfile_workshop(day: Day, session: Session, by: Admin, response: Response) -> Workshop:
    """Reopen a filed day: it is validated, and takes notes as it did."""
    row = await filings.reopen(session, day, by=by)
    etags.show(response, row.version)
    return row
