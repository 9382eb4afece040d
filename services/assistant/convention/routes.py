"""OpenAI's convention over HTTP: what any client of it may call."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from services.assistant import asking, examples, purposes, views
from services.assistant.completions import exchange
from services.assistant.completions.exchange import Order
from services.assistant.doors import (
    STREAM,
    Asker,
    AtDesk,
    DirectRoute,
    Events,
    HandlingHeader,
    UseCaseHeader,
    read_body,
)
from services.assistant.kinds import ModelKind
from services.assistant.purposes import Purpose
from services.assistant.safeguards import policy, sending
from services.assistant.safeguards.sending import Sending
from services.assistant.schemas import (
    ModelOut,
    ModelPage,
    OpenAIError,
)
from services.assistant.shapes import (
    COMPLETION_ANSWER,
    COMPLETION_REQUEST,
    EMBEDDINGS_ANSWER,
    EMBEDDINGS_REQUEST,
)
from services.kit.attending import unless_gone

PATHS = ("/v1/chat/completions", "/v1/models", "/v1/embeddings")


def _refusal(description: str, example: examples.Json) -> dict[str, Any]:
    return {
        "model": OpenAIError,
        "description": description,
        "content": {"application/json": {"example": example}},
    }


_REFUSALS: dict[int | str, dict[str, Any]] = {
    "4XX": _refusal("Refused, in OpenAI's shape.", examples.MODEL_UNKNOWN),
    "5XX": _refusal("The supplier or this service failed, in OpenAI's shape.", examples.SUPPLIER_UNREACHABLE),
}
direct = APIRouter(responses=_REFUSALS, route_class=DirectRoute)
lists = APIRouter(responses=_REFUSALS)
"""No replay of stored answers here: an answer is never stored."""


@direct.post(
    "/chat/completions",
    openapi_extra={"requestBody": COMPLETION_REQUEST},
    responses={200: COMPLETION_ANSWER},
    response_model=None,
)
async def complete_chat(
    request: Request,
    desk: AtDesk,
    caller: Asker,
    declared: UseCaseHeader = None,
    handling: HandlingHeader = None,
) -> Response:
    """Complete a chat, in OpenAI's convention, streamed or not.

    The model's name chooses the supplier; `auto` is the embedded engine, which counts words instead of tokens.
    Personal data leaves as placeholders, and the answer has the real words again, streamed or not. Nothing is looked
    for when the embedded engine answers: nothing leaves.

    What the answer cost is told beside it, as far as the method knows the model: in the header `X-Footprint`, as JSON;
    streamed with `stream_options.include_usage`, in a comment before `[DONE]`, `: x-footprint {…}`. Clients of the
    convention pass over both.
    """
    asked = asking.read(await read_body(request))
    model = await desk.model(asked.model, by=caller)
    purpose = Purpose(purposes.declared(declared)) if declared else Purpose(messages=asked.messages)
    wanted = policy.read(handling)
    leaving = (
        Sending(asked.raw)
        if model.is_embedded
        else sending.prepare(asked.raw, wanted, purpose=purpose, body=asked.body)
    )
    order = Order(asked, model, purpose, caller, leaving)
    if not asked.is_streamed:
        whole = await unless_gone(request.receive, exchange.give(desk, order))
        return Response(whole.body, media_type="application/json", headers=_named(purpose) | whole.headers)
    events = exchange.stream(desk, order)
    answer = Events(events, headers=_named(purpose) | STREAM)
    answer.first = await unless_gone(request.receive, anext(events))
    return answer


def _named(purpose: Purpose) -> dict[str, str]:
    return {"x-use-case": purpose.use_case.code} if purpose.use_case else {}


@direct.post(
    "/embeddings",
    openapi_extra={"requestBody": EMBEDDINGS_REQUEST},
    responses={200: EMBEDDINGS_ANSWER},
    response_model=None,
)
async def embed_texts(
    request: Request,
    desk: AtDesk,
    caller: Asker,
    declared: UseCaseHeader = None,
    handling: HandlingHeader = None,
) -> Response:
    """Give the vectors of texts, in OpenAI's convention. Only suppliers have models for it.

    Personal data leaves as placeholders, as in a chat.
    """
    asked = asking.read_texts(await read_body(request))
    model = await desk.model(asked.model, by=caller, kind=ModelKind.EMBEDDINGS)
    purpose = Purpose(purposes.declared(declared) if declared else None)
    leaving = sending.prepare(asked.raw, policy.read(handling), purpose=purpose, body=asked.body)
    order = Order(asked, model, purpose, caller, leaving, exchange.EMBEDDINGS)
    whole = await unless_gone(request.receive, exchange.give(desk, order))
    return Response(whole.body, media_type="application/json")


@lists.get("/models")
async def list_models(desk: AtDesk, caller: Asker) -> ModelPage:
    """List the models one may ask, in OpenAI's convention. The embedded engine is the first, and always there."""
    return ModelPage(data=[views.model(one) for one in await desk.models(by=caller)])


@lists.get("/models/{model_id:path}")
async def read_model(
    model_id: Annotated[str, Path(description="A name from `/models`.", examples=["terrain-embarque"])],
    desk: AtDesk,
    caller: Asker,
) -> ModelOut:
    """Read one model, in OpenAI's convention."""
    known = {one.id: one for one in await desk.models(by=caller)}
    return views.model(known.get(model_id) or await desk.model(model_id, by=caller))


router = APIRouter()
router.include_router(direct)
router.include_router(lists)

DOORS = {f"/v1{route.path}": route.answer for route in direct.routes if isinstance(route, DirectRoute)}
"""What the edge may lead a known caller to straight away."""
