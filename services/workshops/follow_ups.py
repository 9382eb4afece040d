"""What is to be done because of a decision: whose it is, until when, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, NotFound
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.workshops import forms, paris_days, signed
from services.workshops.follow_up_events import FollowUpAdded, FollowUpChanged, FollowUpEnded, FollowUpResumed
from services.workshops.schemas import FollowUpChange, FollowUpEnd, FollowUpIn
from services.workshops.tables import Decision, FollowUp


class FollowUpIsEnded(Conflict):
    """It ended: it is resumed before it changes, or ends another way."""

    sentence = "Cette action est terminée\u00a0: reprenez-la avant de la modifier."


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which ones are wanted; what is left out does not matter."""

    authority_id: UUID | None = None
    is_open: bool | None = None
    is_overdue: bool | None = None


async def add(session: AsyncSession, decision: Decision, new: FollowUpIn, *, by: Principal) -> FollowUp:
    """Write down something to do.

    Raises: NotInForce.
    """
    await signed.check(session, decision)
    row = FollowUp(
        **new.model_dump(), decision_id=decision.id, authority_id=decision.authority_id, added_by=by.subject
    )
    session.add(row)
    await session.flush()
    added = FollowUpAdded(
        authority_id=row.authority_id, decision_id=row.decision_id, follow_up_id=row.id
    )  # fmt: skip
    record(session, added, actor=by)
    return row


async def get(session: AsyncSession, follow_up_id: UUID) -> FollowUp:
    """Give one the caller may see.

    Raises: NotFound.
    """
    row = await session.get(FollowUp, follow_up_id)
    if row is None:
        raise NotFound("Cette action n’existe pas, ou n’est pas de votre collectivité.")
    return row


async def page(session: AsyncSession, window: Window, wanted: Filters) -> Slice[FollowUp]:
    """Give those the caller may see, the latest added first."""
    query = select(FollowUp).order_by(col(FollowUp.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(col(FollowUp.id) < window.after)
    if wanted.authority_id:
        query = query.where(FollowUp.authority_id == wanted.authority_id)
    is_open, is_late = col(FollowUp.ended_at).is_(None), col(FollowUp.due_on) < paris_days.today()
    for value, condition in ((wanted.is_open, is_open), (wanted.is_overdue, is_open & is_late)):
        if value is not None:
            query = query.where(condition if value else ~condition)
    return cut((await session.exec(query)).all(), window)


async def of(session: AsyncSession, decision: Decision) -> Sequence[FollowUp]:
    """Give what is to be done because of one decision, the first due first."""
    query = select(FollowUp).where(FollowUp.decision_id == decision.id)
    return (await session.exec(query.order_by(col(FollowUp.due_on), col(FollowUp.id)))).all()


async def change(session: AsyncSession, row: FollowUp, new: FollowUpChange, *, by: Principal) -> FollowUp:
    """Change its words, its owner or its day; what is left out stays.

    Raises: FollowUpIsEnded, Invalid.
    """
    if row.ended_at:
        raise FollowUpIsEnded
    values = forms.merged(FollowUpIn, row, new)
    for name in new.model_fields_set:
        setattr(row, name, getattr(values, name))
    row.version += 1
    await session.flush()
    changed = FollowUpChanged(
        authority_id=row.authority_id, decision_id=row.decision_id, follow_up_id=row.id
    )  # fmt: skip
    record(session, changed, actor=by)
    return row


async def end(session: AsyncSession, row: FollowUp, ended_as: FollowUpEnd, *, by: Principal) -> FollowUp:
    """Say that it is done, or dropped. Ended the same way already, nothing changes.

    Raises: FollowUpIsEnded.
    """
    await session.refresh(row, with_for_update=True)
    if row.ended_as == ended_as:
        return row
    if row.ended_at:
        raise FollowUpIsEnded
    row.ended_at, row.ended_as, row.ended_by = now(), ended_as.value, by.subject
    row.version += 1
    await session.flush()
    ended = FollowUpEnded(
        authority_id=row.authority_id,
        decision_id=row.decision_id,
        follow_up_id=row.id,
        ended_as=ended_as.value,
    )
    record(session, ended, actor=by)
    return row


async def resume(session: AsyncSession, row: FollowUp, *, by: Principal) -> FollowUp:
    """Undo its end. Open already, nothing changes."""
    await session.refresh(row, with_for_update=True)
    if row.ended_at is None:
        return row
    row.ended_at = row.ended_as = row.ended_by = None
    row.version += 1
    await session.flush()
    resumed = FollowUpResumed(
        authority_id=row.authority_id, decision_id=row.decision_id, follow_up_id=row.id
    )  # fmt: skip
    record(session, resumed, actor=by)
    return row
