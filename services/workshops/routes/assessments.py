"""HTTP in, one call, HTTP out: the blind assessment of a hypothesis."""
# ruff: noqa: FAST003  the hypothesis that an address names is read by a dependency

from typing import Annotated

from fastapi import APIRouter, Depends

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal, requires
from services.workshops import assessments
from services.workshops.routes.asking import Draft, Reader, Team
from services.workshops.tables import Assessment

router = APIRouter(route_class=IdempotentRoute)

Assessor = Annotated[
    Principal, Depends(requires("facilitator", "admin", "champion", scope="workshops:write"))
]


@router.put("/hypotheses/{hypothesis_id}/assessments/{criterion}", response_model=wire.AssessmentOut)
async def assess_hypothesis(
    draft: Draft, criterion: wire.Criterion, new: wire.AssessmentIn, session: Session, by: Assessor
) -> Assessment:
    """Judge one criterion, blind. Judged already by the caller, their verdict is replaced until all are revealed."""
    return await assessments.give(session, draft, new, criterion=criterion, by=by)


@router.get("/hypotheses/{hypothesis_id}/assessments", response_model=wire.AssessmentsOut)
async def list_assessments(draft: Draft, session: Session, by: Reader) -> dict[str, object]:
    """List the caller's own assessments, or everybody's once they are revealed."""
    return await assessments.shown(session, draft, by=by)


@router.post("/hypotheses/{hypothesis_id}/reveal", response_model=wire.AssessmentsOut)
async def reveal_assessments(draft: Draft, session: Session, by: Team) -> dict[str, object]:
    """Show all assessments to all, for good, once two people have judged all three criteria."""
    await assessments.reveal(session, draft, by=by)
    return await assessments.shown(session, draft, by=by)
