"""The calendar: workshops, gatherings and limits of the caller's programmes, day by day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.principal import Principal
from services.workshops.schemas import EnrolmentState
from services.workshops.schemas.gatherings import CalendarEntry, EntryKind
from services.workshops.tables import Gathering, Participant, Programme, ProgrammeAuthority, Workshop

MOST = 2000
"""Entries of each kind at most: a calendar program that asks for ten years gets a day that it can hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Which days are wanted; what is left out does not narrow."""

    programme_id: UUID | None = None
    since: date | None = None
    until: date | None = None
    is_mine: bool = False

    def holds(self, day: date | None) -> bool:
        """Tell whether a day lies in it."""
        return (
            day is not None
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
        )


async def entries(session: AsyncSession, span: Span, *, by: Principal) -> list[CalendarEntry]:
    """Give the days that the caller may see, by day; only their own when the span says so."""
    taken = await _taken(session, by=by)
    found = [
        *await _workshops(session, span, by=by),
        *await _gatherings(session, span, taken),
        *await _limits(session, span, taken),
    ]
    wanted = [one for one in found if one.is_mine or not span.is_mine]
    return sorted(wanted, key=lambda one: (one.held_on, str(one.starts_at or ""), str(one.id)))


async def _taken(session: AsyncSession, *, by: Principal) -> set[UUID]:
    """Give the programmes whose gatherings are the caller's: those of their authority, all of them for the operator."""
    if by.is_operator:
        return set((await session.exec(select(Programme.id))).all())
    own = select(ProgrammeAuthority).where(ProgrammeAuthority.authority_id == by.authority)
    return {
        one.programme_id
        for one in await session.exec(own)
        if one.state not in {EnrolmentState.CANDIDATE, EnrolmentState.LEFT}
    }


async def _workshops(session: AsyncSession, span: Span, *, by: Principal) -> list[CalendarEntry]:
    query = select(Workshop).order_by(col(Workshop.held_on).desc()).limit(MOST)
    if span.programme_id:
        query = query.where(Workshop.programme_id == span.programme_id)
    if span.since:
        query = query.where(col(Workshop.held_on) >= span.since)
    if span.until:
        query = query.where(col(Workshop.held_on) <= span.until)
    rows = (await session.exec(query)).all()
    met = set(
        (await session.exec(select(Participant.workshop_id).where(Participant.person_id == by.subject))).all()
    )
    return [
        CalendarEntry(
            kind=EntryKind.WORKSHOP, id=one.id, programme_id=one.programme_id, authority_id=one.authority_id,
            label="", held_on=one.held_on, starts_at=None, ends_at=None, place=one.place, gathering_kind=None,
            is_cancelled=one.cancelled_at is not None,
            is_mine=by.subject in one.facilitators or one.id in met or (
                not by.is_operator and by.has_role("champion", "decision_maker")
            ),
            version=one.version,
        )
        for one in rows
    ]  # fmt: skip


async def _gatherings(session: AsyncSession, span: Span, taken: set[UUID]) -> list[CalendarEntry]:
    query = select(Gathering).order_by(col(Gathering.held_on).desc()).limit(MOST)
    if span.programme_id:
        query = query.where(Gathering.programme_id == span.programme_id)
    return [
        CalendarEntry(
            kind=EntryKind.GATHERING, authority_id=None, gathering_kind=one.kind,
            is_cancelled=one.is_cancelled, is_mine=one.programme_id in taken,
            **one.model_dump(
                include={"id", "programme_id", "label", "held_on", "starts_at", "ends_at", "place", "version"}
            ),
        )
        for one in await session.exec(query)
        if span.holds(one.held_on)
    ]  # fmt: skip


async def _limits(session: AsyncSession, span: Span, taken: set[UUID]) -> list[CalendarEntry]:
    query = select(Programme)
    if span.programme_id:
        query = query.where(Programme.id == span.programme_id)
    return [
        CalendarEntry(
            kind=EntryKind.LIMIT, id=one.id, programme_id=one.id, authority_id=None, label=label, held_on=day,
            starts_at=None, ends_at=None, place="", gathering_kind=None, is_cancelled=False,
            is_mine=one.id in taken, version=1,
        )
        for one in await session.exec(query)
        for label, day in (
            ("Dernier jour pour candidater", one.applications_until),
            (f"Début du programme « {one.name} »", one.starts_on),
            (f"Fin du programme « {one.name} »", one.ends_on),
        )
        if day is not None and span.holds(day)
    ]  # fmt: skip
