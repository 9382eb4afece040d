"""What pages ask of the assistant service."""

from dataclasses import dataclass
from uuid import UUID

from services.assistant.schemas import (
    CharterOut,
    ChoicesOut,
    ConversationDetail,
    ConversationPage,
    ExchangeOut,
    FindingsOut,
    MessageOut,
)
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class AssistantClient:
    """The assistant service, typed."""

    api: Api

    async def choices(self) -> ChoicesOut:
        """List what may be chosen beside a question: models and uses."""
        return await self.api.read("/choices", ChoicesOut)

    async def conversations(self, *, cursor: str | None = None) -> ConversationPage:
        """List one's own conversations, the latest first."""
        return await self.api.read(
            "/conversations", ConversationPage, query={"cursor": cursor, "limit": "20"}
        )

    async def conversation(self, conversation_id: UUID) -> ConversationDetail:
        """Read a conversation and its messages."""
        return await self.api.read(f"/conversations/{conversation_id}", ConversationDetail)

    async def begin(self, question: dict[str, object]) -> ConversationDetail:
        """Begin a conversation with its first question.

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

    async def findings(self, text: str, *, use_case: str | None = None) -> FindingsOut:
        """Find personal data in a text.

        Raises: Refused.
        """
        body = {"text": text, "use_case": use_case}
        return await self.api.write("POST", "/safeguards/findings", FindingsOut, body=body)

    async def charter(self) -> CharterOut:
        """Read the charter as it stands."""
        return await self.api.read("/charter", CharterOut)

    async def accept_charter(self, version: int) -> CharterOut:
        """Accept this version of the charter.

        Raises: Refused.
        """
        return await self.api.write("POST", "/charter/acceptances", CharterOut, body={"version": version})

    async def stop(self, conversation_id: UUID, message_id: UUID) -> None:
        """Stop an answer; what is written stays."""
        await self.api.send("DELETE", f"/conversations/{conversation_id}/messages/{message_id}/generation")

    async def delete(self, conversation_id: UUID) -> None:
        """Delete a conversation and all it holds."""
        await self.api.send("DELETE", f"/conversations/{conversation_id}")
