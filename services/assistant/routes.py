"""HTTP in, one call, HTTP out."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.assistant import examples, safeguards_routes, views
from services.assistant.administration.routes import router as administration
from services.assistant.charter import acceptances
from services.assistant.convention.routes import router as convention
from services.assistant.conversations import generations, messages, threads
from services.assistant.conversations.frames import frames
from services.assistant.doors import STREAM, Asker, AtDesk, Events, after
from services.assistant.kinds import ModelKind
from services.assistant.safeguards_routes import Signatory
from services.assistant.schemas import (
    ChoicesOut,
    ConversationDetail,
    ConversationIn,
    ConversationPage,
    ExchangeOut,
    MessageOut,
    QuestionIn,
    UseCasePage,
)
from services.assistant.use_cases import CATALOGUE
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging

router = APIRouter(route_class=IdempotentRoute)
router.include_router(convention)  # first: a route is looked for in this order, and this one is asked most


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
    return Events(frames(after(first, progress), message_id), headers=STREAM)


@router.delete("/conversations/{conversation_id}/messages/{message_id}/generation", status_code=204)
async def stop_generation(
    conversation_id: UUID, message_id: UUID, session: Session, desk: AtDesk, _: Asker
) -> None:
    """Stop an answer; what is written stays."""
    await generations.stop(desk, session, message_id, inside=conversation_id)


router.include_router(safeguards_routes.router)
router.include_router(safeguards_routes.charter)
router.include_router(administration)
