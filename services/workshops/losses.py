"""What hypotheses cost, read from the notes that speak for them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import Select

from services.workshops.schemas import HoursLost, Stance
from services.workshops.tables import Hypothesis, HypothesisEvidence, PainPoint, Task
from services.workshops.unions import Loss, union
from services.workshops.weights import Weight, hours_lost

_Note = TypeVar("_Note", PainPoint, Task)
_ONE_LOSS = text(
    "select id, pain_point_one_loss(id) as one from unnest(cast(:asked as uuid[])) as every (id)"
)


async def of(session: AsyncSession, hypotheses: Sequence[Hypothesis]) -> dict[UUID, HoursLost | None]:
    """Give the hours lost a year of each hypothesis, from its standing evidence for it."""
    wanted = [hypothesis.id for hypothesis in hypotheses]
    losses: dict[UUID, list[Loss]] = defaultdict(list)
    for hypothesis_id, task in await session.exec(_standing(Task, wanted)):
        if hours := hours_lost(Weight.of(task)):
            losses[hypothesis_id].append(Loss(about=frozenset({task.id}), hours=hours, is_whole=True))
    felt = list(await session.exec(_standing(PainPoint, wanted)))
    merged = await _merged(session, {pain_point.id for _, pain_point in felt})
    for hypothesis_id, pain_point in felt:
        if hours := hours_lost(Weight.of(pain_point)):
            about = (merged[pain_point.id], pain_point.task_id)
            losses[hypothesis_id].append(Loss(about=frozenset(one for one in about if one), hours=hours))
    return {one: union(losses[one]) for one in wanted}


def _standing(table: type[_Note], wanted: Sequence[UUID]) -> Select[UUID, _Note]:
    return (
        select(HypothesisEvidence.hypothesis_id, table)
        .join(table, col(table.id) == HypothesisEvidence.capture_id)
        .where(col(HypothesisEvidence.hypothesis_id).in_(wanted), col(table.removed_at).is_(None))
        .where(HypothesisEvidence.stance == Stance.FOR)
    )


async def _merged(session: AsyncSession, pain_points: set[UUID]) -> dict[UUID, UUID]:
    """Give the one that stands for each, among those brought together in its authority: another town's hours are its own."""
    if not pain_points:
        return {}
    told = await (await session.connection()).execute(_ONE_LOSS, {"asked": list(pain_points)})
    return {row.id: row.one for row in told}
