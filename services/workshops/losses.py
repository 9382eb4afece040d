"""What hypotheses cost, read from the notes that speak for them."""

from collections import defaultdict
from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops.schemas import HoursLost, Stance
from services.workshops.tables import Hypothesis, HypothesisEvidence, PainPoint, Task
from services.workshops.unions import Loss, union
from services.workshops.weights import Weight, hours_lost


async def of(session: AsyncSession, hypotheses: Sequence[Hypothesis]) -> dict[UUID, HoursLost | None]:
    """Give the hours lost a year of each hypothesis, from its standing evidence for it."""
    wanted = [hypothesis.id for hypothesis in hypotheses]
    losses: dict[UUID, list[Loss]] = defaultdict(list)
    for table in (PainPoint, Task):
        query = (
            select(HypothesisEvidence.hypothesis_id, table)
            .join(table, col(table.id) == HypothesisEvidence.capture_id)
            .where(col(HypothesisEvidence.hypothesis_id).in_(wanted), col(table.removed_at).is_(None))
            .where(HypothesisEvidence.stance == Stance.FOR)
        )
        for hypothesis_id, note in await session.exec(query):
            found = cast("PainPoint | Task", note)  # mypy sees only their common parent
            if hours := hours_lost(Weight.of(found)):
                losses[hypothesis_id].append(_loss(found, hours))
    return {one: union(losses[one]) for one in wanted}


def _loss(note: PainPoint | Task, hours: HoursLost) -> Loss:
    if isinstance(note, Task):
        return Loss(about=note.id, hours=hours, is_whole=True)
    return Loss(about=note.task_id or note.id, hours=hours)
