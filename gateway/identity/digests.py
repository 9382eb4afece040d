"""The monthly digest by e-mail: who receives it, who would rather not, and that nobody receives one twice.

What it says comes from the measures, as their reader may read them; this room knows addresses and no figure.
"""

import hashlib
import hmac
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import people
from gateway.identity.digest_schemas import DigestOut
from gateway.identity.events import DigestRefused, DigestResumed
from gateway.identity.schemas import Role
from gateway.identity.tables import Authority, DigestDelivery, Person
from services.kit.db import now
from services.kit.errors import NotFound
from services.kit.events import record
from services.kit.principal import Principal

READERS = (Role.ADMIN, Role.CHAMPION, Role.DECISION_MAKER, Role.FACILITATOR)
"""Those who follow a programme. Agents are not written to."""
_LENGTH = 32


class UnknownRefusal(NotFound):
    """The address is none that a digest bears."""

    sentence = "Cette adresse n’est pas celle d’un bilan reçu."


async def wanting(session: AsyncSession) -> list[tuple[Person, Authority]]:
    """Give everybody to whom the digest goes, in a set order."""
    query = (
        select(Person, Authority)
        .join(Authority, col(Authority.id) == Person.authority_id)
        .where(_follows(), col(Person.disabled_at).is_(None), col(Person.digest_refused_at).is_(None))
        .order_by(col(Person.id))
    )
    return list((await session.exec(query)).all())


async def claim(session: AsyncSession, person: Person, month: date) -> bool:
    """Write down that this month's digest goes to this address; tell whether it had not gone yet.

    Whoever sends the same one at the same moment waits for this transaction, and then finds it gone.
    """
    address = hashlib.sha256(person.email.encode()).digest()
    statement = insert(DigestDelivery).values(
        authority_id=person.authority_id,
        person_id=person.id,
        month=month,
        address_hash=address,
        sent_at=now(),
    )
    new = statement.on_conflict_do_nothing(index_elements=["month", "address_hash"]).returning(
        DigestDelivery.month  # type: ignore[call-overload]  # a column
    )
    return (await (await session.connection()).execute(new)).first() is not None


async def refuse(session: AsyncSession, person: Person, *, by: Principal | None) -> Person:
    """Write to this person no more. Refused already, nothing changes."""
    if person.digest_refused_at is None:
        person.digest_refused_at = now()
        record(session, DigestRefused(authority_id=person.authority_id, person_id=person.id), actor=by)
    return person


async def resume(session: AsyncSession, person: Person, *, by: Principal) -> Person:
    """Write to this person again."""
    if person.digest_refused_at is not None:
        person.digest_refused_at = None
        record(session, DigestResumed(authority_id=person.authority_id, person_id=person.id), actor=by)
    return person


async def of(session: AsyncSession, *, by: Principal) -> Person:
    """Give the caller's own sheet, for a change.

    Raises: NotFound when a program asks.
    """
    return await people.hold(session, by.subject)


async def counted(session: AsyncSession) -> DigestOut:
    """Count those who follow the programmes: how many are written to, how many would rather not."""
    refused = func.count(col(Person.digest_refused_at))
    query = select(func.count(), refused).where(_follows(), col(Person.disabled_at).is_(None))
    everyone, unwilling = (await session.exec(query)).one()
    return DigestOut(recipients=everyone - unwilling, refusals=unwilling)


def token(person_id: UUID, *, key: str) -> str:
    """Make what proves, without an account, that one received a digest: it stops them, and opens nothing."""
    signed = hmac.new(key.encode(), b"digest" + person_id.bytes, hashlib.sha256).hexdigest()
    return f"{person_id.hex}{signed[:_LENGTH]}"


async def behind(session: AsyncSession, given: str, *, key: str) -> Person:
    """Give the person whom a digest's address names.

    Raises: UnknownRefusal.
    """
    try:
        person_id = UUID(given[:_LENGTH])
    except ValueError as error:
        raise UnknownRefusal from error
    if not hmac.compare_digest(token(person_id, key=key), given):
        raise UnknownRefusal
    try:
        return await people.hold(session, person_id)
    except NotFound as error:
        raise UnknownRefusal from error


def is_offered(person: Person) -> bool:
    """Tell whether this person follows a programme at all."""
    return not {role.value for role in READERS}.isdisjoint(person.roles)


def _follows() -> ColumnElement[bool]:
    return or_(*(col(Person.roles).contains([role.value]) for role in READERS))
