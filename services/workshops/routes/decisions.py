"""HTTP in, one call, HTTP out: decisions and their signature."""
# ruff: noqa: FAST003  what an address names is read by a dependency

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal, requires
from services.workshops import decisions
from services.workshops.routes.asking import Draft, Reader, Team
from services.workshops.tables import Decision

router = APIRouter(route_class=IdempotentRoute)


async def find_decision(decision_id: UUID, session: Session) -> Decision:
    """Find the decision that the address names."""
    return await decisions.get(session, decision_id)


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


@router.get("/decisions/{decision_id}", response_model=wire.DecisionOut)
async def read_decision(decision: Found, _: Reader) -> Decision:
    """Read a decision."""
    return decision


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
