"""HTTP in, one call, HTTP out: the secret addresses of calendars."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request

from gateway.identity import calendar_links
from gateway.identity.schemas import CalendarLinkMade, CalendarLinkOut, CalendarLinkPage
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Caller

# An answer that shows a secret is never stored to be replayed: these routes know no `Idempotency-Key`.
shown_once = APIRouter()
router = APIRouter(route_class=IdempotentRoute)
_UNKNOWN: dict[str, Any] = {
    "$ref": "#/components/responses/NotFound",
    "description": "The caller is a program, which has no days of its own.",
}


@router.get("/calendar-links", response_model=CalendarLinkPage)
async def list_calendar_links(session: Session, caller: Caller) -> dict[str, object]:
    """List one's own secret addresses for a calendar program. The addresses are not kept, so never shown again."""
    return {"items": await calendar_links.mine(session, by=caller)}


@shown_once.post("/calendar-links", status_code=201, responses={404: _UNKNOWN})
async def make_calendar_link(request: Request, session: Session, caller: Caller) -> CalendarLinkMade:
    """Make a secret address under which a calendar program reads one's days. It replaces the one before.

    The address is not kept, so `Idempotency-Key` has no effect here: the same request twice makes two addresses, and
    the second one works. Below it, `mes-jours.ics` holds one's own days, `<programme id>.ics` those of a programme.
    """
    token, link = await calendar_links.make(session, by=caller)
    address = f"{request.app.state.settings.origin}/agenda/{token}/"
    return CalendarLinkMade(**CalendarLinkOut.model_validate(link).model_dump(), address=address)


@router.delete("/calendar-links/{link_id}", status_code=204)
async def revoke_calendar_link(link_id: UUID, session: Session, caller: Caller) -> None:
    """Revoke one's own secret address: calendars that read it find nothing from their next visit on."""
    await calendar_links.revoke(session, link_id, by=caller)


router.include_router(shown_once)
