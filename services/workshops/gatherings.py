"""The days of a programme that are not workshops: launch, training, forum, deadline; and how many people came."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import enrolments, programme_events as events, programmes
from services.workshops.schemas.gatherings import (
    AttendanceIn,
    AttendanceOut,
    GatheringIn,
    GatheringKind,
    GatheringOut,
)
from services.workshops.tables import Attendance, Gathering, Programme


class GatheringCancelled(Conflict):
    """The gathering is cancelled. Reinstate it first."""

    sentence = "Ce rendez-vous est annulé\u00a0: rétablissez-le d’abord."


class NobodyAttends(Conflict):
    """A deadline is a day by which something is done: nobody comes to it."""

    sentence = "Une échéance n’a pas de participants."


class NotHeldYet(Conflict):
    """The gathering is still to come: nobody has come to it."""

    sentence = "Ce rendez-vous est à venir\u00a0: notez les présents quand il a eu lieu."


async def plan(
    session: AsyncSession, programme: Programme, new: GatheringIn, *, by: Principal
) -> GatheringOut:
    """Put a gathering in the programme's calendar.

    Raises: Forbidden.
    """
    programmes.check_operator(by)
    gathering = Gathering(**new.model_dump(), programme_id=programme.id, planned_by=by.subject)
    session.add(gathering)
    await session.flush()
    return await shown(session, gathering)


async def get(session: AsyncSession, gathering_id: UUID) -> Gathering:
    """Give one gathering.

    Raises: NotFound.
    """
    gathering = await session.get(Gathering, gathering_id)
    if gathering is None:
        raise NotFound("Ce rendez-vous n’existe pas.")
    return gathering


async def shown(session: AsyncSession, gathering: Gathering) -> GatheringOut:
    """Give a gathering with the attendances that the caller may see."""
    return (await _shown(session, [gathering]))[0]


async def change(
    session: AsyncSession, gathering: Gathering, new: GatheringIn, *, by: Principal
) -> GatheringOut:
    """Write a gathering anew.

    Raises: Forbidden, GatheringCancelled, NobodyAttends.
    """
    programmes.check_operator(by)
    if gathering.is_cancelled:
        raise GatheringCancelled
    attended = select(Attendance.authority_id).where(Attendance.gathering_id == gathering.id)
    if new.kind is GatheringKind.DEADLINE and (await session.exec(attended.limit(1))).first():
        raise NobodyAttends
    gathering.sqlmodel_update(new.model_dump())
    gathering.version += 1
    await session.flush()
    return await shown(session, gathering)


async def cancel(session: AsyncSession, gathering: Gathering, *, by: Principal) -> GatheringOut:
    """Cancel a gathering: calendars strike it out. Cancelled already, nothing changes.

    Raises: Forbidden.
    """
    programmes.check_operator(by)
    if not gathering.is_cancelled:
        gathering.cancelled_at = now()
        gathering.version += 1
        await session.flush()
    return await shown(session, gathering)


async def reinstate(session: AsyncSession, gathering: Gathering, *, by: Principal) -> GatheringOut:
    """Undo a cancellation.

    Raises: Forbidden.
    """
    programmes.check_operator(by)
    if gathering.is_cancelled:
        gathering.cancelled_at = None
        gathering.version += 1
        await session.flush()
    return await shown(session, gathering)


async def attend(
    session: AsyncSession, gathering: Gathering, new: AttendanceIn, *, authority_id: UUID, by: Principal
) -> GatheringOut:
    """Write down how many people of an authority came, and how long each was trained; the last word counts.

    Raises: Forbidden, GatheringCancelled, Invalid, NobodyAttends, NotEnrolled, NotHeldYet.
    """
    programmes.check_operator(by)
    _check_held(gathering, new)
    await programmes.check_enrolment(session, gathering.programme_id, authority_id)
    row = await session.get(Attendance, (gathering.id, authority_id)) or Attendance(
        gathering_id=gathering.id, authority_id=authority_id, people=new.people
    )
    trained, row.people, row.hours = row.hours, new.people, new.hours
    row.recorded_at, row.recorded_by = now(), by.subject
    session.add(row)
    await session.flush()
    _tell(session, gathering, row, by=by, trained=trained)
    return await shown(session, gathering)


async def forget(session: AsyncSession, gathering: Gathering, *, authority_id: UUID, by: Principal) -> None:
    """Take back the word that people of an authority came.

    Raises: Forbidden, NotFound.
    """
    programmes.check_operator(by)
    row = await session.get(Attendance, (gathering.id, authority_id))
    if row is None:
        raise NotFound("Aucune présence de cette collectivité n’est notée.")
    await session.delete(row)
    await session.flush()
    none = Attendance(gathering_id=gathering.id, authority_id=authority_id, people=0)
    _tell(session, gathering, none, by=by, trained=row.hours)


def _check_held(gathering: Gathering, new: AttendanceIn) -> None:
    if gathering.kind == GatheringKind.DEADLINE:
        raise NobodyAttends
    if gathering.is_cancelled:
        raise GatheringCancelled
    if gathering.held_on > now().date():
        raise NotHeldYet
    if new.hours and gathering.kind not in {GatheringKind.TRAINING, GatheringKind.LAUNCH}:
        message = "Seules une formation et la journée de lancement comptent des heures de formation."
        raise Invalid(errors=[{"pointer": "/hours", "type": "not_training", "message": message}])


def _tell(
    session: AsyncSession, gathering: Gathering, row: Attendance, *, by: Principal, trained: float
) -> None:
    marks = {
        "authority_id": row.authority_id,
        "programme_id": gathering.programme_id,
        "gathering_id": gathering.id,
    }
    attended = events.EventAttended(**marks, kind=gathering.kind, people=row.people)
    record(session, attended, actor=by)
    # Hours said before are taken back by a last word of nought.
    if row.hours or trained or gathering.kind == GatheringKind.TRAINING:
        record(session, events.TrainingAttended(**marks, people=row.people, hours=row.hours), actor=by)


async def _shown(session: AsyncSession, rows: Sequence[Gathering]) -> list[GatheringOut]:
    wanted = col(Attendance.gathering_id).in_([one.id for one in rows])
    found: dict[UUID, list[AttendanceOut]] = defaultdict(list)
    known = {one.id: one for one in rows}
    for row in await session.exec(select(Attendance).where(wanted).order_by(col(Attendance.authority_id))):
        found[row.gathering_id].append(enrolments.attendance(row, known[row.gathering_id]))
    return [
        GatheringOut(
            **one.model_dump(exclude={"planned_at", "planned_by", "cancelled_at"}),
            is_cancelled=one.is_cancelled, attendances=found[one.id],
        )
        for one in rows
    ]  # fmt: skip
