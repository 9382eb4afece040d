"""Programmes, and the authorities that take part in them."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Forbidden, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import programme_events as events
from services.workshops.schemas import EnrolmentState
from services.workshops.schemas.programmes import ProgrammeIn
from services.workshops.tables import Programme, ProgrammeAuthority


class NotEnrolled(Invalid):
    """The authority does not take part in the programme: it is not in it, or only a candidate."""

    sentence = "Cette collectivité ne participe pas à ce programme."


class NameTaken(Conflict):
    """Another programme bears this name."""

    sentence = "Un autre programme porte déjà ce nom."


async def listed(session: AsyncSession) -> list[dict[str, object]]:
    """Give the programmes, the latest first, each with those of its authorities that the caller may see."""
    programmes = await session.exec(select(Programme).order_by(col(Programme.starts_on).desc()))
    enrolled: dict[UUID, list[ProgrammeAuthority]] = defaultdict(list)
    for enrolment in await session.exec(select(ProgrammeAuthority)):
        enrolled[enrolment.programme_id].append(enrolment)
    return [{**one.model_dump(), "authorities": enrolled[one.id]} for one in programmes]


async def get(session: AsyncSession, programme_id: UUID) -> Programme:
    """Give one programme.

    Raises: NotFound.
    """
    programme = await session.get(Programme, programme_id)
    if programme is None:
        raise NotFound("Ce programme n’existe pas.")
    return programme


async def shown(session: AsyncSession, programme: Programme) -> dict[str, object]:
    """Give a programme with those of its authorities that the caller may see."""
    here = select(ProgrammeAuthority).where(ProgrammeAuthority.programme_id == programme.id)
    return {**programme.model_dump(), "authorities": (await session.exec(here)).all()}


async def create(session: AsyncSession, new: ProgrammeIn, *, by: Principal) -> Programme:
    """Create a programme.

    Raises: Forbidden, Invalid, NameTaken.
    """
    check_operator(by)
    _check_period(new)
    programme = Programme(**new.model_dump())
    session.add(programme)
    await _keep(session)
    created = events.ProgrammeCreated(authority_id=by.authority, programme_id=programme.id)
    record(session, created, actor=by)
    return programme


async def change(
    session: AsyncSession, programme: Programme, new: ProgrammeIn, *, by: Principal
) -> Programme:
    """Write a programme's name, period and rules anew.

    Raises: Forbidden, Invalid, NameTaken.
    """
    check_operator(by)
    _check_period(new)
    programme.sqlmodel_update(new.model_dump())
    await _keep(session)
    return programme


async def close_scoring(session: AsyncSession, programme: Programme, *, by: Principal) -> Programme:
    """Close scoring for good: every score handed in is shown to the project team. Closed already, nothing changes.

    Raises: Forbidden.
    """
    check_operator(by)
    await session.refresh(programme, with_for_update=True)
    programme.scoring_closed_at = programme.scoring_closed_at or now()
    await session.flush()
    return programme


def check_operator(by: Principal) -> None:
    """Let the operator's people through.

    Raises: Forbidden.
    """
    if not by.is_operator:
        raise Forbidden("Seule l’équipe projet de l’opérateur conduit un programme.")


async def check_enrolment(session: AsyncSession, programme_id: UUID, authority_id: UUID) -> None:
    """Let through an authority that takes part in the programme.

    Raises: NotEnrolled.
    """
    enrolment = await session.get(ProgrammeAuthority, (programme_id, authority_id))
    if enrolment is None or enrolment.state is EnrolmentState.CANDIDATE:
        raise NotEnrolled


def _check_period(new: ProgrammeIn) -> None:
    if new.ends_on < new.starts_on:
        message = "La fin doit venir après le début."
        raise Invalid(errors=[{"pointer": "/ends_on", "type": "period", "message": message}])


async def _keep(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        raise NameTaken from error
