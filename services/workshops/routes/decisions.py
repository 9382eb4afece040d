"""HTTP in, one call, HTTP out: decisions and their signature."""
# ruff: noqa: FAST003  what an address names is read by a dependency

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.kit.principal import Principal, requires
from services.workshops import decision_records, decisions, dossiers
from services.workshops.routes.asking import Draft, Reader, Team
from services.workshops.tables import Decision

router = APIRouter(route_class=IdempotentRoute)


async def find_decision(decision_id: UUID, session: Session) -> Decision:
    """Find the decision that the address names."""
    return await decisions.get(session, decision_id)


async def read_filters(
    authority_id: Annotated[UUID | None, Query(description="Only those of this authority.")] = None,
    outcome: Annotated[wire.DecisionOutcome | None, Query(description="Only those with this outcome.")] = None,
    rung: Annotated[int | None, Query(ge=0, le=6, description="Only those on this rung of the ladder.")] = None,
    standing: Annotated[wire.DecisionStanding | None, Query(description="Only those that stand so.")] = None,
    since: Annotated[date | None, Query(description="Only those signed, or prepared, on this day or after.")] = None,
    until: Annotated[date | None, Query(description="Only those signed, or prepared, on this day or before.")] = None,
) -> decision_records.Filters:  # fmt: skip
    """Read which decisions are wanted."""
    return decision_records.Filters(
        authority_id=authority_id, outcome=outcome, rung=rung, standing=standing, since=since, until=until
    )


Filters = Annotated[decision_records.Filters, Depends(read_filters)]
Found = Annotated[Decision, Depends(find_decision)]
Signer = Annotated[Principal, Depends(requires("decision_maker", scope="workshops:write"))]


@router.post("/hypotheses/{hypothesis_id}/decisions", status_code=201, response_model=wire.DecisionOut)
async def prepare_decision(draft: Draft, new: wire.DecisionIn, session: Session, by: Team) -> Decision:
    """Prepare a decision for signature, or the revision of a signed one."""
    return await decisions.prepare(session, draft, new, by=by)


@router.get("/hypotheses/{hypothesis_id}/decisions", response_model=wire.DecisionPage)
async def list_decisions(draft: Draft, session: Session, _: Reader) -> dict[str, object]:
    """List the decisions on a hypothesis, from the first to its latest revision."""
    return {"items": await decisions.history(session, draft)}


@router.get("/decisions", response_model=wire.DecisionRecordPage)
async def read_register(session: Session, _: Reader, window: Paging, wanted: Filters) -> dict[str, object]:
    """Look through the register of decisions, the latest prepared first. A stop is in it like any other result."""
    return await decision_records.page(session, window, wanted)


@router.get("/decision-figures")
async def read_figures(session: Session, _: Reader, wanted: Filters) -> wire.DecisionFigures:
    """Count the decisions by outcome and rung, with the share of frugal answers and the time they took."""
    return await decision_records.figures(session, wanted)


@router.get("/decisions/{decision_id}", response_model=wire.DecisionOut)
async def read_decision(decision: Found, _: Reader) -> Decision:
    """Read a decision."""
    return decision


@router.get("/decisions/{decision_id}/dossier", response_model=wire.DossierOut)
async def read_dossier(decision: Found, session: Session, by: Reader) -> dict[str, object]:
    """Read all that a decision rests on and what came of it, in one answer."""
    return await dossiers.read(session, decision, by=by)


@router.delete("/decisions/{decision_id}", status_code=204)
async def withdraw_decision(decision: Found, session: Session, by: Team) -> None:
    """Take back a decision that nobody has signed. A signed one stays for good."""
    await decisions.withdraw(session, decision, by=by)


@router.post("/decisions/{decision_id}/signature", response_model=wire.DecisionOut)
async def sign_decision(
    decision: Found, signature: wire.SignatureIn, session: Session, by: Signer
) -> Decision:
    """Sign a decision, for good. Only a decision maker of the authority concerned may."""
    return await decisions.sign(session, decision, content_hash=signature.content_hash, by=by)
