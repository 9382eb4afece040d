"""How far hypotheses have come, read from what was done with them."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops import progress
from services.workshops.schemas import Criterion, HypothesisState, Verdict
from services.workshops.tables import Assessment, CriterionResult, Hypothesis


async def of(session: AsyncSession, hypotheses: Sequence[Hypothesis]) -> dict[UUID, HypothesisState]:
    """Give the state of each hypothesis."""
    wanted = [hypothesis.id for hypothesis in hypotheses]
    after = await progress.of(session, wanted)
    confirmed = await _confirmed(session, [one.id for one in hypotheses if one.assessments_revealed_at])
    return {one.id: after.get(one.id) or _before_decision(one, confirmed[one.id]) for one in hypotheses}


async def _confirmed(session: AsyncSession, revealed: Sequence[UUID]) -> dict[UUID, set[str]]:
    """Give the criteria that are confirmed: so agreed, or while nothing was agreed, so judged by everybody."""
    verdicts: dict[UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for table in (Assessment, CriterionResult):
        query = select(table.hypothesis_id, table.criterion, table.verdict)
        query = query.where(col(table.hypothesis_id).in_(revealed))
        if table is CriterionResult:
            query = query.where(col(CriterionResult.reopened_at).is_(None))
        given: dict[tuple[UUID, str], set[str]] = defaultdict(set)
        for hypothesis_id, criterion, verdict in await session.exec(query):
            given[hypothesis_id, criterion].add(verdict)
        for (hypothesis_id, criterion), said in given.items():
            verdicts[hypothesis_id][criterion] = said
    sure = {Verdict.CONFIRMED.value}
    return defaultdict(
        set, {one: {name for name, said in by.items() if said == sure} for one, by in verdicts.items()}
    )


def _before_decision(hypothesis: Hypothesis, confirmed: set[str]) -> HypothesisState:
    if confirmed == set(Criterion):
        return HypothesisState.QUALIFIED
    return HypothesisState.UNDER_TEST if hypothesis.tested_at else HypothesisState.DRAFT
