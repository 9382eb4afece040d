"""The pages of the assistant: ask, watch the answer come, find it again, delete it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import RedirectResponse, Response

from services.assistant.schemas import AnswerState, MessageOut
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.pages import assistant_previews as previews
from web.pages.after_use_forms import Filled
from web.pages.assistant_choices import choices_of
from web.pages.assistant_drafts import UNATTACHED, Draft, Typed
from web.pages.assistant_examples import EXAMPLES
from web.pages.assistant_search import ALL, Sought, read_sought
from web.together import both
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)

_PATIENCE = 25
"""Seconds that a page without script waits for the end of an answer."""


@router.get("/assistant")
async def show_assistant(
    request: Request, rooms: AllRooms, _: CurrentVisitor,
    exemple: Annotated[str, Query(max_length=40)] = "",
    sought: Annotated[Sought, Depends(read_sought)] = ALL,
) -> Response:  # fmt: skip
    """Show a box to ask in, examples that fill it, and one's own conversations."""
    chosen = EXAMPLES.get(exemple)
    return await show_home(request, rooms, Draft(chosen.request if chosen else ""), sought=sought)


@router.post("/assistant")
async def begin(request: Request, rooms: AllRooms, _: CurrentVisitor, draft: Typed) -> Response:
    """Begin a conversation."""
    if draft.file:
        return await show_home(request, rooms, replace(draft, errors=UNATTACHED), status=422)
    try:
        begun = await rooms.assistant.begin(draft.question)
    except Refused as refusal:
        refused = await _previewed(rooms, draft.refused(refusal))
        return await show_home(request, rooms, refused, status=refusal.status)
    return await watch(request, rooms, begun.id, begun.messages[-1].id)


@router.post("/assistant/apercu")
async def preview(request: Request, rooms: AllRooms, _: CurrentVisitor, draft: Typed) -> Response:
    """Show what would be masked, while the person writes."""
    return await _preview(request, rooms, draft)


@router.post("/assistant/{conversation_id}/apercu")
async def preview_next(
    conversation_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, draft: Typed
) -> Response:
    """Show what would be masked of one more question."""
    return await _preview(request, rooms, draft, inside=conversation_id)


@router.get("/assistant/{conversation_id}")
async def show_conversation(
    conversation_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor,
    message: UUID | None = None, modifier: UUID | None = None,
) -> Response:  # fmt: skip
    """Show a conversation and a box to go on: the branch through `message`; `modifier` rewords a question."""
    return await show_draft(
        request, rooms, conversation_id, Draft(instead_of=str(modifier or "")), through=modifier or message
    )


@router.post("/assistant/{conversation_id}")
async def ask(
    conversation_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, draft: Typed
) -> Response:
    """Ask one more question."""
    if draft.file:
        left = replace(draft, errors=UNATTACHED)
        return await show_draft(request, rooms, conversation_id, left, status=422)
    try:
        asked = await rooms.assistant.ask(conversation_id, draft.question)
    except Refused as refusal:
        refused = await _previewed(rooms, draft.refused(refusal), inside=conversation_id)
        return await show_draft(request, rooms, conversation_id, refused, status=refusal.status)
    if _has_script(request):
        return await show_draft(
            request, rooms, conversation_id, Draft(model=draft.model), through=asked.answer.id
        )
    return await watch(request, rooms, conversation_id, asked.answer.id)


@router.get("/assistant/{conversation_id}/reponses/{message_id}")
async def show_answer(
    conversation_id: UUID, message_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor
) -> Response:
    """Give one answer to the page that watched it come."""
    if not _has_script(request):
        return RedirectResponse(_address(conversation_id, message_id), status_code=303)
    answer = await rooms.assistant.answer(conversation_id, message_id)
    return render.page(
        request, "assistant/answer.html", conversation_id=conversation_id, answer=answer, card=Filled()
    )


@router.post("/assistant/{conversation_id}/reponses/{message_id}/arret")
async def stop(
    conversation_id: UUID, message_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor
) -> Response:
    """Stop an answer. The page that watches it learns so from the stream."""
    await rooms.assistant.stop(conversation_id, message_id)
    if _has_script(request):
        return Response(status_code=204)
    return RedirectResponse(_address(conversation_id, message_id), status_code=303)


