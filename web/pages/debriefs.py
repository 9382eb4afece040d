"""The debrief of a day: one page to tell from, print and validate."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from services.kit.errors import Forbidden
from services.workshops.schemas import MOOD_LABELS, SEVERITY_LABELS
from web import mood_curve, render
from web.clients.api import Refused
from web.clients.debriefs import DebriefsClient
from web.clients.rooms import AllRooms
from web.french import NBSP
from web.pages.note_cards import hours_a_year
from web.pages.photos import pictures
from web.pages.project_team import ROLES
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(prefix="/ateliers/{workshop_id}/restitution", include_in_schema=False)

_SAID = {
    ("debrief", False): "C’est noté : la journée a été restituée.",
    ("debrief", True): "La restitution est reprise.",
    ("validation", False): "Restitution validée.",
    ("validation", True): "La validation est reprise.",
    ("filing", False): "Atelier clos : il ne prend plus de notes.",
    ("filing", True): "Atelier rouvert.",
}


async def read_teller(visitor: CurrentVisitor) -> Visitor:
    """Let in the project team and the authority's contact.

    Raises: Forbidden.
    """
    if not visitor.has_role(*ROLES, "champion"):
        raise Forbidden("La restitution se lit avec l’équipe projet ou le référent IA.")
    return visitor


Teller = Annotated[Visitor, Depends(read_teller)]


@router.get("")
async def show_debrief(request: Request, workshop_id: UUID, visitor: Teller, rooms: AllRooms) -> Response:
    """Show what the day gave."""
    debrief = await DebriefsClient(rooms.workshops.api).read(workshop_id)
    authority = await rooms.identity.authority(debrief.authority_id)
    return render.page(
        request, "debriefs/show.html", debrief=debrief, authority=authority, curve=mood_curve.draw(debrief.moments),
        severities=SEVERITY_LABELS, moods=MOOD_LABELS, hours=hours_a_year, photos=pictures(workshop_id, debrief.photos).values(), is_team=visitor.has_role(*ROLES),
        is_admin=visitor.has_role("admin"),
    )  # fmt: skip


@router.get("/pdf")
async def download_debrief(workshop_id: UUID, _: Teller, rooms: AllRooms) -> Response:
    """Give the sheet as a PDF."""
    workshop = await rooms.workshops.workshop(workshop_id)
    authority = await rooms.identity.authority(workshop.authority_id)
    file = await DebriefsClient(rooms.workshops.api).file(workshop_id, name=authority.name)
    kept = {name: file.headers[name] for name in ("content-disposition", "cache-control")}
    return Response(file.content, media_type="application/pdf", headers=kept)


@router.post("")
async def say_debrief(
    request: Request, workshop_id: UUID, _: Teller, rooms: AllRooms,
    what: Annotated[str, Form(max_length=12)], undo: Annotated[bool, Form()] = False,
) -> Response:  # fmt: skip
    """Say that it was told, or vouch for it; or take that back."""
    here = f"/ateliers/{workshop_id}/restitution"
    step = what if what in {"validation", "filing"} else "debrief"
    try:
        await DebriefsClient(rooms.workshops.api).say(workshop_id, step, undo=undo)
    except Refused as refusal:
        if refusal.status != 409:
            raise
        return go(request, here, say=refusal.detail)
    return go(request, here, say=_SAID[step, undo].replace(" :", f"{NBSP}:"))
