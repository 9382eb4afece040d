"""Whether the gain happened: looked at again six and twelve months after a decision, beside what was expected."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Conflict
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.workshops import paris_days, signed
from services.workshops.follow_up_events import GainChecked
from services.workshops.schemas import DueCheck, GainCheckIn, TrialStepKind
from services.workshops.tables import Decision, GainCheck, Hypothesis, TrialStep

MONTHS = (6, 12)
EARLY = timedelta(days=30)
"""How long before its day a check may be made: a convention, so that « six months » means about six."""


class NothingToCheck(Conflict):
    """No answer was decided, or its trial was stopped: there is no gain to look for."""

    sentence = "Cette décision n’attend pas de gain\u00a0: aucune réponse n’est en service."


class GainIsChecked(Conflict):
    """The gain was checked at this distance already."""

    sentence = "Le gain a déjà été vérifié à cette échéance."


class TooEarly(Conflict):
    """The check is more than 30 days away."""

    sentence = "Il est trop tôt pour cette vérification\u00a0: elle s’ouvre 30 jours avant son échéance."


async def check(session: AsyncSession, decision: Decision, new: GainCheckIn, *, by: Principal) -> GainCheck:
    """Write down what was gained.

    Raises: GainIsChecked, NotInForce, NothingToCheck, TooEarly.
    """
    await signed.check(session, decision)
    if decision.rung is None or decision.id in await _stopped(session, [decision.id]):
        raise NothingToCheck
    if any(one.months == new.months for one in await of(session, decision)):
        raise GainIsChecked
    if not _is_open(due_on(decision, new.months)):
        raise TooEarly
    row = GainCheck(
        **new.model_dump(), decision_id=decision.id, authority_id=decision.authority_id,
        expected_hours=decision.expected_hours, checked_by=by.subject, checked_name=by.name,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    checked = GainChecked(
        authority_id=row.authority_id,
        decision_id=row.decision_id,
        months=row.months,
        conclusion=row.conclusion,
    )
    record(session, checked, actor=by)
    return row


async def page(session: AsyncSession, window: Window, *, authority: UUID | None) -> Slice[GainCheck]:
    """Give the checks the caller may see, the latest first."""
    query = select(GainCheck).order_by(col(GainCheck.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(col(GainCheck.id) < window.after)
    if authority:
        query = query.where(GainCheck.authority_id == authority)
    return cut((await session.exec(query)).all(), window)


async def of(session: AsyncSession, decision: Decision) -> Sequence[GainCheck]:
    """Give the checks of one decision, the first one first."""
    query = select(GainCheck).where(GainCheck.decision_id == decision.id).order_by(col(GainCheck.months))
    return (await session.exec(query)).all()


async def due(
    session: AsyncSession, *, authority: UUID | None = None, decision: Decision | None = None,
    until: date | None = None,
) -> list[DueCheck]:  # fmt: skip
    """Give the checks still to be made, the first due first; `until` leaves out those due later."""
    query = select(Decision, Hypothesis.title).join(
        Hypothesis, col(Hypothesis.id) == col(Decision.hypothesis_id)
    )
    query = query.where(col(Decision.signed_at).is_not(None), col(Decision.rung).is_not(None))
    query = query.where(~signed.is_replaced())
    if authority:
        query = query.where(Decision.authority_id == authority)
    if decision:
        query = query.where(Decision.id == decision.id)
    found = (await session.exec(query)).all()
    ids = [one.id for one, _ in found]
    made, stopped = await _made(session, ids), await _stopped(session, ids)
    waiting = (
        _due(one, title, months)
        for one, title in found
        for months in MONTHS
        if (one.id, months) not in made and one.id not in stopped
    )
    return _sorted(one for one in waiting if until is None or one.due_on <= until)


def due_on(decision: Decision, months: int) -> date:
    """Give the day of a check: so many months after the signature."""
    return paris_days.months_after(paris_days.day_of(decision.signed_at or decision.prepared_at), months)


def _due(decision: Decision, title: str, months: int) -> DueCheck:
    day = due_on(decision, months)
    return DueCheck(
        decision_id=decision.id, authority_id=decision.authority_id, hypothesis_id=decision.hypothesis_id,
        title=title, months=months, due_on=day, is_overdue=day < paris_days.today(), is_open=_is_open(day),
        expected_hours=decision.expected_hours,
    )  # fmt: skip


def _is_open(day: date) -> bool:
    return day - EARLY <= paris_days.today()


def _sorted(checks: Iterable[DueCheck]) -> list[DueCheck]:
    return sorted(checks, key=lambda one: (one.due_on, one.title, str(one.decision_id)))


async def _made(session: AsyncSession, decision_ids: Sequence[UUID]) -> set[tuple[UUID, int]]:
    query = select(GainCheck.decision_id, GainCheck.months)
    found = await session.exec(query.where(col(GainCheck.decision_id).in_(decision_ids)))
    return {(decision_id, months) for decision_id, months in found}


async def _stopped(session: AsyncSession, decision_ids: Sequence[UUID]) -> set[UUID]:
    query = select(TrialStep.decision_id).where(
        col(TrialStep.decision_id).in_(decision_ids), TrialStep.step == TrialStepKind.STOPPED
    )
    return set((await session.exec(query)).all())