@router.post("/assistant/{conversation_id}/suppression")
async def delete(conversation_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Delete a conversation."""
    await rooms.assistant.delete(conversation_id)
    return go(request, "/assistant", say="La conversation est supprimée.")


async def _preview(
    request: Request, rooms: AllRooms, draft: Draft, *, inside: UUID | None = None
) -> Response:
    shown = await _previewed(rooms, draft, inside=inside)
    action = f"/assistant/{inside}" if inside else "/assistant"
    return render.page(request, "assistant/_preview.html", preview=shown.preview, draft=shown, action=action)


async def _previewed(rooms: AllRooms, draft: Draft, *, inside: UUID | None = None) -> Draft:
    """Add what was found to a draft; one that cannot be looked through (too long, an unknown use) stays as it is."""
    if not draft.content.strip():
        return draft
    try:
        found = await rooms.assistant.findings(
            draft.content, use_case=draft.use_case or None, inside=inside,
            collection_id=draft.collection_id or None,
        )  # fmt: skip
    except Refused:
        return draft
    return replace(draft, preview=previews.show(draft.content, found, model=draft.model))


async def show_home(
    request: Request, rooms: AllRooms, draft: Draft, *, status: int = 200, sought: Sought = ALL
) -> Response:
    conversations, choices = await both(
        rooms.assistant.conversations(cursor=sought.cursor, words=sought.words, folder=sought.folder or None),
        rooms.assistant.choices(),
    )
    return render.page(
        request, "assistant/index.html", status=status, draft=draft, examples=EXAMPLES, refocus=False,
        conversations=conversations, sought=sought, **choices_of(choices),
    )  # fmt: skip


async def show_draft(
    request: Request, rooms: AllRooms, conversation_id: UUID, draft: Draft, *, status: int = 200,
    through: UUID | None = None,
) -> Response:  # fmt: skip
    conversation, choices = await both(
        rooms.assistant.conversation(conversation_id, through=through), rooms.assistant.choices()
    )
    answers = [message for message in conversation.messages if message.role == "assistant"]
    draft = _placed(draft, conversation.messages)
    return render.page(
        request, "assistant/conversation.html", status=status, draft=draft, conversation=conversation,
        refocus=_has_script(request), card=Filled(), last=answers[-1].id if answers else None,
        is_writing=any(answer.state is AnswerState.PENDING for answer in answers), **choices_of(choices),
    )  # fmt: skip


def _placed(draft: Draft, messages: Sequence[MessageOut]) -> Draft:
    """Say what a draft follows on the branch that is shown; a question to reword is in the box already."""
    answers = [message for message in messages if message.role == "assistant"]
    if answers and draft.model == "auto":
        draft = replace(draft, model=answers[-1].model)
    asked = [message for message in messages if message.role == "user"]
    if asked and not draft.content and not draft.collection_id:
        draft = replace(draft, collection_id=str(asked[-1].collection_id or ""))
    reworded = next((one for one in messages if str(one.id) == draft.instead_of), None)
    if reworded is not None:
        return draft if draft.content else replace(draft, content=reworded.content)
    is_open = bool(messages) and messages[-1].role == "assistant"
    return replace(draft, instead_of="", after=str(messages[-1].id) if is_open else "")


async def watch(
    request: Request, rooms: AllRooms, conversation_id: UUID, answer_id: UUID, *, is_elsewhere: bool = True
) -> Response:
    """Send the browser to the answer: at once with script, which shows it come; else when it is there.

    From the conversation's own page (not `is_elsewhere`), the address must differ by more than its end.
    """
    address = _address(conversation_id, answer_id)
    if not is_elsewhere:
        address = address.replace("#", f"?message={answer_id}#")
    if _has_script(request):
        return Response(status_code=200, headers={"hx-redirect": address})
    await rooms.assistant.answer(conversation_id, answer_id, wait=_PATIENCE)
    return RedirectResponse(address, status_code=303)


def _address(conversation_id: UUID, answer_id: UUID) -> str:
    return f"/assistant/{conversation_id}#reponse-{answer_id}"


def _has_script(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"
