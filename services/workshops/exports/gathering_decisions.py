"""What a snapshot holds of judging and deciding: assessments once they are shown, decisions and what came of them."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops import decision_records
from services.workshops.exports.rows import row_of
from services.workshops.exports.scope import Scope
from services.workshops.exports.tables import ASSESSMENTS, DECISIONS, FOLLOW_UPS, GAIN_CHECKS, Row
from services.workshops.tables import Assessment, Decision, FollowUp, GainCheck, Hypothesis

HIGHEST_REJECTED = 6


async def assessments(session: AsyncSession, scope: Scope) -> list[Row]:
    """Read the assessments that are shown to all. Who judged is a number within the hypothesis, not a name."""
    query = select(Assessment).join(Hypothesis, col(Hypothesis.id) == col(Assessment.hypothesis_id))
    query = query.where(
        col(Assessment.authority_id).in_(scope.authority_ids),
        col(Hypothesis.assessments_revealed_at).is_not(None),
    )
    found = (await session.exec(query.order_by(col(Assessment.id)))).all()
    numbers = _numbers(found)
    return [
        row_of(
            ASSESSMENTS, one, assessor=numbers[one.hypothesis_id, one.assessor_id], evidence=len(one.evidence_ids)
        )
        for one in found
    ]  # fmt: skip


async def decisions(session: AsyncSession, scope: Scope) -> list[Row]:
    """Read the decisions, those that were revised and those that wait for a signature too."""
    query = select(Decision).where(col(Decision.authority_id).in_(scope.authority_ids))
    found = (await session.exec(query.order_by(col(Decision.id)))).all()
    stands = await decision_records.standings(session, found)
    return [
        row_of(DECISIONS, one, standing=stands[one.id].value, **_rejections(one.rejections)) for one in found
    ]


async def follow_ups(session: AsyncSession, scope: Scope) -> list[Row]:
    """Read what is to be done, without the ids of people."""
    query = select(FollowUp).where(col(FollowUp.authority_id).in_(scope.authority_ids))
    return [row_of(FOLLOW_UPS, one) for one in await session.exec(query.order_by(col(FollowUp.id)))]


async def gain_checks(session: AsyncSession, scope: Scope) -> list[Row]:
    """Read the checks of gains."""
    query = select(GainCheck).where(col(GainCheck.authority_id).in_(scope.authority_ids))
    return [row_of(GAIN_CHECKS, one) for one in await session.exec(query.order_by(col(GainCheck.id)))]


def _numbers(found: Sequence[Assessment]) -> dict[tuple[UUID, UUID], str]:
    """Number the assessors of each hypothesis in the order they came: E1, E2…"""
    numbers: dict[tuple[UUID, UUID], str] = {}
    for one in found:
        known = sum(hypothesis == one.hypothesis_id for hypothesis, _ in numbers)
        numbers.setdefault((one.hypothesis_id, one.assessor_id), f"E{known + 1}")
    return numbers


def _rejections(reasons: Sequence[str]) -> dict[str, str]:
    """Give one column a rung; empty where no reason was called for."""
    padded = [*reasons, *[""] * HIGHEST_REJECTED][:HIGHEST_REJECTED]
    return {f"rejection_{rung}": reason for rung, reason in enumerate(padded)}
