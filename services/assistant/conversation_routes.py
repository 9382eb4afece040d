"""HTTP in, one call, HTTP out: conversations, and answers that come while one looks."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from services.assistant import examples, views
from services.assistant.citations import giving as citing
from services.assistant.conversations import files, generations, messages, threads
from services.assistant.conversations.files import FileFormat
from services.assistant.conversations.frames import frames
from services.assistant.documents import attached
from services.assistant.doors import STREAM, Asker, AtDesk, Events, after
from services.assistant.embedding import questions
from services.assistant.meanings import Meaning
from services.assistant.safeguards_routes import Signatory
from services.assistant.schemas import (
    ConversationDetail,
    ConversationIn,
    ConversationOut,
    ConversationPage,
    ExchangeOut,
    LabelIn,
    MessageOut,
    QuestionIn,
    RetryIn,
)
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging

router = APIRouter(route_class=IdempotentRoute)
_NO_NUL = r"^[^\x00]*$"
_FILES: dict[str, Any] = {
    "description": "The file.",
    "content": {
        "text/markdown": {"schema": {"type": "string"}, "example": "# Fête\n\n## Demande\n\n…\n"},
        "application/vnd.oasis.opendocument.text": {"schema": {"type": "string"}, "example": "PK…"},
        "application/json": {"schema": {"type": "object"}, "example": {"title": "Fête", "messages": []}},
    },
}


@router.get("/conversations")
async def list_conversations(
    session: Session, desk: AtDesk, _: Asker, window: Paging,
    q: Annotated[
        str, Query(max_length=200, pattern=_NO_NUL, description="Words to find in titles, questions and answers, in French.")
    ] = "",
    folder: Annotated[
        str | None, Query(max_length=80, pattern=_NO_NUL, description="Only those of this folder; empty: of none.")
    ] = None,
) -> ConversationPage:  # fmt: skip
    """List one's own conversations, the latest first. Nobody else sees them, the operator included."""
    page = await threads.listed(session, window, words=q.strip(), folder=folder)
    return views.conversations(page, folders=await threads.folders(session), kept_days=desk.content_days)


@router.post("/conversations", status_code=201)
async def begin_conversation(
    new: ConversationIn, session: Session, desk: AtDesk, caller: Signatory
) -> ConversationDetail:
    """Begin a conversation, with its first question when it is given."""
    asked = new.question
    model = await desk.model(asked.model if asked else "", by=caller)
    meant = await _meant(session, desk, asked, by=caller)
    return views.conversation(await messages.begin(session, asked, model=model, by=caller, meaning=meant))


@router.get("/conversations/{conversation_id}")
async def read_conversation(
    conversation_id: UUID, session: Session, desk: AtDesk, _: Asker,
    through: Annotated[
        UUID | None, Query(description="A message: the branch that passes through it. Without it, the latest.")
    ] = None,
) -> ConversationDetail:  # fmt: skip
    """Read a conversation: one of its branches, and at each message which others stand at its place."""
    found = await threads.get(session, conversation_id)
    documents = await attached.listed(session, conversation_id, most=desk.document_characters)
    citations = await citing.of(session, found[1])
    return views.conversation(found, through=through, documents=documents, citations=citations)


@router.put("/conversations/{conversation_id}/label")
async def label_conversation(
    conversation_id: UUID, new: LabelIn, session: Session, _: Asker
) -> ConversationOut:
    """Name a conversation, or put it in a folder. A folder is a name: it begins and ends with what it holds."""
    return ConversationOut.model_validate(await threads.label(session, conversation_id, new))


@router.get("/conversations/{conversation_id}/file", responses={200: _FILES}, response_model=None)
async def export_conversation(
    conversation_id: UUID, session: Session, _: Asker,
    format: Annotated[FileFormat, Query(description="md, odt: the latest branch, to read. json: every branch.")] = FileFormat.MARKDOWN,
) -> Response:  # fmt: skip
    """Take a conversation away as a file."""
    thread, rows = await threads.get(session, conversation_id)
    written = files.write(thread, rows, format, citations=await citing.of(session, rows))
    name = f'attachment; filename="conversation.{format.value}"'
    return Response(written, media_type=format.media_type, headers={"content-disposition": name})


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
    meant = await _meant(session, desk, new, by=caller)
    question, answer = await messages.ask(session, conversation_id, new, model=model, meaning=meant)
    return views.exchange((question, answer), (await citing.of(session, [answer])).get(answer.id, ()))


@router.post("/conversations/{conversation_id}/messages/{message_id}/answers", status_code=201)
async def retry_question(
    conversation_id: UUID, message_id: UUID, new: RetryIn, session: Session, desk: AtDesk, caller: Signatory
) -> MessageOut:
    """Ask a question again, of the same model or another. The answers there are stay beside the new one."""
    model = await desk.model(new.model, by=caller)
    return views.message(await messages.retry(session, message_id, inside=conversation_id, model=model))


@router.get("/conversations/{conversation_id}/messages/{message_id}")
async def read_message(
    conversation_id: UUID, message_id: UUID, session: Session, desk: AtDesk, caller: Asker,
    wait: Annotated[float, Query(ge=0, le=30, description="Seconds to wait for the end of an answer.")] = 0,
) -> MessageOut:  # fmt: skip
    """Read a message; set a pending answer off and wait a little for its end."""
    row = await generations.outcome(desk, message_id, inside=conversation_id, by=caller, patience=wait)
    citations = (await citing.of(session, [row])).get(row.id, ())
    return views.message(row, await messages.siblings(session, row), citations)


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
    cited = await generations.citations(desk, message_id, inside=conversation_id, by=caller)
    progress = generations.follow(desk, message_id, inside=conversation_id, by=caller)
    first = await anext(progress)
    return Events(frames(after(first, progress), message_id, cited=cited), headers=STREAM)


@router.delete("/conversations/{conversation_id}/messages/{message_id}/generation", status_code=204)
async def stop_generation(
    conversation_id: UUID, message_id: UUID, session: Session, desk: AtDesk, _: Asker
) -> None:
    """Stop an answer; what is written stays."""
    await generations.stop(desk, session, message_id, inside=conversation_id)


async def _meant(session: Session, desk: AtDesk, new: QuestionIn | None, *, by: Asker) -> Meaning | None:
    if new is None:
        return None
    return await questions.meaning(session, desk, new.content, inside=new.collection_id, by=by)
