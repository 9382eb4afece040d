"""Secret addresses that open one's calendar to a calendar program: one a person, revocable, kept as a hash.

Whoever holds one reads days, as the person would: their present roles, nothing once they are suspended, never a write.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import people, sessions, tokens
from gateway.identity.events import CalendarLinkMade, CalendarLinkRevoked
from gateway.identity.tables import Authority, CalendarLink, Person
from services.kit.db import now
from services.kit.errors import NotFound
from services.kit.events import record
from services.kit.principal import Principal

SCOPES = frozenset({"workshops:read", "identity:read"})
"""What a calendar needs: the days, and the names of the authorities."""
_NOTE_READ_EVERY = timedelta(hours=1)
_ADDRESS = re.compile(r"/agenda/([A-Za-z0-9_-]{43})/[^/]+\.ics")


def token_in(path: str) -> str | None:
    """Give the secret that the path of a calendar bears, or None when it is not one."""
    found = _ADDRESS.fullmatch(path)
    return found[1] if found else None


async def make(session: AsyncSession, *, by: Principal) -> tuple[str, CalendarLink]:
    """Draw the caller's secret address; the one before stops working.

    Raises: NotFound when a program asks.
    """
    person = await people.get(session, by.subject)
    for link in await mine(session, by=by):
        link.revoked_at = now()
    token = tokens.make()
    link = CalendarLink(
        person_id=person.id, authority_id=person.authority_id, token_hash=tokens.digest(token)
    )
    session.add(link)
    await session.flush()
    record(session, CalendarLinkMade(authority_id=person.authority_id, person_id=person.id), actor=by)
    return token, link


async def mine(session: AsyncSession, *, by: Principal) -> Sequence[CalendarLink]:
    """Give the caller's address that works, if there is one."""
    still = (CalendarLink.person_id == by.subject, col(CalendarLink.revoked_at).is_(None))
    return (await session.exec(select(CalendarLink).where(*still))).all()


async def revoke(session: AsyncSession, link_id: UUID, *, by: Principal) -> None:
    """Revoke the caller's address. Revoked already, nothing changes.

    Raises: NotFound.
    """
    link = await session.get(CalendarLink, link_id)
    if link is None or link.person_id != by.subject:
        raise NotFound("Cette adresse d’agenda n’existe pas ou n’est pas la vôtre.")
    if link.revoked_at is None:
        link.revoked_at = now()
        record(session, CalendarLinkRevoked(authority_id=link.authority_id, person_id=by.subject), actor=by)


async def recognise(session: AsyncSession, token: str) -> Principal | None:
    """Give the person behind an address, as a reader of calendars; None when it is unknown, revoked or suspended."""
    known = (
        select(CalendarLink, Person, Authority)
        .join(Person, col(Person.id) == CalendarLink.person_id)
        .join(Authority, col(Authority.id) == Person.authority_id)
        .where(
            CalendarLink.token_hash == tokens.digest(token),
            col(CalendarLink.revoked_at).is_(None),
            col(Person.disabled_at).is_(None),
        )
    )
    found = (await session.exec(known)).first()
    if found is None:
        return None
    link, person, authority = found
    if link.read_at is None or link.read_at < now() - _NOTE_READ_EVERY:
        link.read_at = now()
    who = sessions.principal_of(person, authority)
    return Principal(
        subject=who.subject, name=who.name, roles=who.roles, authority=who.authority, is_operator=who.is_operator,
        scopes=SCOPES,
    )  # fmt: skip
