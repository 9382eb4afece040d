"""Workshops « vis ma vie »: planned, started, closed, cancelled, and each of these undone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Forbidden, NotFound
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.workshops import events, forms, programmes
from services.workshops.schemas import WorkshopChange, WorkshopIn, WorkshopState
from services.workshops.tables import Workshop


class WorkshopClosed(Conflict):
    """The day has ended: it takes in only what was seen before its end, and is neither started nor cancelled."""

    sentence = "Cet atelier est terminé : rouvrez-le pour y noter encore quelque chose."


class WorkshopCancelled(Conflict):
    """The workshop is cancelled. Reinstate it first."""

    sentence = "Cet atelier est annulé : rétablissez-le d’abord."


class DebriefGiven(Conflict):
    """The day was debriefed. Take that word back before opening the day again."""

    sentence = "Cette journée a été restituée\u00a0: reprenez d’abord la restitution."


class WorkshopFiled(Conflict):
    """The workshop is filed: it takes no more notes nor corrections. An administrator may reopen it."""

    sentence = "Cet atelier est clos\u00a0: seul un administrateur peut le rouvrir."


class WorkshopNotStarted(Conflict):
    """The workshop has not started, so there is nothing to end."""

    sentence = "Cet atelier n’a pas commencé : il n’y a rien à terminer."


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which workshops are wanted; what is left out does not narrow."""

    authority_id: UUID | None = None
    state: WorkshopState | None = None
    since: date | None = None
    until: date | None = None


async def plan(session: AsyncSession, new: WorkshopIn, *, by: Principal) -> Workshop:
    """Put a day in the programme's calendar.

    Raises: Forbidden unless the operator's project team asks, NotEnrolled.
    """
    if not by.is_operator:
        raise Forbidden("Seule l’équipe projet de l’opérateur prépare un atelier.")
    await programmes.check_enrolment(session, new.programme_id, new.authority_id)
    values = new.model_dump() | {
        "facilitators": [by.subject] if new.facilitators is None else new.facilitators
    }
    workshop = Workshop(**values, planned_by=by.subject)
    session.add(workshop)
    await session.flush()
    planned = events.WorkshopPlanned(
        authority_id=workshop.authority_id, workshop_id=workshop.id, programme_id=workshop.programme_id
    )
    record(session, planned, actor=by)
    return workshop


async def get(session: AsyncSession, workshop_id: UUID) -> Workshop:
    """Give one workshop the caller may see.

    Raises: NotFound.
    """
    workshop = await session.get(Workshop, workshop_id)
    if workshop is None:
        raise NotFound("Cet atelier n’existe pas, ou n’est pas de votre collectivité.")
    return workshop


async def listed(session: AsyncSession, filters: Filters, window: Window) -> Slice[Workshop]:
    """Give the workshops the caller may see, the latest day first."""
    key = (col(Workshop.held_on), col(Workshop.id))
    query = select(Workshop).where(*_conditions(filters)).order_by(*(column.desc() for column in key))
    if window.after:
        last = select(*key).where(Workshop.id == window.after)
        query = query.where(tuple_(*key) < last.scalar_subquery())
    return cut((await session.exec(query.limit(window.limit + 1))).all(), window)


async def change(
    session: AsyncSession, workshop: Workshop, new: WorkshopChange, *, by: Principal
) -> Workshop:
    """Change the date, the place, the mode, the themes, the people or the notes of preparation.

    Raises: Invalid, WorkshopCancelled.
    """
    refuse_cancelled(workshop)
    values = forms.merged(WorkshopIn, workshop, new)
    for name in new.model_fields_set:
        setattr(workshop, name, getattr(values, name))
    if new.facilitators is None and "facilitators" in new.model_fields_set:
        workshop.facilitators = [by.subject]
    return await save(session, workshop)


