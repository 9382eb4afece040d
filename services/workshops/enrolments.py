"""An authority's way through a programme: one step at a time, each with its date, the last one undone if need be.

candidate → selected (with a cohort) → agreed (with an agreement) → active → closing → left or continued. A trigger
holds every door to it.
"""

from datetime import date
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import programme_events as events, programmes
from services.workshops.schemas import EnrolmentState
from services.workshops.schemas.enrolments import AgreementIn, AgreementOut, Step, StepIn, WayOut
from services.workshops.schemas.gatherings import AttendanceOut, GatheringKind
from services.workshops.tables import Agreement, Application, Attendance, Gathering, ProgrammeAuthority

_COLUMNS = {
    EnrolmentState.SELECTED: "selected_on",
    EnrolmentState.AGREED: "agreed_on",
    EnrolmentState.ACTIVE: "activated_on",
    EnrolmentState.CLOSING: "closing_on",
    EnrolmentState.LEFT: "left_on",
    EnrolmentState.CONTINUED: "continued_on",
}
_BEFORE = {
    Step.ACTIVE: EnrolmentState.AGREED,
    Step.CLOSING: EnrolmentState.ACTIVE,
    Step.LEFT: EnrolmentState.CLOSING,
    Step.CONTINUED: EnrolmentState.CLOSING,
}
_EARLIER = {
    EnrolmentState.SELECTED: EnrolmentState.CANDIDATE,
    EnrolmentState.AGREED: EnrolmentState.SELECTED,
    **{EnrolmentState(step): before for step, before in _BEFORE.items()},
}


class WrongStep(Conflict):
    """The step does not follow from where the authority stands."""

    sentence = "Cette étape ne suit pas celle où en est la collectivité."


class NoEarlierStep(Conflict):
    """There is no step to undo: a candidate withdraws its application, and what came before is not known."""

    sentence = "Il n’y a pas d’étape à annuler. Une candidature se retire\u00a0; une étape plus ancienne n’est pas datée."


async def get(
    session: AsyncSession, programme_id: UUID, authority_id: UUID, *, is_held: bool = False
) -> ProgrammeAuthority:
    """Give the place of an authority in a programme, as far as the caller may see it.

    Raises: NotFound.
    """
    here = (programme_id, authority_id)
    place = await session.get(
        ProgrammeAuthority, here, with_for_update=is_held or None, populate_existing=is_held
    )
    if place is None:
        raise NotFound("Cette collectivité n’est pas de ce programme, ou n’est pas la vôtre.")
    return place


async def shown(session: AsyncSession, place: ProgrammeAuthority) -> WayOut:
    """Give an authority's way: its steps, its agreement, what its people took part in."""
    here = {"programme_id": place.programme_id, "authority_id": place.authority_id}
    application = select(Application.id).filter_by(**here)
    agreement = (await session.exec(select(Agreement).filter_by(**here))).first()
    attended = (
        select(Attendance, Gathering)
        .join(Gathering, col(Gathering.id) == Attendance.gathering_id)
        .where(Gathering.programme_id == place.programme_id, Attendance.authority_id == place.authority_id)
        .order_by(col(Gathering.held_on), col(Gathering.id))
    )
    return WayOut(
        **place.model_dump(), state=place.state, application_id=(await session.exec(application)).first(),
        agreement=AgreementOut.model_validate(
            agreement.model_dump(include=set(AgreementOut.model_fields))
        ) if agreement else None,
        attendances=[attendance(*pair) for pair in await session.exec(attended)],
    )  # fmt: skip


def attendance(one: Attendance, gathering: Gathering) -> AttendanceOut:
    """Give an attendance with what it was to."""
    return AttendanceOut(
        gathering_id=gathering.id, authority_id=one.authority_id, label=gathering.label,
        kind=GatheringKind(gathering.kind), held_on=gathering.held_on, people=one.people, hours=one.hours,
    )  # fmt: skip


async def agree(
    session: AsyncSession, place: ProgrammeAuthority, new: AgreementIn, *, by: Principal
) -> WayOut:
    """Write down the agreement that a selected authority signed: it has agreed.

    Raises: Forbidden, Invalid, WrongStep.
    """
    programmes.check_operator(by)
    if place.state is not EnrolmentState.SELECTED:
        raise WrongStep
    _check_past(new.signed_on, pointer="/signed_on")
    if new.ends_on < new.starts_on:
        message = "La fin doit venir après le début."
        raise Invalid(errors=[{"pointer": "/ends_on", "type": "period", "message": message}])
    agreement = Agreement(
        **new.model_dump(), programme_id=place.programme_id, authority_id=place.authority_id,
        recorded_by=by.subject,
    )  # fmt: skip
    session.add(agreement)
    await session.flush()
    place.agreed_on = new.signed_on
    await moved(session, place, by=by)
    recorded = events.AgreementRecorded(
        authority_id=place.authority_id, programme_id=place.programme_id, agreement_id=agreement.id
    )
    record(session, recorded, actor=by)
    return await shown(session, place)


async def advance(session: AsyncSession, place: ProgrammeAuthority, new: StepIn, *, by: Principal) -> WayOut:
    """Take the next step: active, closing, then left or continued.

    Raises: Forbidden, Invalid, WrongStep.
    """
    programmes.check_operator(by)
    if place.state is not _BEFORE[new.to]:
        raise WrongStep
    day = new.on or now().date()
    _check_past(day, pointer="/on")
    setattr(place, _COLUMNS[EnrolmentState(new.to)], day)
    await moved(session, place, by=by)
    return await shown(session, place)


async def step_back(session: AsyncSession, place: ProgrammeAuthority, *, by: Principal) -> WayOut:
    """Undo the last step; undoing an agreement takes its record away.

    Raises: Forbidden, NoEarlierStep.
    """
    programmes.check_operator(by)
    state = place.state
    dated = [name for name in ("applied_on", *_COLUMNS.values()) if getattr(place, name) is not None]
    # The step before must be dated too: an authority does not fall two steps back at once.
    if state is EnrolmentState.CANDIDATE or len(dated) < 2:
        raise NoEarlierStep
    setattr(place, _COLUMNS[state], None)
    if place.state is not _EARLIER[state]:
        raise NoEarlierStep
    await moved(session, place, by=by)
    if state is EnrolmentState.AGREED:
        here = select(Agreement).filter_by(programme_id=place.programme_id, authority_id=place.authority_id)
        if agreement := (await session.exec(here)).first():
            await session.delete(agreement)
            await session.flush()
    return await shown(session, place)


async def moved(session: AsyncSession, place: ProgrammeAuthority, *, by: Principal) -> None:
    """Write a step down, with the fact that it was taken."""
    await session.flush()
    fact = events.EnrolmentMoved(
        authority_id=place.authority_id, programme_id=place.programme_id, state=place.state.value
    )
    record(session, fact, actor=by)


def _check_past(day: date, *, pointer: str) -> None:
    if day > now().date():
        message = "Cette date est à venir\u00a0: notez l’étape quand elle est faite."
        raise Invalid(errors=[{"pointer": pointer, "type": "future", "message": message}])
