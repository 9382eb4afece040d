"""HTTP in, one call, HTTP out: gatherings, who came to them, and the calendar that holds them."""
# ruff: noqa: FAST003  what an address names is read by a dependency

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.workshops import calendars, gatherings
from services.workshops.routes.asking import Reader, Team
from services.workshops.routes.programmes import Named
from services.workshops.schemas.gatherings import AttendanceIn, CalendarOut, GatheringIn, GatheringOut
from services.workshops.tables import Gathering

router = APIRouter(route_class=IdempotentRoute)


async def find_gathering(gathering_id: UUID, session: Session) -> Gathering:
    """Find the gathering that the address names."""
    return await gatherings.get(session, gathering_id)


async def read_span(
    programme_id: Annotated[UUID | None, Query(description="Only the days of this programme.")] = None,
    since: Annotated[date | None, Query(description="Only on this day or after.")] = None,
    until: Annotated[date | None, Query(description="Only on this day or before.")] = None,
    is_mine: Annotated[bool, Query(description="Only the caller's own days.")] = False,
) -> calendars.Span:
    """Read which days are wanted."""
    return calendars.Span(programme_id=programme_id, since=since, until=until, is_mine=is_mine)


Found = Annotated[Gathering, Depends(find_gathering)]
Span = Annotated[calendars.Span, Depends(read_span)]


@router.get("/calendar")
async def read_calendar(span: Span, session: Session, caller: Reader) -> CalendarOut:
    """Read the days that the caller may see: workshops, gatherings, and the limits of programmes."""
    return CalendarOut(items=await calendars.entries(session, span, by=caller))


@router.post("/programmes/{programme_id}/gatherings", status_code=201)
async def plan_gathering(programme: Named, new: GatheringIn, session: Session, by: Team) -> GatheringOut:
    """Put a launch day, a training, a forum, a meeting or a deadline in the calendar of a programme."""
    return await gatherings.plan(session, programme, new, by=by)


@router.get("/gatherings/{gathering_id}")
async def read_gathering(gathering: Found, session: Session, _: Reader) -> GatheringOut:
    """Read one gathering, with the attendances that the caller may see."""
    return await gatherings.shown(session, gathering)


@router.put("/gatherings/{gathering_id}")
async def change_gathering(gathering: Found, new: GatheringIn, session: Session, by: Team) -> GatheringOut:
    """Write a gathering anew."""
    return await gatherings.change(session, gathering, new, by=by)


@router.post("/gatherings/{gathering_id}/cancellation", status_code=201)
async def cancel_gathering(gathering: Found, session: Session, by: Team) -> GatheringOut:
    """Cancel a gathering: calendars strike it out."""
    return await gatherings.cancel(session, gathering, by=by)


@router.delete("/gatherings/{gathering_id}/cancellation")
async def reinstate_gathering(gathering: Found, session: Session, by: Team) -> GatheringOut:
    """Undo a cancellation."""
    return await gatherings.reinstate(session, gathering, by=by)


@router.put("/gatherings/{gathering_id}/attendances/{authority_id}")
async def record_attendance(
    gathering: Found, authority_id: UUID, new: AttendanceIn, session: Session, by: Team
) -> GatheringOut:
    """Write down how many people of an authority came, and the hours of training that each followed. Never who."""
    return await gatherings.attend(session, gathering, new, authority_id=authority_id, by=by)


@router.delete("/gatherings/{gathering_id}/attendances/{authority_id}", status_code=204)
async def forget_attendance(gathering: Found, authority_id: UUID, session: Session, by: Team) -> None:
    """Take back the word that people of an authority came."""
    await gatherings.forget(session, gathering, authority_id=authority_id, by=by)
