"""Tablets that capture without a network: the worker that keeps the page, and which ones may send signed out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from web import render
from web.clients.rooms import AllRooms
from web.pages.project_team import TeamVisitor
from web.visitor import go

router = APIRouter(include_in_schema=False)

# At the root, so that it may serve /ateliers/; with a policy of its own: it reads from this house and runs nothing.
_WORKER = {
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'",
    "Cache-Control": "no-cache",
    "Service-Worker-Allowed": "/",
}


@router.get("/sw.js")
async def give_worker() -> Response:
    """Give the service worker."""
    script = (render.STATIC / "sw.js").read_bytes()
    return Response(script, media_type="text/javascript", headers=_WORKER)


@router.get("/ateliers/{workshop_id}/tablettes")
async def show_tablets(request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Show which tablets may send this day's captures without a session."""
    workshop = await rooms.workshops.workshop(workshop_id)
    authority = await rooms.identity.authority(workshop.authority_id)
    grants = await rooms.identity.grants(workshop_id)
    return render.page(
        request, "workshops/tablets.html", workshop=workshop, authority=authority, grants=grants
    )


@router.post("/ateliers/{workshop_id}/tablettes/retrait")
async def revoke_tablet(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, grant: Annotated[UUID, Form()]
) -> Response:
    """Take a tablet's authorisation back."""
    await rooms.identity.revoke_grant(grant)
    return go(request, f"/ateliers/{workshop_id}/tablettes", say="Cette tablette n’est plus autorisée.")
