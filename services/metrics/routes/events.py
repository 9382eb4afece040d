"""Events in: the one route that is asked thousands of times a second."""

from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import Counter

from services.kit.db import Context, session_for
from services.kit.errors import DomainError
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal, read_caller, requires
from services.metrics import intake, items, quarantine
from services.metrics.intake import Door
from services.metrics.items import Item
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.schemas import EVENTS_REQUEST, MOST_EVENTS, ReceiptOut, RefusedEvent

_EVENTS = Counter("terrain_usage_events_total", "Usage events that programs sent.", ["result"])
_MAY_SEND = requires(scope="metrics:write")
Sender = Annotated[Principal, Depends(_MAY_SEND)]

_SHAPES: dict[str, tuple[str, ...]] = {
    "application/cloudevents+json": ("one",),
    "application/cloudevents-batch+json": ("several",),
    "application/json": ("one", "several"),
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


async def read_batch(request: Request) -> list[Item]:
    """Read one event or several, as the content type announces.

    Raises: UnknownFormat, BrokenJson, BatchTooLarge.
    """
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in _SHAPES:
        raise UnknownFormat
    try:
        found = items.opened(await request.body())
    except (ValueError, RecursionError) as error:  # a nesting beyond all measure is no better than a slip
        raise BrokenJson from error
    shape = "several" if isinstance(found, list) else "one" if found.is_object else ""
    if shape not in _SHAPES[kind]:
        raise BrokenJson
    batch = found if isinstance(found, list) else [found]
    if len(batch) > MOST_EVENTS:
        raise BatchTooLarge
    return batch


Batch = Annotated[list[Item], Depends(read_batch)]


async def answer(request: Request, caller: Principal) -> Response:
    """Answer a caller who is known: the door that the edge may lead to straight away.

    The three steps are called, not looked up: solving what the route's function declares takes longer than they do.
    """
    receipt = await send_events(request, await _MAY_SEND(caller, request), await read_batch(request))
    return Response(receipt.model_dump_json(), 202, media_type="application/json")


DOORS = {"/v1/events": answer}


class EventsRoute(IdempotentRoute):
    """The same without the edge's short way. An `Idempotency-Key` takes the usual one."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Give what answers: the function itself, called with what it declares."""
        usual = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if "idempotency-key" in request.headers:
                return await usual(request)
            return await answer(request, await read_caller(request))

        return handle


def door_for(request: Request, caller: Principal) -> Door:
    """Open the way in for this caller's events."""
    state = request.app.state
    context = Context.of(caller)

    async def refuse(refused: Sequence[RefusedEvent]) -> None:
        async with session_for(state.sessions, context) as session, session.begin():
            await quarantine.keep(session, refused, by=caller)

    append = partial(state.gathering.append, state.sessions, context)
    return Door(Pseudonyms.of(state.settings), append, refuse)


async def remember(request: Request, caller: Sender) -> AsyncIterator[None]:
    """Open a session for an answer to be remembered in, as its `Idempotency-Key` asks."""
    async with session_for(request.app.state.sessions, Context.of(caller)) as session, session.begin():
        request.state.session = session
        yield


router = APIRouter(route_class=EventsRoute)


@router.post(
    "/events", status_code=202, openapi_extra={"requestBody": EVENTS_REQUEST},
    dependencies=[Depends(remember, scope="function")],
)  # fmt: skip
async def send_events(request: Request, caller: Sender, batch: Batch) -> ReceiptOut:
    """Send usage events (CloudEvents 1.0), one or at most 500.

    Answered once committed. Sending again changes nothing: an event is known by its `source` and `id`. A bad event is
    refused and told; the others are taken. What was asked or answered, and who said it, is always refused.
    """
    receipt = await intake.take(batch, by=caller, door=door_for(request, caller))
    _EVENTS.labels("accepted").inc(receipt.accepted)
    _EVENTS.labels("duplicate").inc(receipt.duplicates)
    _EVENTS.labels("refused").inc(len(receipt.refused))
    return receipt
