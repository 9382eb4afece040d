"""HTTP in, one call, HTTP out."""

import json
from datetime import date
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from prometheus_client import Counter

from services.kit.db import PLATFORM, Context, Session, session_for
from services.kit.errors import DomainError
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.kit.principal import Principal, requires
from services.metrics import erasures, intake, outbox, overview, periods, quarantine
from services.metrics.intake import Door
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.schemas import (
    EVENTS_REQUEST,
    MOST_EVENTS,
    ErasureIn,
    ErasureOut,
    NewsOut,
    OverviewOut,
    OwnUsesOut,
    QuarantinePage,
    ReceiptOut,
)
from services.metrics.uses import Asked

router = APIRouter(route_class=IdempotentRoute)
_EVENTS = Counter("terrain_usage_events_total", "Usage events that programs sent.", ["result"])

Reader = Annotated[Principal, Depends(requires(scope="metrics:read"))]
Sender = Annotated[Principal, Depends(requires(scope="metrics:write"))]

_SHAPES: dict[str, tuple[type, ...]] = {
    "application/cloudevents+json": (dict,),
    "application/cloudevents-batch+json": (list,),
    "application/json": (dict, list),
}


class UnknownFormat(DomainError):
    """The content type is none of those that events come in."""

    status = 415
    sentence = f"Envoyez l’un de ces formats : {', '.join(_SHAPES)}."


class BrokenJson(DomainError):
    """The body is not JSON of the shape that its content type announces."""

    status = 400
    sentence = "Le corps de la requête n’est pas du JSON de la forme annoncée."


class BatchTooLarge(DomainError):
    """More events came at once than a request may carry. Send them in several."""

    status = 413
    sentence = f"Envoyez au plus {MOST_EVENTS} événements à la fois."


async def read_batch(request: Request) -> list[object]:
    """Read one event or several, as the content type announces.

    Raises: UnknownFormat, BrokenJson, BatchTooLarge.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in _SHAPES:
        raise UnknownFormat
    try:
        body = json.loads(await request.body(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:  # a nesting beyond all measure is no better than a slip
        raise BrokenJson from error
    if not isinstance(body, _SHAPES[kind]):
        raise BrokenJson
    items = body if isinstance(body, list) else [body]
    if len(items) > MOST_EVENTS:
        raise BatchTooLarge
    return items


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


Batch = Annotated[list[object], Depends(read_batch)]


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


@router.post("/events", status_code=202, openapi_extra={"requestBody": EVENTS_REQUEST})
async def send_events(request: Request, session: Session, caller: Sender, batch: Batch) -> ReceiptOut:
    """Send usage events (CloudEvents 1.0), one or at most 500.

    Answered once committed. Sending again changes nothing: an event is known by its `source` and `id`. A bad event is
    refused and told; the others are taken. What was asked or answered, and who said it, is always refused.
    """
    state = request.app.state
    append = partial(state.gathering.append, state.sessions, Context.of(caller))
    receipt = await intake.take(session, batch, by=caller, door=Door(Pseudonyms.of(state.settings), append))
    _EVENTS.labels("accepted").inc(receipt.accepted)
    _EVENTS.labels("duplicate").inc(receipt.duplicates)
    _EVENTS.labels("refused").inc(len(receipt.refused))
    return receipt


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
