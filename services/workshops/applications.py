"""Applications: what an authority says to be taken in a programme, until it is selected or withdraws."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Forbidden, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import forms, programme_events as events
from services.workshops.schemas import EnrolmentState
from services.workshops.schemas.selection import ApplicationChange, ApplicationIn
from services.workshops.tables import Application, Programme, ProgrammeAuthority, Workshop

APPLICANTS = ("facilitator", "admin", "champion", "decision_maker")
"""Who may apply: the operator's project team for anybody, an authority's contact or decision maker for theirs."""


class AlreadyApplied(Conflict):
    """The authority has applied already, or takes part."""

    sentence = "Cette collectivité a déjà candidaté, ou participe déjà à ce programme."


class ApplicationsClosed(Conflict):
    """The last day to apply is over. The operator may still write a late application down."""

    sentence = "Les candidatures à ce programme sont closes. L’opérateur peut encore enregistrer la vôtre."


class NoLongerCandidate(Conflict):
    """The authority is selected already, or has withdrawn: its application does not change."""

    sentence = (
        "Cette candidature est retirée, ou la collectivité est déjà retenue\u00a0: elle ne change plus."
    )


class WorkshopsPlanned(Conflict):
    """A workshop is planned there in this programme: cancel nothing by withdrawing."""

    sentence = "Un atelier est prévu dans cette collectivité\u00a0: la candidature ne peut plus être retirée."


async def make(
    session: AsyncSession, programme: Programme, new: ApplicationIn, *, by: Principal
) -> Application:
    """Write an application down: the authority becomes a candidate.

    Raises: AlreadyApplied, ApplicationsClosed, Forbidden.
    """
    _check_own(new.authority_id, by=by)
    _check_date(programme, by=by)
    # Two people who apply at once for the same authority wait for each other here.
    await session.exec(select(Programme.id).where(Programme.id == programme.id).with_for_update())
    here = (Application.programme_id == programme.id, Application.authority_id == new.authority_id)
    known = (await session.exec(select(Application.id).where(*here))).first()
    taken = await session.get(ProgrammeAuthority, (programme.id, new.authority_id))
    if known or taken:
        raise AlreadyApplied
    application = Application(**new.model_dump(), programme_id=programme.id, applied_by=by.subject)
    session.add_all([application, _candidacy(application)])
    await session.flush()
    record(session, events.ApplicationMade(**_marks(application)), actor=by)
    return application


async def get(session: AsyncSession, application_id: UUID) -> Application:
    """Give one application the caller may see.

    Raises: NotFound.
    """
    application = await session.get(Application, application_id)
    if application is None:
        raise NotFound("Cette candidature n’existe pas, ou n’est pas de votre collectivité.")
    return application


async def listed(session: AsyncSession, programme: Programme) -> Sequence[Application]:
    """Give the applications to a programme that the caller may see, the first that came first."""
    here = select(Application).where(Application.programme_id == programme.id)
    return (await session.exec(here.order_by(col(Application.applied_at), col(Application.id)))).all()


async def change(
    session: AsyncSession, application: Application, new: ApplicationChange, *, by: Principal
) -> Application:
    """Change what a candidate says.

    Raises: Forbidden, Invalid, NoLongerCandidate.
    """
    _check_own(application.authority_id, by=by)
    await candidacy(session, application)
    values = forms.merged(ApplicationIn, application, new)
    for name in new.model_fields_set:
        setattr(application, name, getattr(values, name))
    application.version += 1
    await session.flush()
    return application


async def withdraw(session: AsyncSession, application: Application, *, by: Principal) -> Application:
    """Withdraw a candidate: it leaves the programme's list, its application stays readable.

    Raises: Forbidden, NoLongerCandidate, WorkshopsPlanned.
    """
    _check_own(application.authority_id, by=by)
    enrolment = await candidacy(session, application)
    planned = select(Workshop.id).where(
        Workshop.programme_id == application.programme_id, Workshop.authority_id == application.authority_id
    )
    if (await session.exec(planned.limit(1))).first():
        raise WorkshopsPlanned
    await session.delete(enrolment)
    application.withdrawn_at, application.withdrawn_by = now(), by.subject
    application.version += 1
    await session.flush()
    record(session, events.ApplicationWithdrawn(**_marks(application)), actor=by)
    return application


async def reinstate(session: AsyncSession, application: Application, *, by: Principal) -> Application:
    """Undo a withdrawal. Not withdrawn, nothing changes.

    Raises: ApplicationsClosed, Forbidden.
    """
    _check_own(application.authority_id, by=by)
    await session.refresh(application, with_for_update=True)
    if application.withdrawn_at is None:
        return application
    _check_date(await session.get_one(Programme, application.programme_id), by=by)
    application.withdrawn_at = application.withdrawn_by = None
    application.version += 1
    session.add(_candidacy(application))
    await session.flush()
    record(session, events.ApplicationMade(**_marks(application)), actor=by)
    return application


async def candidacy(session: AsyncSession, application: Application) -> ProgrammeAuthority:
    """Give the candidate's place in the programme, held so that nobody selects it meanwhile.

    Raises: NoLongerCandidate.
    """
    here = (application.programme_id, application.authority_id)
    enrolment = await session.get(ProgrammeAuthority, here, with_for_update=True, populate_existing=True)
    if enrolment is None or enrolment.state is not EnrolmentState.CANDIDATE:
        raise NoLongerCandidate
    return enrolment


def _candidacy(application: Application) -> ProgrammeAuthority:
    return ProgrammeAuthority(
        programme_id=application.programme_id, authority_id=application.authority_id,
        applied_on=application.applied_at.date(),
    )  # fmt: skip


def _check_own(authority_id: UUID, *, by: Principal) -> None:
    if not by.is_operator and authority_id != by.authority:
        raise Forbidden("Vous candidatez pour votre propre collectivité seulement.")


def _check_date(programme: Programme, *, by: Principal) -> None:
    last = min(programme.applications_until or programme.ends_on, programme.ends_on)
    if not by.is_operator and now().date() > last:
        raise ApplicationsClosed


def _marks(application: Application) -> dict[str, UUID]:
    return {
        "authority_id": application.authority_id,
        "programme_id": application.programme_id,
        "application_id": application.id,
    }
