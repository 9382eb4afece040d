"""What is done before a day: its agenda, its checklist, and the word that all is ready."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import events, workshops
from services.workshops.schemas import (
    AgendaItemIn,
    AgendaItemOut,
    ChecklistItem,
    ChecklistLine,
    PreparationOut,
)
from services.workshops.tables import AgendaItem, DoneItem, Workshop


class WorkshopUnderWay(Conflict):
    """The day has begun: it is no longer being prepared."""

    sentence = "La journée a commencé : sa préparation ne change plus d’état."


async def read(session: AsyncSession, workshop: Workshop) -> PreparationOut:
    """Give the agenda by time, and every line of the checklist."""
    here = select(AgendaItem).where(AgendaItem.workshop_id == workshop.id)
    agenda = await session.exec(here.order_by(col(AgendaItem.starts_at), col(AgendaItem.id)))
    ticked = await session.exec(select(DoneItem).where(DoneItem.workshop_id == workshop.id))
    done = {one.item: (one.done_at, one.done_by) for one in ticked}
    lines = [(item, *done.get(item, (None, None))) for item in ChecklistItem]
    return PreparationOut(
        prepared_at=workshop.prepared_at,
        agenda=[AgendaItemOut.model_validate(one) for one in agenda],
        checklist=[
            ChecklistLine(item=item, label=item.label, done_at=at, done_by=who) for item, at, who in lines
        ],
    )


async def add(session: AsyncSession, workshop: Workshop, new: AgendaItemIn) -> AgendaItem:
    """Add a moment to the day.

    Raises: WorkshopCancelled, Invalid.
    """
    workshops.refuse_cancelled(workshop)
    _check_times(new)
    one = AgendaItem(**new.model_dump(), workshop_id=workshop.id, authority_id=workshop.authority_id)
    session.add(one)
    await session.flush()
    return one


async def change(session: AsyncSession, workshop: Workshop, item_id: UUID, new: AgendaItemIn) -> AgendaItem:
    """Write a moment of the day anew.

    Raises: NotFound, WorkshopCancelled, Invalid.
    """
    workshops.refuse_cancelled(workshop)
    one = await _get(session, workshop, item_id)
    _check_times(new)
    one.sqlmodel_update(new.model_dump())
    await session.flush()
    return one


async def remove(session: AsyncSession, workshop: Workshop, item_id: UUID) -> None:
    """Take a moment out of the day.

    Raises: NotFound, WorkshopCancelled.
    """
    workshops.refuse_cancelled(workshop)
    await session.delete(await _get(session, workshop, item_id))
    await session.flush()


async def tick(session: AsyncSession, workshop: Workshop, item: ChecklistItem, *, by: Principal) -> None:
    """Say that a line of the checklist is done. The first to say it is kept.

    Raises: WorkshopCancelled.
    """
    workshops.refuse_cancelled(workshop)
    row = DoneItem(workshop_id=workshop.id, item=item, authority_id=workshop.authority_id, done_by=by.subject)
    first = insert(DoneItem).values(**row.model_dump()).on_conflict_do_nothing()
    await (await session.connection()).execute(first)


async def untick(session: AsyncSession, workshop: Workshop, item: ChecklistItem) -> None:
    """Say that a line is to be done after all.

    Raises: WorkshopCancelled.
    """
    workshops.refuse_cancelled(workshop)
    one = await session.get(DoneItem, (workshop.id, item.value))
    if one is not None:
        await session.delete(one)
        await session.flush()


async def finish(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Say that the day is prepared. Saying it again changes nothing.

    Raises: WorkshopCancelled, WorkshopUnderWay.
    """
    _refuse_begun(workshop)
    if workshop.prepared_at is None:
        workshop.prepared_at = now()
        workshop.version += 1
        await session.flush()
        prepared = events.WorkshopPrepared(authority_id=workshop.authority_id, workshop_id=workshop.id)
        record(session, prepared, actor=by)
    return workshop


async def resume(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Undo the word that the day is prepared.

    Raises: WorkshopCancelled, WorkshopUnderWay.
    """
    _refuse_begun(workshop)
    if workshop.prepared_at is not None:
        workshop.prepared_at = None
        workshop.version += 1
        await session.flush()
        resumed = events.PreparationResumed(authority_id=workshop.authority_id, workshop_id=workshop.id)
        record(session, resumed, actor=by)
    return workshop


def _refuse_begun(workshop: Workshop) -> None:
    workshops.refuse_cancelled(workshop)
    if workshop.started_at is not None:
        raise WorkshopUnderWay


async def _get(session: AsyncSession, workshop: Workshop, item_id: UUID) -> AgendaItem:
    one = await session.get(AgendaItem, item_id)
    if one is None or one.workshop_id != workshop.id:
        raise NotFound
    return one


def _check_times(item: AgendaItemIn) -> None:
    if item.starts_at.tzinfo or item.ends_at.tzinfo:
        message = "Donnez l’heure du lieu, sans fuseau."
    elif item.starts_at >= item.ends_at:
        message = "La fin doit venir après le début."
    else:
        return
    raise Invalid(errors=[{"pointer": "/ends_at", "type": "times", "message": message}])
