"""What pages ask of documents: those attached to a conversation."""

from dataclasses import dataclass
from uuid import UUID

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
