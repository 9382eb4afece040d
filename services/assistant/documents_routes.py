"""HTTP in, one call, HTTP out: documents attached to a conversation."""

from uuid import UUID

from fastapi import APIRouter

from services.assistant.documents import attached, views
from services.assistant.documents.attached import Upload
from services.assistant.doors import FILE, Asker, AtDesk, Sent
from services.assistant.extraction import process
from services.assistant.safeguards_routes import Signatory
from services.assistant.schemas import DocumentDetail, DocumentOut, DocumentPage
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute

router = APIRouter(route_class=IdempotentRoute)


@router.post("/conversations/{conversation_id}/documents", status_code=201, openapi_extra=FILE)
async def attach_document(
    conversation_id: UUID, session: Session, desk: AtDesk, _: Signatory, sent: Sent
) -> DocumentOut:
    """Attach a document: PDF, DOCX, ODT, XLSX, ODS, CSV or plain text, up to 10 MB.

    Its text is read in a process of its own and kept with the conversation, as long as what is said there; the file is
    not kept. Every later question sends it, personal data handled as in the question itself.
    """
    await attached.listed(session, conversation_id, most=0)  # before a file is read for nobody
    extracted = await process.extract(sent.data, sent.name, turns=desk.reading)
    row = await attached.attach(session, conversation_id, Upload(sent.name, len(sent.data), extracted))
    listed = await attached.listed(session, conversation_id, most=desk.document_characters)
    return views.document(next(one for one in listed if one.document.id == row.id))


@router.get("/conversations/{conversation_id}/documents")
async def list_documents(conversation_id: UUID, session: Session, desk: AtDesk, _: Asker) -> DocumentPage:
    """List the documents of a conversation, and how much of each a question sends."""
    return views.page(await attached.listed(session, conversation_id, most=desk.document_characters))


@router.get("/conversations/{conversation_id}/documents/{document_id}")
async def read_document(
    conversation_id: UUID, document_id: UUID, session: Session, desk: AtDesk, _: Asker
) -> DocumentDetail:
    """Read a document as text."""
    row = await attached.get(session, document_id, inside=conversation_id)
    listed = await attached.listed(session, conversation_id, most=desk.document_characters)
    return views.detail(next(one for one in listed if one.document.id == row.id))


@router.delete("/conversations/{conversation_id}/documents/{document_id}", status_code=204)
async def remove_document(conversation_id: UUID, document_id: UUID, session: Session, _: Asker) -> None:
    """Remove a document, at once and for good."""
    await attached.remove(session, document_id, inside=conversation_id)
