"""How far a hypothesis has come once a decision is written down: submitted, decided, then what its trial says."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops.schemas import HypothesisState
from services.workshops.tables import Decision, TrialStep


async def of(session: AsyncSession, hypothesis_ids: Sequence[UUID]) -> dict[UUID, HypothesisState]:
    """Give the state of each hypothesis that a decision was written on; a revision starts its trial anew."""
    query = select(Decision).where(col(Decision.hypothesis_id).in_(hypothesis_ids))
    found = (await session.exec(query.order_by(col(Decision.prepared_at), col(Decision.id)))).all()
    latest = {one.hypothesis_id: one for one in found if one.signed_at}
    steps = await _steps(session, [one.id for one in latest.values()])
    submitted = {one.hypothesis_id: HypothesisState.SUBMITTED for one in found}
    decided = {name: steps.get(one.id, HypothesisState.DECIDED) for name, one in latest.items()}
    return submitted | decided


async def _steps(session: AsyncSession, decision_ids: Sequence[UUID]) -> dict[UUID, HypothesisState]:
    """Give the last step taken of each decision."""
    query = select(TrialStep.decision_id, TrialStep.step).where(col(TrialStep.decision_id).in_(decision_ids))
    taken = await session.exec(query.order_by(col(TrialStep.taken_at), col(TrialStep.id)))
    return {decision_id: HypothesisState(step) for decision_id, step in taken}
