"""What pages ask of the assistant service."""

from dataclasses import dataclass
from uuid import UUID

import httpx

from services.assistant.schemas import (
    CharterOut,
    ChoicesOut,
    ConversationDetail,
    ConversationOut,
    ConversationPage,
    ExchangeOut,
    FindingsOut,
    MessageOut,
)
from services.assistant.transparency.schemas import TransparencyOut
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class AssistantClient:
    """The assistant service, typed."""

    api: Api

    async def choices(self) -> ChoicesOut:
        """List what may be chosen beside a question: models and uses."""
        return await self.api.read("/choices", ChoicesOut)

    async def conversations(
        self, *, cursor: str | None = None, words: str = "", folder: str | None = None
    ) -> ConversationPage:
        """List one's own conversations, the latest first: all, of a folder, or where words are found."""
        query = {"cursor": cursor, "limit": "20", "q": words or None, "folder": folder}
        return await self.api.read("/conversations", ConversationPage, query=query)

    async def conversation(self, conversation_id: UUID, *, through: UUID | None = None) -> ConversationDetail:
        """Read a conversation: the branch through a message, or the latest."""
        query = {"through": str(through) if through else None}
        return await self.api.read(f"/conversations/{conversation_id}", ConversationDetail, query=query)

    async def label(self, conversation_id: UUID, new: dict[str, str]) -> ConversationOut:
        """Give a conversation another title or folder.

        Raises: Refused.
        """
        return await self.api.write(
            "PUT", f"/conversations/{conversation_id}/label", ConversationOut, body=new
        )

    async def retry(self, conversation_id: UUID, question_id: UUID, *, model: str) -> MessageOut:
        """Ask a question again; the new answer stands beside those there are.

        Raises: Refused.
        """
        path = f"/conversations/{conversation_id}/messages/{question_id}/answers"
        return await self.api.write("POST", path, MessageOut, body={"model": model})

    async def file(self, conversation_id: UUID, file_format: str) -> httpx.Response:
        """Take a conversation away as a file."""
        path = f"/conversations/{conversation_id}/file"
        return await self.api.send("GET", path, params={"format": file_format})

    async def begin(self, question: dict[str, object] | None) -> ConversationDetail:
        """Begin a conversation, with its first question when there is one.

        Raises: Refused.
        """
        return await self.api.write("POST", "/conversations", ConversationDetail, body={"question": question})

    async def ask(self, conversation_id: UUID, question: dict[str, object]) -> ExchangeOut:
        """Ask one more question.

        Raises: Refused.
        """
        path = f"/conversations/{conversation_id}/messages"
        return await self.api.write("POST", path, ExchangeOut, body=question)

    async def answer(self, conversation_id: UUID, message_id: UUID, *, wait: int = 0) -> MessageOut:
        """Read an answer, waiting up to this many seconds for its end."""
        path = f"/conversations/{conversation_id}/messages/{message_id}"
        return await self.api.read(path, MessageOut, query={"wait": wait})

    async def findings(
        self, text: str, *, use_case: str | None = None, inside: UUID | None = None,
        collection_id: str | None = None,
    ) -> FindingsOut:  # fmt: skip
        """Find personal data in a text, in the documents of its conversation, in what a collection says of it.

        Raises: Refused.
        """
        body = {
            "text": text, "use_case": use_case, "conversation_id": str(inside) if inside else None,
            "collection_id": collection_id,
        }  # fmt: skip
        return await self.api.write("POST", "/safeguards/findings", FindingsOut, body=body)

    async def charter(self) -> CharterOut:
        """Read the charter as it stands."""
        return await self.api.read("/charter", CharterOut)

    async def accept_charter(self, version: int) -> CharterOut:
        """Accept this version of the charter.

        Raises: Refused.
        """
        return await self.api.write("POST", "/charter/acceptances", CharterOut, body={"version": version})

    async def transparency(self) -> TransparencyOut:
        """Read the public register, as anyone may."""
        return await self.api.read("/transparency", TransparencyOut)

    async def stop(self, conversation_id: UUID, message_id: UUID) -> None:
        """Stop an answer; what is written stays."""
        await self.api.send("DELETE", f"/conversations/{conversation_id}/messages/{message_id}/generation")

    async def delete(self, conversation_id: UUID) -> None:
        """Delete a conversation and all it holds."""
        await self.api.send("DELETE", f"/conversations/{conversation_id}")
