"""How far hypotheses have come, read from what was done with them."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops import progress
from services.workshops.schemas import HypothesisState, Verdict
from services.workshops.tables import Assessment, Hypothesis


async def of(session: AsyncSession, hypotheses: Sequence[Hypothesis]) -> dict[UUID, HypothesisState]:
    """Give the state of each hypothesis."""
    wanted = [hypothesis.id for hypothesis in hypotheses]
    after = await progress.of(session, wanted)
    verdicts: dict[UUID, set[str]] = defaultdict(set)
    revealed = [one.id for one in hypotheses if one.assessments_revealed_at]
    given = select(Assessment.hypothesis_id, Assessment.verdict).where(
        col(Assessment.hypothesis_id).in_(revealed)
    )
    for hypothesis_id, verdict in await session.exec(given):
        verdicts[hypothesis_id].add(verdict)
    return {one.id: after.get(one.id) or _before_decision(one, verdicts[one.id]) for one in hypotheses}


def _before_decision(hypothesis: Hypothesis, verdicts: set[str]) -> HypothesisState:
    if hypothesis.assessments_revealed_at and verdicts == {Verdict.CONFIRMED}:
        return HypothesisState.QUALIFIED
    return HypothesisState.UNDER_TEST if hypothesis.tested_at else HypothesisState.DRAFT
