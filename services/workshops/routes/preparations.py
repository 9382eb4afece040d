"""HTTP in, one call, HTTP out: what is done before a day."""
# ruff: noqa: FAST003  the workshop that an address names is read by a dependency

from uuid import UUID

from fastapi import APIRouter

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.workshops import preparations
from services.workshops.routes.asking import Day, Team, Writing
from services.workshops.tables import AgendaItem, Workshop

router = APIRouter(route_class=IdempotentRoute)


@router.get("/workshops/{workshop_id}/preparation")
async def read_preparation(day: Day, session: Session, _: Team) -> wire.PreparationOut:
    """Read the agenda and the checklist of a day. For the project team."""
    return await preparations.read(session, day)


@router.post("/workshops/{workshop_id}/preparation", status_code=201, response_model=wire.WorkshopOut)
async def finish_preparation(day: Day, write: Writing) -> Workshop:
    """Say that a day is prepared, before it begins."""
    return write.show(await preparations.finish(write.session, day, by=write.by))


@router.delete("/workshops/{workshop_id}/preparation", response_model=wire.WorkshopOut)
async def resume_preparation(day: Day, write: Writing) -> Workshop:
    """Undo the word that a day is prepared, before it begins."""
    return write.show(await preparations.resume(write.session, day, by=write.by))


@router.post("/workshops/{workshop_id}/agenda", status_code=201, response_model=wire.AgendaItemOut)
async def add_agenda_item(day: Day, new: wire.AgendaItemIn, write: Writing) -> AgendaItem:
    """Add a moment to the agenda of a day."""
    return await preparations.add(write.session, day, new)


@router.put("/workshops/{workshop_id}/agenda/{item_id}", response_model=wire.AgendaItemOut)
async def change_agenda_item(day: Day, item_id: UUID, new: wire.AgendaItemIn, write: Writing) -> AgendaItem:
    """Write a moment of the agenda anew."""
    return await preparations.change(write.session, day, item_id, new)


@router.delete("/workshops/{workshop_id}/agenda/{item_id}", status_code=204)
async def remove_agenda_item(day: Day, item_id: UUID, write: Writing) -> None:
    """Take a moment out of the agenda."""
    await preparations.remove(write.session, day, item_id)


@router.put("/workshops/{workshop_id}/checklist/{item}", status_code=204)
async def tick_item(day: Day, item: wire.ChecklistItem, write: Writing) -> None:
    """Say that a line of the checklist is done. Saying it again changes nothing."""
    await preparations.tick(write.session, day, item, by=write.by)


@router.delete("/workshops/{workshop_id}/checklist/{item}", status_code=204)
async def untick_item(day: Day, item: wire.ChecklistItem, write: Writing) -> None:
    """Say that a line of the checklist is to be done after all."""
    await preparations.untick(write.session, day, item)
