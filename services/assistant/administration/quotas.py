"""Quotas as an administrator keeps them: set, changed, removed, and what is spent of them this month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.events import QuotaChanged, QuotaRemoved, QuotaSet
from services.assistant.kinds import QuotaUnit
from services.assistant.quotas.holding import PARIS, this_month
from services.assistant.quotas.tables import QuotaMonth, QuotaRow
from services.assistant.tables import Use
from services.kit.errors import Conflict, NotFound
from services.kit.events import record
from services.kit.principal import Principal

GRAINS = {QuotaUnit.TOKENS: 1, QuotaUnit.EUROS: 1_000_000, QuotaUnit.KWH: 1_000_000}
"""What is stored is counted in tokens, micro-euros and milliwatt-hours."""


class QuotaMissing(NotFound):
    """No quota has this id, or it is another authority's."""

    sentence = "Ce quota n’existe pas."


class QuotaTaken(Conflict):
    """There is a quota in this unit already, for the same authority and caller."""

    sentence = "Il y a déjà un quota de cette sorte pour cette collectivité ou cette personne : modifiez-le."


@dataclass(frozen=True, slots=True)
class Kept:
    """A quota, and what has been spent of it this month."""

    row: QuotaRow
    spent: int


async def set_new(session: AsyncSession, row: QuotaRow, *, by: Principal) -> Kept:
    """Set a quota. What was used since the month began counts.

    Raises: QuotaTaken.
    """
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        raise QuotaTaken from error
    spent = await _used(session, row, this_month())
    session.add(QuotaMonth(quota_id=row.id, month=this_month(), authority_id=row.authority_id, spent=spent))
    record(session, QuotaSet(authority_id=row.authority_id, quota_id=row.id, unit=row.unit), actor=by)
    return Kept(row, spent)


async def listed(session: AsyncSession) -> Sequence[Kept]:
    """Give the quotas that the caller may see."""
    order = (col(QuotaRow.authority_id), col(QuotaRow.caller_id).is_not(None), col(QuotaRow.unit))
    rows = (await session.exec(select(QuotaRow).order_by(*order))).all()
    months = await session.exec(select(QuotaMonth).where(QuotaMonth.month == this_month()))
    spent = {one.quota_id: one.spent for one in months}
    return [Kept(row, spent.get(row.id, 0)) for row in rows]


async def get(session: AsyncSession, quota_id: UUID, *, is_held: bool = False) -> Kept:
    """Give one quota, held for a change when that is asked.

    Raises: QuotaMissing.
    """
    row = await session.get(QuotaRow, quota_id, with_for_update=is_held)
    if row is None:
        raise QuotaMissing
    month = await session.get(QuotaMonth, (quota_id, this_month()))
    return Kept(row, month.spent if month else 0)


async def change(session: AsyncSession, kept: Kept, *, monthly: int, by: Principal) -> Kept:
    """Change how much may be used in a month."""
    row = kept.row
    row.monthly, row.version = monthly, row.version + 1
    record(session, QuotaChanged(authority_id=row.authority_id, quota_id=row.id, unit=row.unit), actor=by)
    return kept


async def remove(session: AsyncSession, kept: Kept, *, by: Principal) -> None:
    """Limit nothing any more."""
    row = kept.row
    record(session, QuotaRemoved(authority_id=row.authority_id, quota_id=row.id, unit=row.unit), actor=by)
    await session.delete(row)


async def _used(session: AsyncSession, row: QuotaRow, month: date) -> int:
    measure = {
        QuotaUnit.TOKENS: func.sum(col(Use.input_tokens) + col(Use.output_tokens)),
        QuotaUnit.EUROS: func.sum(col(Use.cost)),
        QuotaUnit.KWH: func.sum(col(Use.energy)),
    }[QuotaUnit(row.unit)]
    began = datetime.combine(month, time(), PARIS)
    query = select(measure).where(
        Use.authority_id == row.authority_id,
        Use.started_at >= began,
        Use.counted_in != "words",
        Use.state != "open",
    )
    if row.caller_id:
        query = query.where(Use.caller_id == row.caller_id)
    return int((await session.exec(query)).one() or 0)
