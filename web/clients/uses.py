"""What pages ask of cards and declared uses."""

from dataclasses import dataclass
from uuid import UUID

from services.assistant.after_use.schemas import CardOut, DeclaredUseOut, DeclaredUsePage
from web.clients.api import Api, Refused

Form = dict[str, object]


@dataclass(frozen=True, slots=True)
class UsesClient:
    """What is said after a use, typed."""

    api: Api

    async def card(self, use_id: UUID) -> CardOut | None:
        """Read the card of a use; None when it has none yet."""
        try:
            return await self.api.read(f"/uses/{use_id}/card", CardOut)
        except Refused as refusal:
            if refusal.code != "card_missing":
                raise
            return None

    async def fill(self, use_id: UUID, card: Form) -> CardOut:
        """Fill in the card of a use, or correct it.

        Raises: Refused.
        """
        return await self.api.write("PUT", f"/uses/{use_id}/card", CardOut, body=card)

    async def declared(self) -> DeclaredUsePage:
        """List one's own last declared uses."""
        return await self.api.read("/declared-uses", DeclaredUsePage, query={"limit": 10})

    async def declare(self, use: Form) -> DeclaredUseOut:
        """Tell of a use of another tool.

        Raises: Refused.
        """
        return await self.api.write("POST", "/declared-uses", DeclaredUseOut, body=use)

    async def retract(self, use_id: UUID) -> None:
        """Take a declared use back."""
        await self.api.send("DELETE", f"/declared-uses/{use_id}")
