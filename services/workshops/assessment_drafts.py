"""Somebody's judgement before they hand it in: kept for them alone, forgotten afterwards."""

from collections.abc import Mapping
from typing import cast

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.principal import Principal
from services.workshops import assessments
from services.workshops.hypotheses import AssessmentsRevealed
from services.workshops.schemas import AssessmentIn, Criterion
from services.workshops.schemas.qualification import CriterionDraftIn, DraftIn, DraftOut, WholeAssessmentIn
from services.workshops.tables import Assessment, AssessmentDraft, Hypothesis


async def read(session: AsyncSession, hypothesis: Hypothesis, *, by: Principal) -> DraftOut:
    """Give the caller's draft, or else what they have handed in; empty when there is neither."""
    query = select(AssessmentDraft).where(AssessmentDraft.hypothesis_id == hypothesis.id)
    kept = (await session.exec(query.where(AssessmentDraft.assessor_id == by.subject))).all()
    own = select(Assessment).where(Assessment.hypothesis_id == hypothesis.id)
    given = (await session.exec(own.where(Assessment.assessor_id == by.subject))).all()
    shown = {one.criterion: _part(one) for one in kept or given}
    return DraftOut(
        saved_at=max((one.saved_at for one in kept), default=None),
        is_handed_in=len(given) == len(Criterion),
        **shown,
    )


async def keep(session: AsyncSession, hypothesis: Hypothesis, new: DraftIn, *, by: Principal) -> DraftOut:
    """Keep a judgement as far as it has come, in the place of the one kept before.

    Raises: AssessmentsRevealed, NotAPerson, UnknownEvidence.
    """
    assessments.check_person(by)
    await session.refresh(hypothesis, with_for_update=True)
    if hypothesis.assessments_revealed_at:
        raise AssessmentsRevealed
    parts = _by_criterion(new)
    await assessments.check_evidence(
        session, hypothesis, [piece for part in parts.values() for piece in part.evidence_ids]
    )
    await forget(session, hypothesis, by=by)
    for criterion, part in parts.items():
        row = AssessmentDraft(
            hypothesis_id=hypothesis.id, authority_id=hypothesis.authority_id, assessor_id=by.subject,
            criterion=criterion, verdict=part.verdict, reason=part.reason, evidence_ids=part.evidence_ids,
            saved_at=now(),
        )  # fmt: skip
        session.add(row)
    await session.flush()
    return await read(session, hypothesis, by=by)


async def hand_in(
    session: AsyncSession, hypothesis: Hypothesis, new: WholeAssessmentIn, *, by: Principal
) -> dict[str, object]:
    """Judge all three criteria at once, and forget the draft. Give what the caller may see of the assessments.

    Raises: AssessmentsRevealed, NotAPerson, UnknownEvidence.
    """
    for criterion in Criterion:
        judged = cast("AssessmentIn", getattr(new, criterion))
        await assessments.give(session, hypothesis, judged, criterion=criterion, by=by)
    await forget(session, hypothesis, by=by)
    return await assessments.shown(session, hypothesis, by=by)


async def forget(session: AsyncSession, hypothesis: Hypothesis, *, by: Principal) -> None:
    """Forget the caller's draft."""
    own = (
        col(AssessmentDraft.hypothesis_id) == hypothesis.id,
        col(AssessmentDraft.assessor_id) == by.subject,
    )
    await session.exec(delete(AssessmentDraft).where(*own))


def _by_criterion(new: DraftIn) -> Mapping[Criterion, CriterionDraftIn]:
    return {criterion: cast("CriterionDraftIn", getattr(new, criterion)) for criterion in Criterion}


def _part(row: AssessmentDraft | Assessment) -> CriterionDraftIn:
    return CriterionDraftIn.model_validate(
        {"verdict": row.verdict, "reason": row.reason, "evidence_ids": row.evidence_ids}
    )
