"""HTTP in, one call, HTTP out: drafts of assessments, the discussion after the reveal, agreed results."""
# ruff: noqa: FAST003  the hypothesis that an address names is read by a dependency

from fastapi import APIRouter

from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.workshops import assessment_drafts, qualifications, signs
from services.workshops.routes.asking import Draft, Reader
from services.workshops.routes.assessments import Assessor
from services.workshops.schemas import AssessmentsOut, Criterion, qualification as wire
from services.workshops.tables import CriterionComment, CriterionResult

router = APIRouter(route_class=IdempotentRoute)


@router.put("/hypotheses/{hypothesis_id}/assessments", response_model=AssessmentsOut)
async def hand_in_assessment(
    draft: Draft, new: wire.WholeAssessmentIn, session: Session, by: Assessor
) -> dict[str, object]:
    """Judge all three criteria at once, blind. The caller's draft is forgotten."""
    return await assessment_drafts.hand_in(session, draft, new, by=by)


@router.get("/hypotheses/{hypothesis_id}/assessment-draft")
async def read_assessment_draft(draft: Draft, session: Session, by: Assessor) -> wire.DraftOut:
    """Read the caller's own draft, or else what they have handed in."""
    return await assessment_drafts.read(session, draft, by=by)


@router.put("/hypotheses/{hypothesis_id}/assessment-draft")
async def keep_assessment_draft(
    draft: Draft, new: wire.DraftIn, session: Session, by: Assessor
) -> wire.DraftOut:
    """Keep a judgement as far as it has come. Nobody else ever sees it; it is forgotten when it is handed in."""
    return await assessment_drafts.keep(session, draft, new, by=by)


@router.get("/hypotheses/{hypothesis_id}/signs")
async def read_signs(draft: Draft, session: Session, _: Reader) -> wire.SignsOut:
    """Count what an assessor may look at beside the evidence."""
    return await signs.read(session, draft)


@router.get("/hypotheses/{hypothesis_id}/qualification", response_model=wire.QualificationOut)
async def read_qualification(draft: Draft, session: Session, by: Reader) -> dict[str, object]:
    """Read the assessments as far as they are shown, the discussion and what was agreed, in one answer."""
    return await qualifications.read(session, draft, by=by)


@router.post("/hypotheses/{hypothesis_id}/comments", status_code=201, response_model=wire.CommentOut)
async def comment_criterion(
    draft: Draft, new: wire.CommentIn, session: Session, by: Assessor
) -> CriterionComment:
    """Write about a criterion, once the assessments are revealed. What is written stays."""
    return await qualifications.comment(session, draft, new, by=by)


@router.post(
    "/hypotheses/{hypothesis_id}/results/{criterion}", status_code=201, response_model=wire.ResultOut
)
async def close_criterion(
    draft: Draft, criterion: Criterion, new: wire.ResultIn, session: Session, by: Assessor
) -> CriterionResult:
    """Say what was agreed of a criterion and why: its discussion is closed."""
    return await qualifications.close(session, draft, new, criterion=criterion, by=by)


@router.delete("/hypotheses/{hypothesis_id}/results/{criterion}", status_code=204)
async def reopen_criterion(draft: Draft, criterion: Criterion, session: Session, by: Assessor) -> None:
    """Open the discussion of a criterion again, until a decision is signed. Its result stays as history."""
    await qualifications.reopen(session, draft, criterion=criterion, by=by)
