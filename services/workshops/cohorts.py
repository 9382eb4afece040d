"""Cohorts: authorities proposed together, with the reason; confirmed, they become selected."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.principal import Principal
from services.workshops import enrolments, programmes
from services.workshops.schemas import EnrolmentState
from services.workshops.schemas.selection import CohortIn, CohortOut
from services.workshops.tables import Cohort, CohortMember, Programme, ProgrammeAuthority


class NotCandidates(Invalid):
    """Some of the authorities proposed are not candidates of the programme."""

    sentence = "Une cohorte se compose de candidates du programme, et d’elles seules."


class NoLongerCandidates(Conflict):
    """Since it was proposed, an authority of the cohort has withdrawn or was selected with another."""

    sentence = (
        "Une collectivité de cette proposition n’est plus candidate\u00a0: elle s’est retirée, ou elle est déjà retenue."
        " Composez une nouvelle proposition."
    )


class CohortConfirmed(Conflict):
    """The cohort is confirmed: undo that first."""

    sentence = "Cette cohorte est confirmée\u00a0: annulez d’abord sa confirmation."


class AlreadyFurther(Conflict):
    """An authority of the cohort has gone further than selected: the confirmation stays."""

    sentence = (
        "Une collectivité de cette cohorte est déjà plus avancée\u00a0: la confirmation ne s’annule plus."
    )


async def propose(session: AsyncSession, programme: Programme, new: CohortIn, *, by: Principal) -> CohortOut:
    """Keep a composition with its name and its reason.

    Raises: Forbidden, NotCandidates.
    """
    programmes.check_operator(by)
    wanted = sorted(set(new.authority_ids))
    found = await _places(session, programme.id, wanted)
    if len(found) < len(wanted) or {one.state for one in found} - {EnrolmentState.CANDIDATE}:
        message = NotCandidates.sentence
        raise NotCandidates(errors=[{"pointer": "/authority_ids", "type": "unknown", "message": message}])
    cohort = Cohort(programme_id=programme.id, name=new.name, reason=new.reason, proposed_by=by.subject)
    session.add(cohort)
    await session.flush()
    session.add_all(CohortMember(cohort_id=cohort.id, authority_id=one) for one in wanted)
    await session.flush()
    return await shown(session, cohort)


async def listed(session: AsyncSession, programme: Programme, *, by: Principal) -> list[CohortOut]:
    """Give the cohorts of a programme, the latest first.

    Raises: Forbidden.
    """
    programmes.check_operator(by)
    here = select(Cohort).where(Cohort.programme_id == programme.id).order_by(col(Cohort.id).desc())
    return [await shown(session, one) for one in (await session.exec(here)).all()]


async def get(session: AsyncSession, cohort_id: UUID) -> Cohort:
    """Give one cohort the caller may see.

    Raises: NotFound.
    """
    cohort = await session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound("Cette cohorte n’existe pas, ou ne vous est pas ouverte.")
    return cohort


async def shown(session: AsyncSession, cohort: Cohort) -> CohortOut:
    """Give a cohort with its authorities."""
    return CohortOut(**cohort.model_dump(), authority_ids=await _members(session, cohort))


async def confirm(session: AsyncSession, cohort: Cohort, *, by: Principal) -> CohortOut:
    """Select every authority of a cohort, or none. Confirmed already, nothing changes.

    Raises: Forbidden, NoLongerCandidates.
    """
    programmes.check_operator(by)
    await session.refresh(cohort, with_for_update=True)
    if cohort.confirmed_at is None:
        members = await _members(session, cohort)
        places = await _places(session, cohort.programme_id, members)
        if len(places) < len(members) or {one.state for one in places} != {EnrolmentState.CANDIDATE}:
            raise NoLongerCandidates
        for place in places:
            place.selected_on = now().date()
            await enrolments.moved(session, place, by=by)
        cohort.confirmed_at, cohort.confirmed_by = now(), by.subject
        await session.flush()
    return await shown(session, cohort)


async def undo(session: AsyncSession, cohort: Cohort, *, by: Principal) -> CohortOut:
    """Make the authorities of a confirmed cohort candidates again, while none has gone further.

    Raises: AlreadyFurther, Forbidden.
    """
    programmes.check_operator(by)
    await session.refresh(cohort, with_for_update=True)
    if cohort.confirmed_at is not None:
        members = await _members(session, cohort)
        places = await _places(session, cohort.programme_id, members)
        if {one.state for one in places} != {EnrolmentState.SELECTED} or any(
            one.applied_on is None for one in places
        ):
            raise AlreadyFurther
        for place in places:
            place.selected_on = None
            await enrolments.moved(session, place, by=by)
        cohort.confirmed_at = cohort.confirmed_by = None
        await session.flush()
    return await shown(session, cohort)


async def discard(session: AsyncSession, cohort: Cohort, *, by: Principal) -> None:
    """Delete a proposal that is not confirmed.

    Raises: CohortConfirmed, Forbidden.
    """
    programmes.check_operator(by)
    await session.refresh(cohort, with_for_update=True)
    if cohort.confirmed_at is not None:
        raise CohortConfirmed
    await session.delete(cohort)
    await session.flush()


async def _members(session: AsyncSession, cohort: Cohort) -> list[UUID]:
    here = select(CohortMember.authority_id).where(CohortMember.cohort_id == cohort.id)
    return list((await session.exec(here.order_by(col(CohortMember.authority_id)))).all())


async def _places(
    session: AsyncSession, programme_id: UUID, wanted: Sequence[UUID]
) -> Sequence[ProgrammeAuthority]:
    """Give the places of these authorities in the programme, held in one order so that nobody waits in a ring."""
    here = select(ProgrammeAuthority).where(
        ProgrammeAuthority.programme_id == programme_id, col(ProgrammeAuthority.authority_id).in_(wanted)
    )
    held = here.order_by(col(ProgrammeAuthority.authority_id)).with_for_update()
    return (await session.exec(held, execution_options={"populate_existing": True})).all()
