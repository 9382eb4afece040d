"""What pages ask of identity."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from gateway.identity.schemas import AuthorityOut, AuthorityPage, Me, SessionOut
from web.clients.api import Api


@dataclass(frozen=True, slots=True)
class IdentityClient:
    """Identity, typed."""

    api: Api

    async def me(self) -> Me:
        """Read who is reading the page."""
        return await self.api.read("/me", Me)

    async def authority(self, authority_id: UUID) -> AuthorityOut:
        """Read one authority."""
        return await self.api.read(f"/authorities/{authority_id}", AuthorityOut)

    async def authorities(self, ids: Iterable[UUID]) -> dict[UUID, AuthorityOut]:
        """Read several authorities at once, by id."""
        wanted = sorted({str(one) for one in ids})
        if not wanted:
            return {}
        page = await self.api.read("/authorities", AuthorityPage, query={"ids": wanted})
        return {authority.id: authority for authority in page.items}

    async def search_authorities(self, typed: str) -> list[AuthorityOut]:
        """Find authorities as one types."""
        return (await self.api.read("/authorities", AuthorityPage, query={"q": typed})).items

    async def link_is_good(self, token: str) -> None:
        """Pass when the link would still sign somebody in.

        Raises: Refused.
        """
        await self.api.send("GET", f"/sign-in-links/{token}")

    async def sign_in(self, **asked: str) -> tuple[SessionOut, str]:
        """Sign in; give the session and the `Set-Cookie` header to pass on."""
        answer = await self.api.send("POST", "/sessions", json=asked)
        return SessionOut.model_validate_json(answer.content), answer.headers["set-cookie"]

    async def sign_out(self) -> str:
        """Sign this browser out; give the `Set-Cookie` header to pass on."""
        return str((await self.api.send("DELETE", "/sessions/current")).headers["set-cookie"])