async def start(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Open the day, explicitly or by its first capture. Starting again changes nothing.

    Raises: WorkshopCancelled, WorkshopClosed.
    """
    refuse_cancelled(workshop)
    if workshop.ended_at is not None:
        raise WorkshopClosed
    if workshop.started_at is None:
        # The version stays: whoever is editing the place should not be stopped by a first note.
        workshop.started_at = now()
        await session.flush()
        started = events.WorkshopStarted(authority_id=workshop.authority_id, workshop_id=workshop.id)
        record(session, started, actor=by)
    return workshop


async def close(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """End the day: its notes are then to be reviewed. Closing again changes nothing.

    Raises: WorkshopCancelled, WorkshopNotStarted.
    """
    refuse_cancelled(workshop)
    if workshop.started_at is None:
        raise WorkshopNotStarted
    if workshop.ended_at is None:
        workshop.ended_at = now()
        await save(session, workshop)
        closed = events.WorkshopClosed(authority_id=workshop.authority_id, workshop_id=workshop.id)
        record(session, closed, actor=by)
    return workshop


async def reopen(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Undo the closing.

    Raises: DebriefGiven.
    """
    if workshop.debriefed_at is not None:
        raise DebriefGiven
    if workshop.ended_at is not None:
        workshop.ended_at = None
        await save(session, workshop)
        reopened = events.WorkshopReopened(authority_id=workshop.authority_id, workshop_id=workshop.id)
        record(session, reopened, actor=by)
    return workshop


async def cancel(session: AsyncSession, workshop: Workshop, *, reason: str, by: Principal) -> Workshop:
    """Take the day out of the calendar, and say why. What was captured stays.

    Raises: WorkshopClosed, WorkshopCancelled.
    """
    refuse_cancelled(workshop)
    if workshop.ended_at is not None:
        raise WorkshopClosed("Cet atelier a eu lieu : il ne peut plus être annulé.")
    workshop.cancelled_at, workshop.cancellation_reason = now(), reason
    await save(session, workshop)
    cancelled = events.WorkshopCancelled(authority_id=workshop.authority_id, workshop_id=workshop.id)
    record(session, cancelled, actor=by)
    return workshop


async def reinstate(session: AsyncSession, workshop: Workshop, *, by: Principal) -> Workshop:
    """Undo the cancellation."""
    if workshop.cancelled_at is not None:
        workshop.cancelled_at, workshop.cancellation_reason = None, ""
        await save(session, workshop)
        reinstated = events.WorkshopReinstated(authority_id=workshop.authority_id, workshop_id=workshop.id)
        record(session, reinstated, actor=by)
    return workshop


async def take_note(session: AsyncSession, workshop: Workshop, *, seen_at: datetime, by: Principal) -> None:
    """Let a capture in, and start the day with the first one.

    A tablet may send late what was seen before the closing: it is still welcome.

    Raises: WorkshopCancelled, WorkshopFiled, WorkshopClosed.
    """
    refuse_shut(workshop)
    if workshop.ended_at is None:
        await start(session, workshop, by=by)
    elif seen_at > workshop.ended_at:
        raise WorkshopClosed


def refuse_cancelled(workshop: Workshop) -> None:
    """Let through a workshop that is still in the calendar.

    Raises: WorkshopCancelled.
    """
    if workshop.cancelled_at is not None:
        raise WorkshopCancelled


def refuse_shut(workshop: Workshop) -> None:
    """Let through a workshop whose notes may still change.

    Raises: WorkshopCancelled, WorkshopFiled.
    """
    refuse_cancelled(workshop)
    if workshop.filed_at is not None:
        raise WorkshopFiled


async def save(session: AsyncSession, workshop: Workshop) -> Workshop:
    """Write what changed, as a new version."""
    workshop.version += 1
    await session.flush()
    return workshop


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [*_in_state(filters.state)] if filters.state else []
    if filters.authority_id:
        conditions.append(col(Workshop.authority_id) == filters.authority_id)
    if filters.since:
        conditions.append(col(Workshop.held_on) >= filters.since)
    if filters.until:
        conditions.append(col(Workshop.held_on) <= filters.until)
    return conditions


def _in_state(state: WorkshopState) -> tuple[ColumnElement[bool], ...]:
    started, ended = col(Workshop.started_at), col(Workshop.ended_at)
    told, vouched = col(Workshop.debriefed_at), col(Workshop.validated_at)
    cancelled, prepared = col(Workshop.cancelled_at), col(Workshop.prepared_at)
    filed = col(Workshop.filed_at)
    return {
        WorkshopState.PLANNED: (started.is_(None), cancelled.is_(None), prepared.is_(None)),
        WorkshopState.PREPARED: (started.is_(None), cancelled.is_(None), prepared.is_not(None)),
        WorkshopState.RUNNING: (started.is_not(None), ended.is_(None), cancelled.is_(None)),
        WorkshopState.TO_REVIEW: (ended.is_not(None), told.is_(None)),
        WorkshopState.DEBRIEFED: (told.is_not(None), vouched.is_(None)),
        WorkshopState.VALIDATED: (vouched.is_not(None), filed.is_(None)),
        WorkshopState.CLOSED: (filed.is_not(None),),
        WorkshopState.CANCELLED: (cancelled.is_not(None),),
    }[state]
