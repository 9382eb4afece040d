"""One-time links: an address that signs one person in, once."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import people, tokens
from gateway.identity.events import LinkMade
from gateway.identity.tables import Person, SignInLink
from services.kit.db import now
from services.kit.errors import Conflict, Unauthenticated
from services.kit.events import record
from services.kit.principal import Principal

LIFETIME = timedelta(hours=24)


class LinkSpent(Unauthenticated):
    """The link's token has served, has been replaced, has expired, or is none of ours."""

    sentence = "Ce lien a déjà servi ou n’est plus valable. Demandez-en un nouveau à votre référent IA."


class PersonIsSuspended(Conflict):
    """A link was asked for somebody who is suspended. Reinstate them first."""

    sentence = "Cette personne est suspendue : rétablissez son accès avant de lui envoyer un lien."


async def make(session: AsyncSession, person: Person, *, by: Principal | None) -> tuple[str, datetime]:
    """Draw a link's token for a person, valid a day; the ones before it stop working. `by` is None for the command line.

    Raises: OutOfReach, PersonIsSuspended.
    """
    people.check_reach(person, by=by)
    if not person.is_active:
        raise PersonIsSuspended
    unused = (col(SignInLink.person_id) == person.id, col(SignInLink.used_at).is_(None))
    await session.exec(delete(SignInLink).where(*unused))
    token = tokens.make()
    link = SignInLink(
        person_id=person.id, authority_id=person.authority_id, token_hash=tokens.digest(token),
        expires_at=now() + LIFETIME,
    )  # fmt: skip
    session.add(link)
    await session.flush()
    record(session, LinkMade(authority_id=person.authority_id, person_id=person.id), actor=by)
    return token, link.expires_at


async def use(session: AsyncSession, token: str) -> Person:
    """Spend a link and give its person. The row lock makes two clicks a queue, and the second one late.

    Raises: LinkSpent.
    """
    held = select(SignInLink).where(SignInLink.token_hash == tokens.digest(token)).with_for_update()
    link = (await session.exec(held)).first()
    if link is None or link.used_at is not None or link.expires_at <= now():
        raise LinkSpent
    person = await session.get(Person, link.person_id)
    if person is None or not person.is_active:
        raise LinkSpent
    link.used_at = now()
    return person


async def is_good(session: AsyncSession, token: str) -> bool:
    """Tell whether a link would still sign somebody in, without spending it."""
    known = select(SignInLink.id).where(
        SignInLink.token_hash == tokens.digest(token),
        col(SignInLink.used_at).is_(None),
        col(SignInLink.expires_at) > now(),
    )
    return (await session.exec(known)).first() is not None
