"""HTTP in, one call, HTTP out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from services.kit.db import PLATFORM, Session, session_for
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.kit.principal import Principal, requires
from services.metrics import erasures, outbox, overview, periods, quarantine
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.schemas import (
    ErasureIn,
    ErasureOut,
    NewsOut,
    OverviewOut,
    OwnUsesOut,
    QuarantinePage,
)
from services.metrics.uses import Asked

router = APIRouter(route_class=IdempotentRoute)

Reader = Annotated[Principal, Depends(requires(scope="metrics:read"))]
Sender = Annotated[Principal, Depends(requires(scope="metrics:write"))]


async def read_asked(
    start: Annotated[
        date | None, Query(alias="from", description="Its week is the first. Left out: twelve weeks.")
    ] = None,
    end: Annotated[
        date | None, Query(alias="to", description="Its week is the last. Left out: today.")
    ] = None,
    authority: Annotated[UUID | None, Query(description="Left out: all that the caller may see.")] = None,
) -> Asked:
    """Read which weeks and which authority are asked for."""
    return Asked(periods.around(start, end), authority)


@router.get("/quarantine")
async def list_quarantine(session: Session, _: Reader, window: Paging) -> QuarantinePage:
    """List the events that were refused, the latest first: why, and never what they said."""
    return QuarantinePage.model_validate(await quarantine.list_(session, window))


@router.post("/erasures")
async def forget_person(request: Request, session: Session, caller: Sender, asked: ErasureIn) -> ErasureOut:
    """Forget a person: their events and what was counted of them. Counts are as if they had never told anything.

    An event of theirs that is sent again afterwards is new: its sender must forget them first.
    """
    return await erasures.make(
        session, asked, by=caller, pseudonyms=Pseudonyms.of(request.app.state.settings)
    )


async def catch_up(request: Request, _: Reader) -> None:
    """Count what the other rooms have told since the last look, so that no reader waits for a worker."""
    state = request.app.state
    async with session_for(state.sessions, PLATFORM) as session, session.begin():
        await outbox.fold(session, pseudonyms=Pseudonyms.of(state.settings))


@router.get("/overview", dependencies=[Depends(catch_up)])
async def read_overview(
    request: Request, session: Session, caller: Reader, asked: Annotated[Asked, Depends(read_asked)]
) -> OverviewOut:
    """Read the measures of whole weeks: uses by authority, family and week, and what the workshops brought.

    A count about fewer than `small_group` agents is null with `hidden`, and so is what would let it be computed back.
    """
    return await overview.read(session, asked, settings=request.app.state.settings, by=caller)


@router.get("/news")
async def read_news(
    session: Session,
    _: Reader,
    days: Annotated[int, Query(ge=1, le=31, description="How many days back.")] = 7,
) -> NewsOut:
    """Read what the workshops brought in the last days."""
    return await overview.news(session, days=days)


@router.get("/me/uses")
async def read_own_uses(
    session: Session,
    caller: Reader,
    limit: Annotated[int, Query(ge=1, le=100, description="How many uses at most.")] = 20,
) -> OwnUsesOut:
    """Read one's own last uses of the assistant. Nobody else can."""
    return await overview.mine(session, limit=limit, by=caller)
