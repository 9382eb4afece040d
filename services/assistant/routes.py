"""HTTP in, one call, HTTP out."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import aclosing
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.responses import Response

from services.assistant import asking, examples, purposes, safeguards_routes, views
from services.assistant.administration.routes import router as administration
from services.assistant.after_use_routes import router as after_use
from services.assistant.charter import acceptances
from services.assistant.completions import exchange
from services.assistant.completions.exchange import Order
from services.assistant.conversations import generations, messages, threads
from services.assistant.conversations.frames import frames
from services.assistant.desk import Desk
from services.assistant.kinds import ModelKind
from services.assistant.refusals import ReaderLeft
from services.assistant.request_templates_routes import router as request_templates
from services.assistant.safeguards import policy, sending
from services.assistant.safeguards.sending import Sending
from services.assistant.safeguards_routes import Asker, Signatory
from services.assistant.schemas import (
    COMPLETION_ANSWER,
    COMPLETION_REQUEST,
    ChoicesOut,
    ConversationDetail,
    ConversationIn,
    ConversationPage,
    ExchangeOut,
    MessageOut,
    ModelOut,
    ModelPage,
    OpenAIError,
    QuestionIn,
    UseCasePage,
)
from services.assistant.shapes import EMBEDDINGS_ANSWER, EMBEDDINGS_REQUEST
from services.assistant.streams import Events
from services.assistant.use_cases import CATALOGUE
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging

OPENAI_PATHS = ("/v1/chat/completions", "/v1/models", "/v1/embeddings")
_STREAM = {"cache-control": "no-store", "x-accel-buffering": "no"}
_T = TypeVar("_T")


def _refusal(description: str, example: examples.Json) -> dict[str, Any]:
    return {
        "model": OpenAIError,
        "description": description,
        "content": {"application/json": {"example": example}},
    }


openai = APIRouter(
    responses={
        "4XX": _refusal("Refused, in OpenAI's shape.", examples.MODEL_UNKNOWN),
        "5XX": _refusal(
            "The supplier or this service failed, in OpenAI's shape.", examples.SUPPLIER_UNREACHABLE
        ),
    }
)
"""No replay of stored answers here: an answer is never stored."""
router = APIRouter(route_class=IdempotentRoute)
UseCaseHeader = Annotated[
    str | None,
    Header(alias="X-Use-Case", max_length=20, description="A code of the catalogue, such as RED-COU."),
]
HandlingHeader = Annotated[
    str | None,
    Header(
        alias="X-Safeguards", max_length=20,
        description="What becomes of personal data before a supplier reads it: mask (by default), refuse or pass.",
    ),
]  # fmt: skip


async def read_desk(request: Request) -> Desk:
    """Give what the running service holds."""
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(read_desk)]


@openai.post(
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
    """
    asked = asking.read(await request.body())
    model = await desk.model(asked.model, by=caller)
    use_case = purposes.declared(declared) if declared else purposes.recognised(asked.messages)
    wanted = policy.read(handling)
    leaving = (
        Sending(asked.raw) if model.is_embedded else sending.prepare(asked.raw, wanted, use_case=use_case)
    )
    order = Order(asked, model, use_case, caller, leaving)
    headers = {"x-use-case": use_case.code} if use_case else {}
    if not asked.is_streamed:
        whole = await _unless_gone(request, exchange.give(desk, order))
        return Response(whole, media_type="application/json", headers=headers)
    events = exchange.stream(desk, order)
    first = await _unless_gone(request, anext(events))
    return Events(_after(first, events), headers=headers | _STREAM)


