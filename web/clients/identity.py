"""What pages ask of identity."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from gateway.identity.digest_schemas import DigestChoiceOut, DigestOut
from gateway.identity.erasure_schemas import ErasureOut, OwnData
from gateway.identity.schemas import (
    AuditPage,
    AuthorityOut,
    AuthorityPage,
    CalendarLinkMade,
    CalendarLinkOut,
    CalendarLinkPage,
    GrantList,
    GrantOut,
    KeyMade,
    KeyPage,
    LinkOut,
    Me,
    PersonOut,
    PersonPage,
    SessionOut,
    SessionPage,
)
from web.clients.api import Api

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class IdentityClient:
    """Identity, typed. Every call raises Refused when identity says no."""

    api: Api

    async def me(self) -> Me:
        """Read who is reading the page."""
        return await self.api.read("/me", Me)

    async def change_password(self, new: Body) -> None:
        """Set one's own password."""
        await self.api.send("PUT", "/me/password", json=dict(new))

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
        """Pass when the link would still sign somebody in."""
        await self.api.send("GET", f"/sign-in-links/{quote(token, safe='')}")

    async def sign_in(self, **asked: str) -> tuple[SessionOut, str]:
        """Sign in; give the session and the `Set-Cookie` header to pass on."""
        answer = await self.api.send("POST", "/sessions", json=asked)
        return SessionOut.model_validate_json(answer.content), answer.headers["set-cookie"]

    async def sign_out(self) -> str:
        """Sign this browser out; give the `Set-Cookie` header to pass on."""
        return str((await self.api.send("DELETE", "/sessions/current")).headers["set-cookie"])

    async def sessions(self) -> Sequence[SessionOut]:
        """List one's own open sessions."""
        return (await self.api.read("/sessions", SessionPage)).items

    async def end_session(self, session_id: UUID) -> None:
        """Sign out another of one's own browsers."""
        await self.api.send("DELETE", f"/sessions/{session_id}")

    async def people(
        self, *, typed: str = "", authority: UUID | None = None, cursor: str | None = None
    ) -> PersonPage:
        """List people, the latest added first."""
        query = {"q": typed or None, "authority_id": str(authority) if authority else None, "cursor": cursor}
        return await self.api.read("/people", PersonPage, query=query)

    async def person(self, person_id: UUID) -> PersonOut:
        """Read one person."""
        return await self.api.read(f"/people/{person_id}", PersonOut)

    async def add_person(self, new: Body, *, once: str) -> PersonOut:
        """Add a person. The same `once` sent twice adds them once."""
        headers = {"idempotency-key": once} if once else {}
        answer = await self.api.send("POST", "/people", json=dict(new), headers=headers)
        return PersonOut.model_validate_json(answer.content)

    async def change_person(self, person_id: UUID, new: Body, *, version: int) -> PersonOut:
        """Change a person's name or roles, from the version that was read."""
        return await self.api.write("PATCH", f"/people/{person_id}", PersonOut, body=new, version=version)

    async def make_link(self, person_id: UUID) -> LinkOut:
        """Make an address that signs this person in, once."""
        return await self.api.write("POST", f"/people/{person_id}/sign-in-links", LinkOut, body={})

    async def suspend(self, person_id: UUID) -> None:
        """Suspend a person."""
        await self.api.send("POST", f"/people/{person_id}/suspension")

    async def erase(self, person_id: UUID) -> ErasureOut:
        """Erase a suspended person for good; tell where the law keeps their name."""
        answer = await self.api.send("DELETE", f"/people/{person_id}")
        return ErasureOut.model_validate_json(answer.content)

    async def own_data(self) -> OwnData:
        """Read all that is kept of the reader."""
        return await self.api.read("/me/data", OwnData)

    async def reinstate(self, person_id: UUID) -> None:
        """Reinstate a suspended person."""
        await self.api.send("DELETE", f"/people/{person_id}/suspension")

    async def grants(self, workshop_id: UUID) -> Sequence[GrantOut]:
        """List the tablets that may send a workshop's captures without a session."""
        query = {"workshop_id": str(workshop_id)}
        return (await self.api.read("/device-grants", GrantList, query=query)).items

    async def revoke_grant(self, grant_id: UUID) -> None:
        """Revoke a tablet's grant."""
        await self.api.send("DELETE", f"/device-grants/{grant_id}")

    async def keys(self, *, cursor: str | None = None) -> KeyPage:
        """List API keys, the latest first."""
        return await self.api.read("/keys", KeyPage, query={"cursor": cursor})

    async def create_key(self, new: Body) -> KeyMade:
        """Create an API key; it is in this answer and nowhere else."""
        return await self.api.write("POST", "/keys", KeyMade, body=new)

    async def revoke_key(self, key_id: UUID) -> None:
        """Revoke an API key."""
        await self.api.send("DELETE", f"/keys/{key_id}")

    async def audit(self, *, cursor: str | None = None) -> AuditPage:
        """Read sign-ins and administrative acts, the latest first."""
        return await self.api.read("/audit", AuditPage, query={"cursor": cursor})

    async def digest_counts(self) -> DigestOut:
        """Count those to whom the monthly digest goes."""
        return await self.api.read("/digest", DigestOut)

    async def digest_choice(self) -> DigestChoiceOut:
        """Read whether the reader receives it."""
        return await self.api.read("/me/digest", DigestChoiceOut)

    async def choose_digest(self, *, is_wanted: bool) -> DigestChoiceOut:
        """Receive it, or no more."""
        return await self.api.write("PUT", "/me/digest", DigestChoiceOut, body={"is_wanted": is_wanted})

    async def refuse_digest(self, token: str) -> None:
        """Receive it no more, by the address that it bears."""
        await self.api.send("POST", "/digest-refusals", json={"token": token})

    async def calendar_links(self) -> list[CalendarLinkOut]:
        """Read whether one has a secret address for a calendar program."""
        return (await self.api.read("/calendar-links", CalendarLinkPage)).items

    async def make_calendar_link(self) -> CalendarLinkMade:
        """Make a secret address; it is in this answer and nowhere else."""
        return await self.api.write("POST", "/calendar-links", CalendarLinkMade, body={})

    async def revoke_calendar_link(self, link_id: UUID) -> None:
        """Revoke one's secret address."""
        await self.api.send("DELETE", f"/calendar-links/{link_id}")
