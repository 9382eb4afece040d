"""« Documents de la collectivité »: collections opened, filled, searched; a passage between its neighbours."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from starlette.responses import Response

from services.assistant.collections.schemas import FoundPassage
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.together import both
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False)
_MOST = 10 * 1024 * 1024
_WRITERS = ("champion", "facilitator", "admin")
_MENDED = frozenset({409, 413, 422})
HOME = "/assistant/documents"


@router.get("/assistant/documents")
async def list_collections(request: Request, rooms: AllRooms, visitor: CurrentVisitor) -> Response:
    """Show the collections of one's authority."""
    return await _list(request, rooms, visitor)


@router.post("/assistant/documents")
async def open_collection(
    request: Request,
    rooms: AllRooms,
    visitor: CurrentVisitor,
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Open a collection."""
    try:
        made = await rooms.documents.open_collection(name)
    except Refused as refusal:
        if refusal.status not in _MENDED:
            raise
        sentence = refusal.detail if refusal.status == 409 else "Donnez un nom, de 80 caractères au plus."
        return await _list(request, rooms, visitor, name=name, error=sentence, status=refusal.status)
    return go(request, f"{HOME}/{made.id}", say="La collection est ouverte.")


@router.get("/assistant/documents/{collection_id}")
async def show_collection(
    collection_id: UUID, request: Request, rooms: AllRooms, visitor: CurrentVisitor,
    q: Annotated[str, Query(max_length=300)] = "",
) -> Response:  # fmt: skip
    """Show the documents of a collection, and the passages that a search finds."""
    return await _show(request, rooms, visitor, collection_id, q=q.strip())


@router.post("/assistant/documents/{collection_id}/documents")
async def add_document(
    collection_id: UUID, request: Request, rooms: AllRooms, visitor: CurrentVisitor,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:  # fmt: skip
    """Add a document."""
    if file is None or not file.filename:
        error = "Choisissez d’abord un fichier."
        return await _show(request, rooms, visitor, collection_id, error=error)
    try:
        added = await rooms.documents.add(collection_id, (file.filename, await file.read(_MOST + 1)))
    except Refused as refusal:
        if refusal.status not in _MENDED:
            raise
        return await _show(request, rooms, visitor, collection_id, error=refusal.detail)
    return go(request, f"{HOME}/{collection_id}", say=f"« {added.name} » est ajouté.")


@router.post("/assistant/documents/{collection_id}/documents/{document_id}/retrait")
async def take_out(
    collection_id: UUID, document_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor
) -> Response:
    """Remove a document."""
    await rooms.documents.take_out(collection_id, document_id)
    return go(request, f"{HOME}/{collection_id}", say="Le document est retiré.")


@router.post("/assistant/documents/{collection_id}/suppression")
async def remove(collection_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Remove a collection."""
    await rooms.documents.remove_collection(collection_id)
    return go(request, HOME, say="La collection est supprimée, avec ses documents.")


@router.get("/assistant/documents/{collection_id}/passages/{passage_id}")
async def show_passage(
    collection_id: UUID, passage_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor
) -> Response:
    """Show a passage where it stands."""
    collection, passage = await both(
        rooms.documents.collection(collection_id), rooms.documents.passage(collection_id, passage_id)
    )
    return render.page(request, "collections/passage.html", collection=collection, passage=passage)


async def _list(
    request: Request, rooms: AllRooms, visitor: Visitor, *, name: str = "", error: str = "", status: int = 200
) -> Response:
    found = await rooms.documents.collections()
    return render.page(
        request, "collections/index.html", status=status, collections=found.items, name=name,
        errors={"name": error} if error else {}, may_write=visitor.has_role(*_WRITERS),
    )  # fmt: skip


async def _show(
    request: Request, rooms: AllRooms, visitor: Visitor, collection_id: UUID, *, q: str = "", error: str = "",
) -> Response:  # fmt: skip
    collection, documents = await both(
        rooms.documents.collection(collection_id), rooms.documents.documents(collection_id)
    )
    passages: list[FoundPassage] = (await rooms.documents.passages(collection_id, q)).items if q else []
    return render.page(
        request, "collections/show.html", status=422 if error else 200, collection=collection, documents=documents.items,
        here=f"{HOME}/{collection_id}", q=q, passages=passages, errors={"file": error} if error else {},
        may_write=visitor.has_role(*_WRITERS),
    )  # fmt: skip
