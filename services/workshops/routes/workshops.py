"""HTTP in, one call, HTTP out: programmes and workshops."""
# ruff: noqa: FAST003  the workshop that an address names is read by a dependency

from typing import Annotated

from fastapi import APIRouter, Query, Response

import services.workshops.schemas as wire
from services.kit import etags
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.workshops import overviews, programmes, workshops
from services.workshops.routes.asking import Day, Editing, Filters, Reader, Writing
from services.workshops.tables import Workshop

router = APIRouter(route_class=IdempotentRoute)


@router.get("/programmes", response_model=wire.ProgrammePage)
async def list_programmes(session: Session, _: Reader) -> dict[str, object]:
    """List the programmes, each with those of its authorities that the caller may see."""
    return {"items": await programmes.listed(session)}


@router.get("/workshops", response_model=wire.WorkshopPage)
async def list_workshops(session: Session, _: Reader, window: Paging, filters: Filters) -> object:
    """List the workshops the caller may see, the latest day first."""
    return await workshops.listed(session, filters, window)


@router.post("/workshops", status_code=201, response_model=wire.WorkshopOut)
async def plan_workshop(new: wire.WorkshopIn, write: Writing) -> Workshop:
    """Plan a workshop in an authority enrolled in the programme. For the operator's project team."""
    return write.show(await workshops.plan(write.session, new, by=write.by))


@router.get("/workshops/{workshop_id}", response_model=wire.WorkshopOut)
async def read_workshop(day: Day, _: Reader, response: Response) -> Workshop:
    """Read one workshop."""
    etags.show(response, day.version)
    return day


@router.patch("/workshops/{workshop_id}", response_model=wire.WorkshopOut)
async def change_workshop(day: Day, new: wire.WorkshopChange, edit: Editing) -> Workshop:
    """Change a workshop; what is left out stays."""
    return edit.show(await workshops.change(edit.session, edit.check(day), new, by=edit.by))


@router.get("/workshops/{workshop_id}/overview", response_model=wire.Overview)
async def read_overview(
    day: Day,
    session: Session,
    caller: Reader,
    window: Paging,
    kind: Annotated[
        wire.CaptureKind | None, Query(description="Only the captures of this kind. The counts stay whole.")
    ] = None,
) -> dict[str, object]:
    """Read a workshop's day in one answer.

    The workshop, how many captures of each kind, and the captures themselves, the latest first, as far as the caller's
    role reaches: agents read neither verbatims nor sensitive notes, decision makers and partners read the counts.
    """
    return await overviews.read(session, day, window, kind=kind, by=caller)


@router.post("/workshops/{workshop_id}/opening", status_code=201, response_model=wire.WorkshopOut)
async def start_workshop(day: Day, write: Writing) -> Workshop:
    """Start the day. The first capture does it too."""
    return write.show(await workshops.start(write.session, day, by=write.by))


@router.post("/workshops/{workshop_id}/closure", status_code=201, response_model=wire.WorkshopOut)
async def close_workshop(day: Day, write: Writing) -> Workshop:
    """End the day: only what was seen before is still taken in."""
    return write.show(await workshops.close(write.session, day, by=write.by))


@router.delete("/workshops/{workshop_id}/closure", response_model=wire.WorkshopOut)
async def reopen_workshop(day: Day, write: Writing) -> Workshop:
    """Undo the end of the day."""
    return write.show(await workshops.reopen(write.session, day, by=write.by))


@router.post("/workshops/{workshop_id}/cancellation", status_code=201, response_model=wire.WorkshopOut)
async def cancel_workshop(day: Day, new: wire.Cancellation, write: Writing) -> Workshop:
    """Cancel a workshop that has not ended, with the reason."""
    return write.show(await workshops.cancel(write.session, day, reason=new.reason, by=write.by))


@router.delete("/workshops/{workshop_id}/cancellation", response_model=wire.WorkshopOut)
async def reinstate_workshop(day: Day, write: Writing) -> Workshop:
    """Undo a cancellation."""
    return write.show(await workshops.reinstate(write.session, day, by=write.by))
