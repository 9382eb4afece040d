"""Documents attached to a conversation: joined, looked at, removed, with what was being written kept."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Request, UploadFile
from starlette.responses import Response

from services.assistant.schemas import ConversationDetail
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.pages import assistant_previews as previews
from web.pages.assistant import show_draft, show_home
from web.pages.assistant_drafts import Draft, Typed
from web.visitor import CurrentVisitor

router = APIRouter(include_in_schema=False)
LARGEST = 10 * 1024 * 1024
_SHOWN = 12_000
"""Characters of a document that its page shows."""
_MENDED = frozenset({413, 422, 409})
Chosen = Annotated[UploadFile | None, File()]


@router.post("/assistant/nouvelle/documents")
async def attach_first(
    request: Request, rooms: AllRooms, _: CurrentVisitor, draft: Typed, file: Chosen = None
) -> Response:
    """Begin a conversation with a document, before anything is asked."""
    chosen = await _read(file)
    if chosen is None:
        return await show_home(request, rooms, _empty(draft), status=422)
    begun: ConversationDetail = await rooms.assistant.begin(None)
    try:
        await rooms.documents.attach(begun.id, chosen)
    except Refused as refusal:
        await rooms.assistant.delete(begun.id)
        return await show_home(request, rooms, _refused(draft, refusal), status=refusal.status)
    response = await show_draft(request, rooms, begun.id, replace(draft, file=""))
    response.headers["hx-push-url"] = f"/assistant/{begun.id}"
    return response


@router.post("/assistant/{conversation_id}/documents")
async def attach(
    conversation_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, draft: Typed,
    file: Chosen = None,
) -> Response:  # fmt: skip
    """Attach one more document."""
    chosen = await _read(file)
    if chosen is None:
        return await show_draft(request, rooms, conversation_id, _empty(draft), status=422)
    try:
        await rooms.documents.attach(conversation_id, chosen)
    except Refused as refusal:
        refused = _refused(draft, refusal)
        return await show_draft(request, rooms, conversation_id, refused, status=refusal.status)
    return await show_draft(request, rooms, conversation_id, replace(draft, file=""))


@router.post("/assistant/{conversation_id}/documents/{document_id}/retrait")
async def detach(
    conversation_id: UUID,
    document_id: UUID,
    request: Request,
    rooms: AllRooms,
    _: CurrentVisitor,
    draft: Typed,
) -> Response:
    """Remove a document."""
    await rooms.documents.detach(conversation_id, document_id)
    return await show_draft(request, rooms, conversation_id, replace(draft, file=""))


@router.get("/assistant/{conversation_id}/documents/{document_id}")
async def show_document(
    conversation_id: UUID, document_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor
) -> Response:
    """Show what a supplier would read of a document."""
    document = await rooms.documents.attached(conversation_id, document_id)
    text = document.text[:_SHOWN]
    found = await rooms.assistant.findings(text)
    return render.page(
        request, "assistant/document.html", conversation_id=conversation_id, document=document,
        preview=previews.show(text, found, model="-"), found=previews.told(document.found), shown=len(text),
    )  # fmt: skip


async def _read(file: UploadFile | None) -> tuple[str, bytes] | None:
    if file is None or not file.filename:
        return None
    return file.filename, await file.read(LARGEST + 1)


def _empty(draft: Draft) -> Draft:
    return replace(draft, errors={"file": "Choisissez d’abord un fichier."})


def _refused(draft: Draft, refusal: Refused) -> Draft:
    """Say beside the field why the document is not taken.

    Raises: Refused, when another file would not mend it.
    """
    if refusal.status not in _MENDED:
        raise refusal
    return replace(draft, errors={"file": refusal.detail})
