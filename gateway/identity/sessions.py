"""Signed-in browsers: opened, recognised, listed, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import attempts, links, passwords, tokens
from gateway.identity.events import SignedIn, SignedOut
from gateway.identity.people import OPERATOR_ROLES
from gateway.identity.schemas import SessionOut, SignIn
from gateway.identity.tables import Authority, BrowserSession, Person
from services.kit.db import now
from services.kit.errors import Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal

IDLE = timedelta(hours=2)
ABSOLUTE = timedelta(hours=12)
_NOTE_SEEN_EVERY = timedelta(minutes=1)


class NothingToCheck(Invalid):
    """A sign-in came with neither a link's token nor an address and its password."""

    sentence = "Indiquez votre adresse et votre mot de passe, ou ouvrez le lien reçu."


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a sign-in comes from: the client's address (never stored) and its browser's family."""

    address: str
    browser: str


async def sign_in(session: AsyncSession, asked: SignIn, visit: Visit) -> tuple[str, BrowserSession]:
    """Open a session for whoever holds a link's token or a password; give the cookie's secret.

    Raises: LinkSpent, WrongCredentials, TooManyAttempts, NothingToCheck.
    """
    if asked.token:
        person, method = await links.use(session, asked.token), "link"
    elif asked.email and asked.password:
        person, method = await _by_password(session, asked.email, asked.password), "password"
    else:
        raise NothingToCheck
    return await _open(session, person, method=method, browser=visit.browser)


async def allow_attempt(session: AsyncSession, asked: SignIn, visit: Visit) -> None:
    """Count one try against the client's address and against the account aimed at.

    A whole town hall may sit behind one address, hence the generous first bucket.

    Raises: TooManyAttempts.
    """
    await attempts.spend(session, f"address {visit.address}", size=60, seconds=3600)
    if asked.email:
        await attempts.spend(session, f"account {asked.email}", size=10, seconds=3600)


async def recognise(session: AsyncSession, token: str) -> Principal | None:
    """Give the person behind a cookie, or None when it is unknown, idle too long, too old or ended."""
    known = (
        select(BrowserSession, Person, Authority)
        .join(Person, col(Person.id) == BrowserSession.person_id)
        .join(Authority, col(Authority.id) == Person.authority_id)
        .where(
            BrowserSession.token_hash == tokens.digest(token),
            col(BrowserSession.ended_at).is_(None),
            col(BrowserSession.seen_at) > now() - IDLE,
            col(BrowserSession.created_at) > now() - ABSOLUTE,
            col(Person.disabled_at).is_(None),
        )
    )
    found = (await session.exec(known)).first()
    if found is None:
        return None
    row, person, authority = found
    if row.seen_at < now() - _NOTE_SEEN_EVERY:
        row.seen_at = now()
    return principal_of(person, authority)


def principal_of(person: Person, authority: Authority) -> Principal:
    """Tell what a person may be and where."""
    return Principal(
        subject=person.id,
        name=person.name,
        roles=frozenset(person.roles),
        authority=authority.id,
        service=person.service,
        is_operator=authority.kind == "operator" and not OPERATOR_ROLES.isdisjoint(person.roles),
        scopes=frozenset({"*"}),
    )


async def mine(session: AsyncSession, *, by: Principal, token: str) -> Sequence[SessionOut]:
    """Give the caller's open sessions, the latest used first; `token` tells which one is asking."""
    still = (BrowserSession.person_id == by.subject, col(BrowserSession.ended_at).is_(None))
    fresh = (col(BrowserSession.seen_at) > now() - IDLE, col(BrowserSession.created_at) > now() - ABSOLUTE)
    query = select(BrowserSession).where(*still, *fresh).order_by(col(BrowserSession.seen_at).desc())
    held = tokens.digest(token)
    return [show(row, is_current=row.token_hash == held) for row in (await session.exec(query)).all()]


def show(row: BrowserSession, *, is_current: bool) -> SessionOut:
    """Tell what somebody may know of one of their own sessions."""
    return SessionOut(
        id=row.id, browser=row.browser, created_at=row.created_at, seen_at=row.seen_at, is_current=is_current
    )


async def end(session: AsyncSession, session_id: UUID, *, by: Principal) -> None:
    """Sign one of the caller's browsers out.

    Raises: NotFound.
    """
    row = await session.get(BrowserSession, session_id)
    if row is None or row.person_id != by.subject:
        raise NotFound("Cette connexion n’existe pas ou n’est pas la vôtre.")
    if row.ended_at is None:
        _close(session, row)


async def end_with(session: AsyncSession, token: str) -> None:
    """Sign out the browser that holds this cookie, if it is signed in."""
    held = select(BrowserSession).where(BrowserSession.token_hash == tokens.digest(token))
    row = (await session.exec(held)).first()
    if row is not None and row.ended_at is None:
        _close(session, row)


async def _by_password(session: AsyncSession, email: str, password: str) -> Person:
    person = (await session.exec(select(Person).where(Person.email == email))).first()
    return await passwords.check(person, password)


async def _open(
    session: AsyncSession, person: Person, *, method: str, browser: str
) -> tuple[str, BrowserSession]:
    # What is over is not kept: the journal alone remembers that somebody came.
    over = (col(BrowserSession.person_id) == person.id, col(BrowserSession.created_at) < now() - ABSOLUTE)
    await session.exec(delete(BrowserSession).where(*over))
    token = tokens.make()
    row = BrowserSession(
        person_id=person.id, authority_id=person.authority_id, token_hash=tokens.digest(token),
        browser=browser[:80],
    )  # fmt: skip
    session.add(row)
    await session.flush()
    record(session, SignedIn(authority_id=person.authority_id, person_id=person.id, method=method))
    return token, row


def _close(session: AsyncSession, row: BrowserSession) -> None:
    row.ended_at = now()
    record(session, SignedOut(authority_id=row.authority_id, person_id=row.person_id))
