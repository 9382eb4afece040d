"""HTTP in, one call, HTTP out: collections of an authority's own documents."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Query

from services.assistant.collections import retrieval, shelves, views
from services.assistant.collections.schemas import (
    CollectionDocumentOut,
    CollectionDocumentPage,
    CollectionIn,
    CollectionOut,
    CollectionPage,
    FoundPage,
    PassageDetail,
)
from services.assistant.documents.attached import Upload
from services.assistant.doors import FILE, Asker, AtDesk, Sent
from services.assistant.embedding import models, questions
from services.assistant.extraction import process
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal, requires

router = APIRouter(route_class=IdempotentRoute)
_MAY_WRITE = requires("champion", "facilitator", "admin", scope="assistant:write")
Keeper = Annotated[Principal, Depends(_MAY_WRITE)]


@router.get("/collections")
async def list_collections(session: Session, desk: AtDesk, caller: Asker) -> CollectionPage:
    """List the collections of one's own authority, by name. No other authority sees them, the operator included."""
    chosen = await models.choose(session, desk, by=caller)
    return views.collections(await shelves.listed(session, model=chosen.used))


@router.post("/collections", status_code=201)
async def open_collection(new: CollectionIn, session: Session, caller: Keeper) -> CollectionOut:
    """Open an empty collection, which every agent of the authority may ask."""
    return views.collection(await shelves.begin(session, new.name, by=caller))


@router.get("/collections/{collection_id}")
async def read_collection(
    collection_id: UUID, session: Session, desk: AtDesk, caller: Asker
) -> CollectionOut:
    """Read how much a collection holds, and how much of it is found by meaning too."""
    chosen = await models.choose(session, desk, by=caller)
    return views.collection(await shelves.get(session, collection_id, model=chosen.used))


@router.delete("/collections/{collection_id}", status_code=204)
async def remove_collection(collection_id: UUID, session: Session, _: Keeper) -> None:
    """Remove a collection and all its documents, at once and for good."""
    await shelves.remove(session, collection_id)


@router.get("/collections/{collection_id}/documents")
async def list_collection_documents(
    collection_id: UUID, session: Session, _: Asker
) -> CollectionDocumentPage:
    """List the documents of a collection, by name."""
    return views.documents(await shelves.documents(session, collection_id))


@router.post("/collections/{collection_id}/documents", status_code=201, openapi_extra=FILE)
async def add_collection_document(
    collection_id: UUID, session: Session, desk: AtDesk, caller: Keeper, sent: Sent, later: BackgroundTasks
) -> CollectionDocumentOut:
    """Add a document: PDF, DOCX, ODT, XLSX, ODS, CSV or plain text, up to 10 MB.

    Its passages can be found by their words at once; by their meaning, a little later.
    """
    await shelves.get(session, collection_id)  # before a file is read for nobody
    extracted = await process.extract(sent.data, sent.name, turns=desk.reading)
    later.add_task(desk.deposited.set)  # once the answer has left, and so once the passages are there
    upload = Upload(sent.name, len(sent.data), extracted)
    return views.document(await shelves.add(session, collection_id, upload, by=caller))


@router.delete("/collections/{collection_id}/documents/{document_id}", status_code=204)
async def remove_collection_document(
    collection_id: UUID, document_id: UUID, session: Session, caller: Keeper
) -> None:
    """Remove a document and its passages, at once and for good."""
    await shelves.take_out(session, document_id, inside=collection_id, by=caller)


@router.get("/collections/{collection_id}/passages")
async def find_passages(
    collection_id: UUID, session: Session, desk: AtDesk, caller: Asker,
    q: Annotated[
        str, Query(max_length=500, pattern=r"^[^\x00]*$", description="A question, or words, in French.", examples=["caution"])
    ] = "",
    limit: Annotated[int, Query(ge=1, le=20, description="How many passages at most.")] = 5,
) -> FoundPage:  # fmt: skip
    """Find the passages that answer best. Words are read in French, whatever their ending and accents.

    With an embeddings model, passages near the question's meaning are found too, and the two lists are made one.
    """
    await shelves.get(session, collection_id)
    meant = await questions.meaning(session, desk, q, inside=collection_id, by=caller)
    return views.found(await retrieval.find(session, collection_id, q, limit=limit, meaning=meant))


@router.get("/collections/{collection_id}/passages/{passage_id}")
async def read_passage(collection_id: UUID, passage_id: UUID, session: Session, _: Asker) -> PassageDetail:
    """Read a passage between its neighbours, as a citation opens it."""
    return views.passage(*await retrieval.around(session, passage_id, inside=collection_id))
