"""Pain points brought together by a person: folded into one another, taken apart again, never lost."""

from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import Conflict, Forbidden, Invalid, NotFound
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.workshops.events import PainPointMerged, PainPointMergeUndone
from services.workshops.schemas import MergeIn
from services.workshops.tables import Merge, PainPoint


class SamePainPoint(Invalid):
    """A pain point cannot be folded into itself, nor into one that stands with it already."""

    sentence = "Ces deux irritants n’en font déjà qu’un."


class AlreadyMerged(Conflict):
    """The pain point is folded into another. Undo that merge first."""

    sentence = "Cet irritant est déjà regroupé avec un autre\u00a0: défaites d’abord ce regroupement."


class MergingReserved(Forbidden):
    """Merging joins the notes of several authorities: only the operator's people read them all."""

    sentence = "Regrouper des irritants est réservé à l’équipe projet de l’opérateur."


# Two people who fold A into B and B into A at the same moment would make a ring: one waits for the other.
_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtext('pain_point_merge'))")


async def merge(session: AsyncSession, new: MergeIn, *, by: Principal) -> Merge:
    """Fold one pain point into another, with all that were folded into it before.

    Neither changes: what was counted in an old report can be explained, and `undo` gives back exactly what was.

    Raises: MergingReserved, Invalid, SamePainPoint, AlreadyMerged.
    """
    _check(by)
    await (await session.connection()).execute(_ONE_AT_A_TIME)
    duplicate = await _kept(session, new.duplicate_id, pointer="/duplicate_id")
    kept = await _kept(session, new.kept_id, pointer="/kept_id")
    root = await front(session, kept.id)
    if duplicate.id in {kept.id, root} or await front(session, duplicate.id) == root:
        raise SamePainPoint(errors=[_fault("/kept_id", "same", SamePainPoint.sentence)])
    if await _live(session, duplicate.id):
        raise AlreadyMerged
    row = Merge(kept_id=root, duplicate_id=duplicate.id, merged_by=by.subject)
    session.add(row)
    await session.flush()
    record(
        session, PainPointMerged(authority_id=duplicate.authority_id, pain_point_id=duplicate.id), actor=by
    )
    return row


async def undo(session: AsyncSession, merge_id: UUID, *, by: Principal) -> Merge:
    """Take a pain point out again, with all that came with it. Undoing twice changes nothing.

    Raises: MergingReserved, NotFound.
    """
    _check(by)
    row = await session.get(Merge, merge_id)
    if row is None:
        raise NotFound("Ce regroupement n’existe pas.")
    if row.undone_at is None:
        row.undone_at, row.undone_by = now(), by.subject
        await session.flush()
        duplicate = await session.get_one(PainPoint, row.duplicate_id)
        fact = PainPointMergeUndone(authority_id=duplicate.authority_id, pain_point_id=duplicate.id)
        record(session, fact, actor=by)
    return row


async def page(session: AsyncSession, window: Window, *, by: Principal) -> Slice[Merge]:
    """Give the journal of merges, the latest first, those undone too.

    Raises: MergingReserved.
    """
    _check(by)
    query = select(Merge).order_by(col(Merge.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(col(Merge.id) < window.after)
    return cut((await session.exec(query)).all(), window)


async def front(session: AsyncSession, pain_point_id: UUID) -> UUID:
    """Give the pain point that stands in front of this one: itself, unless it was folded into another."""
    while above := await _live(session, pain_point_id):
        pain_point_id = above.kept_id
    return pain_point_id


async def _live(session: AsyncSession, duplicate_id: UUID) -> Merge | None:
    query = select(Merge).where(Merge.duplicate_id == duplicate_id, col(Merge.undone_at).is_(None))
    return (await session.exec(query)).first()


async def _kept(session: AsyncSession, pain_point_id: UUID, *, pointer: str) -> PainPoint:
    row = await session.get(PainPoint, pain_point_id)
    if row is None or row.removed_at is not None:
        raise Invalid(errors=[_fault(pointer, "unknown", "Cet irritant n’existe pas, ou a été retiré.")])
    return row


def _fault(pointer: str, kind: str, message: str) -> dict[str, str]:
    return {"pointer": pointer, "type": kind, "message": message}


def _check(by: Principal) -> None:
    if not by.is_operator:
        raise MergingReserved
