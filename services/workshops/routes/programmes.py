"""HTTP in, one call, HTTP out: programmes, their criteria, and the way of each authority through them."""
# ruff: noqa: FAST003  what an address names is read by a dependency

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.workshops import criteria, enrolments, programmes
from services.workshops.routes.asking import Reader, Team
from services.workshops.schemas.enrolments import AgreementIn, StepIn, WayOut
from services.workshops.schemas.programmes import CriterionIn, CriterionOut, CriterionPage, ProgrammeIn
from services.workshops.tables import Programme, ProgrammeAuthority, SelectionCriterion

router = APIRouter(route_class=IdempotentRoute)


async def find_programme(programme_id: UUID, session: Session) -> Programme:
    """Find the programme that the address names."""
    return await programmes.get(session, programme_id)


async def find_place(programme_id: UUID, authority_id: UUID, session: Session) -> ProgrammeAuthority:
    """Find the place of an authority in a programme."""
    return await enrolments.get(session, programme_id, authority_id)


async def hold_place(programme_id: UUID, authority_id: UUID, session: Session) -> ProgrammeAuthority:
    """Find it, and keep others from moving it meanwhile."""
    return await enrolments.get(session, programme_id, authority_id, is_held=True)


Named = Annotated[Programme, Depends(find_programme)]
Place = Annotated[ProgrammeAuthority, Depends(find_place)]
HeldPlace = Annotated[ProgrammeAuthority, Depends(hold_place)]


@router.post("/programmes", status_code=201, response_model=wire.ProgrammeOut)
async def create_programme(new: ProgrammeIn, session: Session, by: Team) -> dict[str, object]:
    """Create a programme: its name, its period, its rules of selection. For the operator's project team."""
    return await programmes.shown(session, await programmes.create(session, new, by=by))


@router.get("/programmes/{programme_id}", response_model=wire.ProgrammeOut)
async def read_programme(programme: Named, session: Session, _: Reader) -> dict[str, object]:
    """Read a programme, with those of its authorities that the caller may see."""
    return await programmes.shown(session, programme)


@router.put("/programmes/{programme_id}", response_model=wire.ProgrammeOut)
async def change_programme(
    programme: Named, new: ProgrammeIn, session: Session, by: Team
) -> dict[str, object]:
    """Write a programme's name, period and rules anew."""
    return await programmes.shown(session, await programmes.change(session, programme, new, by=by))


@router.post("/programmes/{programme_id}/scoring-closure", status_code=201, response_model=wire.ProgrammeOut)
async def close_scoring(programme: Named, session: Session, by: Team) -> dict[str, object]:
    """Close scoring, for good: every score handed in is shown to the project team, and none comes in any more."""
    return await programmes.shown(session, await programmes.close_scoring(session, programme, by=by))


@router.get("/programmes/{programme_id}/criteria", response_model=CriterionPage)
async def list_criteria(programme: Named, session: Session, _: Reader) -> dict[str, object]:
    """List what applications are scored on. Open to candidates: they may know how they will be judged."""
    return {"items": await criteria.listed(session, programme.id)}


@router.post("/programmes/{programme_id}/criteria", status_code=201, response_model=CriterionOut)
async def add_criterion(programme: Named, new: CriterionIn, session: Session, by: Team) -> SelectionCriterion:
    """Add a criterion, until somebody has handed in scores."""
    return await criteria.add(session, programme, new, by=by)


@router.put("/programmes/{programme_id}/criteria/{criterion_id}", response_model=CriterionOut)
async def change_criterion(
    programme: Named, criterion_id: UUID, new: CriterionIn, session: Session, by: Team
) -> SelectionCriterion:
    """Write a criterion anew, until somebody has handed in scores."""
    return await criteria.change(session, programme, new, criterion_id=criterion_id, by=by)


@router.delete("/programmes/{programme_id}/criteria/{criterion_id}", status_code=204)
async def remove_criterion(programme: Named, criterion_id: UUID, session: Session, by: Team) -> None:
    """Take a criterion out, until somebody has handed in scores."""
    await criteria.remove(session, programme, criterion_id=criterion_id, by=by)


@router.get("/programmes/{programme_id}/authorities/{authority_id}")
async def read_way(place: Place, session: Session, _: Reader) -> WayOut:
    """Read an authority's way through a programme: dated steps, agreement, training followed."""
    return await enrolments.shown(session, place)


@router.post("/programmes/{programme_id}/authorities/{authority_id}/agreement", status_code=201)
async def record_agreement(place: HeldPlace, new: AgreementIn, session: Session, by: Team) -> WayOut:
    """Write down the agreement that a selected authority signed: it has agreed."""
    return await enrolments.agree(session, place, new, by=by)


@router.post("/programmes/{programme_id}/authorities/{authority_id}/steps", status_code=201)
async def take_step(place: HeldPlace, new: StepIn, session: Session, by: Team) -> WayOut:
    """Say that an authority took its next step: active, closing, then left or continued."""
    return await enrolments.advance(session, place, new, by=by)


@router.delete("/programmes/{programme_id}/authorities/{authority_id}/steps/latest")
async def undo_step(place: HeldPlace, session: Session, by: Team) -> WayOut:
    """Undo the last step. Undoing an agreement takes its record away."""
    return await enrolments.step_back(session, place, by=by)
