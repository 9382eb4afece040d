"""What pages ask of documents: those attached to a conversation, and the collections of an authority."""

from dataclasses import dataclass
from uuid import UUID

from services.assistant.collections.schemas import (
    CollectionDocumentOut,
    CollectionDocumentPage,
    CollectionOut,
    CollectionPage,
    FoundPage,
    PassageDetail,
)
from services.assistant.schemas import DocumentDetail, DocumentOut
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class DocumentsClient:
    """Documents, typed."""

    api: Api

    async def attach(self, conversation_id: UUID, file: tuple[str, bytes]) -> DocumentOut:
        """Attach a document to a conversation.

        Raises: Refused.
        """
        answer = await self.api.send("POST", f"/conversations/{conversation_id}/documents", file=file)
        return DocumentOut.model_validate_json(answer.content)

    async def attached(self, conversation_id: UUID, document_id: UUID) -> DocumentDetail:
        """Read a document attached to a conversation."""
        return await self.api.read(
            f"/conversations/{conversation_id}/documents/{document_id}", DocumentDetail
        )

    async def detach(self, conversation_id: UUID, document_id: UUID) -> None:
        """Remove a document from a conversation."""
        await self.api.send("DELETE", f"/conversations/{conversation_id}/documents/{document_id}")

    async def collections(self) -> CollectionPage:
        """List the collections of one's authority."""
        return await self.api.read("/collections", CollectionPage)

    async def open_collection(self, name: str) -> CollectionOut:
        """Open an empty collection.

        Raises: Refused.
        """
        return await self.api.write("POST", "/collections", CollectionOut, body={"name": name})

    async def collection(self, collection_id: UUID) -> CollectionOut:
        """Read how much a collection holds."""
        return await self.api.read(f"/collections/{collection_id}", CollectionOut)

    async def remove_collection(self, collection_id: UUID) -> None:
        """Remove a collection with its documents."""
        await self.api.send("DELETE", f"/collections/{collection_id}")

    async def documents(self, collection_id: UUID) -> CollectionDocumentPage:
        """List the documents of a collection."""
        return await self.api.read(f"/collections/{collection_id}/documents", CollectionDocumentPage)

    async def add(self, collection_id: UUID, file: tuple[str, bytes]) -> CollectionDocumentOut:
        """Add a document to a collection.

        Raises: Refused.
        """
        answer = await self.api.send("POST", f"/collections/{collection_id}/documents", file=file)
        return CollectionDocumentOut.model_validate_json(answer.content)

    async def take_out(self, collection_id: UUID, document_id: UUID) -> None:
        """Remove a document from a collection."""
        await self.api.send("DELETE", f"/collections/{collection_id}/documents/{document_id}")

    async def passages(self, collection_id: UUID, asked: str) -> FoundPage:
        """Find the passages that answer."""
        query = {"q": asked, "limit": "8"}
        return await self.api.read(f"/collections/{collection_id}/passages", FoundPage, query=query)

    async def passage(self, collection_id: UUID, passage_id: UUID) -> PassageDetail:
        """Read a passage between its neighbours."""
        return await self.api.read(f"/collections/{collection_id}/passages/{passage_id}", PassageDetail)