@openai.post(
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
    asked = asking.read_texts(await request.body())
    model = await desk.model(asked.model, by=caller, kind=ModelKind.EMBEDDINGS)
    use_case = purposes.declared(declared) if declared else None
    leaving = sending.prepare(asked.raw, policy.read(handling), use_case=use_case)
    order = Order(asked, model, use_case, caller, leaving, exchange.EMBEDDINGS)
    whole = await _unless_gone(request, exchange.give(desk, order))
    return Response(whole, media_type="application/json")


@openai.get("/models")
async def list_models(desk: AtDesk, caller: Asker) -> ModelPage:
    """List the models one may ask, in OpenAI's convention. The embedded engine is the first, and always there."""
    return ModelPage(data=[views.model(one) for one in await desk.models(by=caller)])


@openai.get("/models/{model_id:path}")
async def read_model(
    model_id: Annotated[str, Path(description="A name from `/models`.", examples=["terrain-embarque"])],
    desk: AtDesk,
    caller: Asker,
) -> ModelOut:
    """Read one model, in OpenAI's convention."""
    known = {one.id: one for one in await desk.models(by=caller)}
    return views.model(known.get(model_id) or await desk.model(model_id, by=caller))


@router.get("/use-cases")
async def list_use_cases(_: Asker) -> UseCasePage:
    """List the catalogue of uses: what each is restricted to, and what to try before a model."""
    return UseCasePage(items=[views.use_case(one) for one in CATALOGUE])


@router.get("/choices")
async def list_choices(session: Session, desk: AtDesk, caller: Asker) -> ChoicesOut:
    """List what may be chosen beside a question: the models and the catalogue of uses, in one call."""
    return ChoicesOut(
        has_accepted_charter=await acceptances.accepted_at(session, by=caller) is not None,
        models=[views.model(one) for one in await desk.models(by=caller, kind=ModelKind.CHAT)],
        use_cases=[views.use_case(one) for one in CATALOGUE],
    )


@router.get("/conversations")
async def list_conversations(session: Session, desk: AtDesk, _: Asker, window: Paging) -> ConversationPage:
    """List one's own conversations, the latest first. Nobody else sees them, the operator included."""
    return views.conversations(await threads.listed(session, window), kept_days=desk.content_days)


@router.post("/conversations", status_code=201)
async def begin_conversation(
    new: ConversationIn, session: Session, desk: AtDesk, caller: Signatory
) -> ConversationDetail:
    """Begin a conversation, with its first question when it is given."""
    model = await desk.model(new.question.model if new.question else "", by=caller)
    return views.conversation(await messages.begin(session, new.question, model=model, by=caller))


@router.get("/conversations/{conversation_id}")
async def read_conversation(conversation_id: UUID, session: Session, _: Asker) -> ConversationDetail:
    """Read a conversation and its messages."""
    return views.conversation(await threads.get(session, conversation_id))


@router.delete("/conversations/{conversation_id}", status_code=204)
async def delete_conversation(conversation_id: UUID, session: Session, _: Asker) -> None:
    """Delete a conversation and all it holds, at once and for good."""
    await threads.remove(session, conversation_id)


@router.post("/conversations/{conversation_id}/messages", status_code=201)
async def ask_question(
    conversation_id: UUID, new: QuestionIn, session: Session, desk: AtDesk, caller: Signatory
) -> ExchangeOut:
    """Ask. The answer is pending: reading it, or its stream, sets it off."""
    model = await desk.model(new.model, by=caller)
    return views.exchange(await messages.ask(session, conversation_id, new, model=model))


@router.get("/conversations/{conversation_id}/messages/{message_id}")
async def read_message(
    conversation_id: UUID, message_id: UUID, desk: AtDesk, caller: Asker,
    wait: Annotated[float, Query(ge=0, le=30, description="Seconds to wait for the end of an answer.")] = 0,
) -> MessageOut:  # fmt: skip
    """Read a message; set a pending answer off and wait a little for its end."""
    return views.message(
        await generations.outcome(desk, message_id, inside=conversation_id, by=caller, patience=wait)
    )


@router.get(
    "/conversations/{conversation_id}/messages/{message_id}/stream",
    responses={
        200: {
            "description": "Server-sent events, until `fin`.",
            "content": {
                "text/event-stream": {"schema": {"type": ["string", "object"]}, "example": examples.FRAMES}
            },
        }
    },
    response_class=Events,
    response_model=None,
)
async def stream_message(conversation_id: UUID, message_id: UUID, desk: AtDesk, caller: Asker) -> Response:
    """Follow an answer while it is written.

    The events are what the page shows: `hx-partial` messages, then `fin`. The text goes on without readers. A program
    had better read the message itself, with `wait`.
    """
    progress = generations.follow(desk, message_id, inside=conversation_id, by=caller)
    first = await anext(progress)
    return Events(frames(_after(first, progress), message_id), headers=_STREAM)


@router.delete("/conversations/{conversation_id}/messages/{message_id}/generation", status_code=204)
async def stop_generation(
    conversation_id: UUID, message_id: UUID, session: Session, desk: AtDesk, _: Asker
) -> None:
    """Stop an answer; what is written stays."""
    await generations.stop(desk, session, message_id, inside=conversation_id)


router.include_router(openai)
router.include_router(safeguards_routes.router)
router.include_router(safeguards_routes.charter)
router.include_router(administration)
router.include_router(after_use)
router.include_router(request_templates)


async def _after(first: _T, rest: AsyncGenerator[_T]) -> AsyncGenerator[_T]:
    async with aclosing(rest):
        yield first
        async for item in rest:
            yield item


async def _unless_gone(request: Request, work: Awaitable[_T]) -> _T:
    """Do the work for as long as its reader is there: a supplier must not write for nobody."""
    working, leaving = asyncio.ensure_future(work), asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        working.cancel()
        await asyncio.wait({working})
        raise ReaderLeft
    finally:
        leaving.cancel()
        working.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        continue
