"""HTTP in, one call, HTTP out: the gain of a decision, checked again after six and twelve months."""
# ruff: noqa: FAST003  what an address names is read by a dependency

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.workshops import gains
from services.workshops.routes.asking import Reader
from services.workshops.routes.decisions import Found
from services.workshops.routes.follow_ups import Follower
from services.workshops.tables import GainCheck

router = APIRouter(route_class=IdempotentRoute)

Authority = Annotated[UUID | None, Query(description="Only those of this authority.")]


@router.get("/gain-checks", response_model=wire.GainCheckPage)
async def list_gain_checks(
    session: Session, _: Reader, window: Paging, authority_id: Authority = None
) -> object:
    """List the checks that were made, the latest first."""
    return await gains.page(session, window, authority=authority_id)


@router.get("/due-gain-checks", response_model=wire.DueCheckPage)
async def list_due_gain_checks(
    session: Session, _: Reader, authority_id: Authority = None,
    until: Annotated[date | None, Query(description="Leave out those due after this day.")] = None,
) -> dict[str, object]:  # fmt: skip
    """List the checks still to be made, the first due first: six and twelve months after each signature."""
    return {"items": await gains.due(session, authority=authority_id, until=until)}


@router.post("/decisions/{decision_id}/gain-checks", status_code=201, response_model=wire.GainCheckOut)
async def check_gain(decision: Found, new: wire.GainCheckIn, session: Session, by: Follower) -> GainCheck:
    """Write down what was gained, beside what was expected when the decision was signed."""
    return await gains.check(session, decision, new, by=by)
