"""HTTP in, one call, HTTP out: applications, their scores, and the cohorts made of them."""
# ruff: noqa: FAST003  what an address names is read by a dependency

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from services.kit import etags
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal, requires
from services.workshops import applications, cohorts, programmes, reviews, spreads
from services.workshops.routes.asking import Reader, Team
from services.workshops.routes.programmes import Named
from services.workshops.schemas.selection import (
    ApplicationChange,
    ApplicationIn,
    ApplicationOut,
    ApplicationPage,
    CohortIn,
    CohortOut,
    CohortPage,
    ReviewIn,
    ReviewsOut,
    SpreadIn,
    SpreadOut,
)
from services.workshops.tables import Application, Cohort

router = APIRouter(route_class=IdempotentRoute)

Applicant = Annotated[Principal, Depends(requires(*applications.APPLICANTS, scope="workshops:write"))]
TeamReader = Annotated[Principal, Depends(requires("facilitator", "admin", scope="workshops:read"))]


async def find_application(application_id: UUID, session: Session) -> Application:
    """Find the application that the address names."""
    return await applications.get(session, application_id)


async def find_cohort(cohort_id: UUID, session: Session) -> Cohort:
    """Find the cohort that the address names."""
    return await cohorts.get(session, cohort_id)


Asked = Annotated[Application, Depends(find_application)]
Composed = Annotated[Cohort, Depends(find_cohort)]


@router.get("/programmes/{programme_id}/applications", response_model=ApplicationPage)
async def list_applications(programme: Named, session: Session, caller: Reader) -> dict[str, object]:
    """List the applications to a programme: all for the operator, with what their scores come to; else one's own."""
    rows = await applications.listed(session, programme)
    return {"items": await reviews.summed(session, programme, rows, by=caller)}


@router.post("/programmes/{programme_id}/applications", status_code=201)
async def apply_to_programme(
    programme: Named, new: ApplicationIn, session: Session, by: Applicant, response: Response
) -> ApplicationOut:
    """Apply to a programme: for any authority, the operator; for their own, its contact or decision maker."""
    return await _shown(await applications.make(session, programme, new, by=by), session, by, response)


@router.get("/applications/{application_id}")
async def read_application(
    application: Asked, session: Session, caller: Reader, response: Response
) -> ApplicationOut:
    """Read one application."""
    return await _shown(application, session, caller, response)


@router.patch("/applications/{application_id}")
async def change_application(
    application: Asked,
    new: ApplicationChange,
    session: Session,
    by: Applicant,
    response: Response,
    if_match: etags.IfMatch = None,
) -> ApplicationOut:
    """Change what a candidate says; what is left out stays."""
    etags.check(if_match, application.version)
    return await _shown(await applications.change(session, application, new, by=by), session, by, response)


@router.post("/applications/{application_id}/withdrawal", status_code=201)
async def withdraw_application(
    application: Asked, session: Session, by: Applicant, response: Response
) -> ApplicationOut:
    """Withdraw an application, until the authority is selected."""
    return await _shown(await applications.withdraw(session, application, by=by), session, by, response)


@router.delete("/applications/{application_id}/withdrawal")
async def reinstate_application(
    application: Asked, session: Session, by: Applicant, response: Response
) -> ApplicationOut:
    """Undo a withdrawal, while applications are open."""
    return await _shown(await applications.reinstate(session, application, by=by), session, by, response)


@router.get("/applications/{application_id}/reviews")
async def read_reviews(application: Asked, session: Session, caller: TeamReader) -> ReviewsOut:
    """Read one's own scores of an application, and everybody's once one's own are handed in or scoring is closed."""
    return await reviews.read(session, application, by=caller)


@router.put("/applications/{application_id}/review", status_code=204)
async def score_application(application: Asked, new: ReviewIn, session: Session, by: Team) -> None:
    """Keep one's own scores of an application; `is_submitted` hands them in, for good. For people, not programs."""
    await reviews.score(session, application, new, by=by)


@router.post("/spreads")
async def measure_spread(asked: SpreadIn, _: Reader) -> SpreadOut:
    """Count how a choice spreads by department, kind and population stratum, against how all candidates do.

    Nothing is kept. Populations are never summed: a commune lies inside its intercommunal body.
    """
    return spreads.measure(asked)


@router.get("/programmes/{programme_id}/cohorts", response_model=CohortPage)
async def list_cohorts(programme: Named, session: Session, caller: TeamReader) -> dict[str, object]:
    """List the cohorts proposed for a programme, the latest first."""
    return {"items": await cohorts.listed(session, programme, by=caller)}


@router.post("/programmes/{programme_id}/cohorts", status_code=201)
async def propose_cohort(programme: Named, new: CohortIn, session: Session, by: Team) -> CohortOut:
    """Propose a cohort: some of the candidates, a name and the reason."""
    return await cohorts.propose(session, programme, new, by=by)


@router.get("/cohorts/{cohort_id}")
async def read_cohort(cohort: Composed, session: Session, _: TeamReader) -> CohortOut:
    """Read one cohort."""
    return await cohorts.shown(session, cohort)


@router.delete("/cohorts/{cohort_id}", status_code=204)
async def discard_cohort(cohort: Composed, session: Session, by: Team) -> None:
    """Delete a proposal that is not confirmed."""
    await cohorts.discard(session, cohort, by=by)


@router.post("/cohorts/{cohort_id}/confirmation", status_code=201)
async def confirm_cohort(cohort: Composed, session: Session, by: Team) -> CohortOut:
    """Confirm a cohort: each of its authorities becomes selected, or none does."""
    return await cohorts.confirm(session, cohort, by=by)


@router.delete("/cohorts/{cohort_id}/confirmation")
async def undo_confirmation(cohort: Composed, session: Session, by: Team) -> CohortOut:
    """Make the authorities of a cohort candidates again, while none has gone further."""
    return await cohorts.undo(session, cohort, by=by)


async def _shown(
    application: Application, session: Session, by: Principal, response: Response
) -> ApplicationOut:
    etags.show(response, application.version)
    programme = await programmes.get(session, application.programme_id)
    return (await reviews.summed(session, programme, [application], by=by))[0]
