"""Tablets that may send one workshop's captures when their person's session is over: granted, recognised, revoked.

A grant opens two addresses, in one workshop, for three days, to write only: that of its operations and that of its
photos on their way. Nothing can be read with it. Its secret is in cookies that browsers send there alone and that no
script reads.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from msgspec import structs
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import authorities, sessions, tokens
from gateway.identity.events import GrantMade, GrantRevoked
from gateway.identity.schemas import GrantIn
from gateway.identity.tables import Authority, DeviceGrant, Person
from services.kit.db import now
from services.kit.errors import Forbidden, NotFound
from services.kit.events import record
from services.kit.principal import Principal

LASTS = timedelta(hours=72)
MAKERS = ("facilitator", "admin")
_NOTE_USED_EVERY = timedelta(minutes=5)
_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_ADDRESS = re.compile(
    rf"/api/workshops/v1/workshops/({_ID})/(?:operations|photos/{_ID}(?:/parts/[0-9]{{1,2}})?)"
)


def addresses(workshop_id: UUID) -> tuple[str, ...]:
    """Give where the addresses begin that a grant opens."""
    here = f"/api/workshops/v1/workshops/{workshop_id}"
    return f"{here}/operations", f"{here}/photos"


def workshop_at(path: str) -> UUID | None:
    """Tell which workshop's captures an address takes in; None for any other address."""
    found = _ADDRESS.fullmatch(path)
    return UUID(found[1]) if found else None


async def make(
    session: AsyncSession, new: GrantIn, *, browser: str, by: Principal
) -> tuple[str, DeviceGrant]:
    """Let the browser that asks send this workshop's captures for its person; give the cookie's secret.

    Raises: Forbidden, for a program; NotFound, for an authority nobody knows.
    """
    person = await session.get(Person, by.subject)
    if person is None:
        raise Forbidden("Seule une personne connectée peut autoriser sa tablette.")
    authority = await authorities.get(session, new.authority_id)
    secret = tokens.make()
    grant = DeviceGrant(
        authority_id=authority.id, person_id=person.id, workshop_id=new.workshop_id,
        secret_hash=tokens.digest(secret), browser=browser[:80], expires_at=now() + LASTS,
    )  # fmt: skip
    grant.made_at = grant.expires_at - LASTS
    session.add(grant)
    await session.flush()
    made = GrantMade(authority_id=grant.authority_id, person_id=person.id, workshop_id=grant.workshop_id)
    record(session, made, actor=by)
    return secret, grant


async def recognise(session: AsyncSession, secret: str, *, workshop_id: UUID) -> Principal | None:
    """Give the person behind a tablet, who may then do one thing; None when it is unknown, over or revoked."""
    known = (
        select(DeviceGrant, Person, Authority)
        .join(Person, col(Person.id) == DeviceGrant.person_id)
        .join(Authority, col(Authority.id) == Person.authority_id)
        .where(
            DeviceGrant.secret_hash == tokens.digest(secret),
            DeviceGrant.workshop_id == workshop_id,
            col(DeviceGrant.revoked_at).is_(None),
            col(DeviceGrant.expires_at) > now(),
            col(Person.disabled_at).is_(None),
        )
    )
    found = (await session.exec(known)).first()
    if found is None or set(MAKERS).isdisjoint(found[1].roles):
        return None
    grant, person, authority = found
    if grant.used_at is None or grant.used_at < now() - _NOTE_USED_EVERY:
        grant.used_at = now()
    scope = f"workshops:capture:{workshop_id}"
    return structs.replace(sessions.principal_of(person, authority), scopes=frozenset({scope}))


async def listed(session: AsyncSession, workshop_id: UUID) -> Sequence[dict[str, object]]:
    """Give the tablets that may send this workshop's captures now, the latest first."""
    query = (
        select(DeviceGrant, Person)
        .join(Person, col(Person.id) == DeviceGrant.person_id)
        .where(
            DeviceGrant.workshop_id == workshop_id,
            col(DeviceGrant.revoked_at).is_(None),
            col(DeviceGrant.expires_at) > now(),
        )
        .order_by(col(DeviceGrant.id).desc())
        .limit(100)
    )
    return [
        grant.model_dump(exclude={"secret_hash", "authority_id", "revoked_at"}) | {"person_name": person.name}
        for grant, person in (await session.exec(query)).all()
    ]


async def revoke(session: AsyncSession, grant_id: UUID, *, by: Principal) -> None:
    """End a tablet's grant at its next request. What it still holds waits there for its person to sign in.

    Raises: NotFound.
    """
    grant = await session.get(DeviceGrant, grant_id)
    if grant is None:
        raise NotFound("Cette autorisation n’existe pas.")
    if grant.revoked_at is None:
        grant.revoked_at = now()
        revoked = GrantRevoked(
            authority_id=grant.authority_id, person_id=grant.person_id, workshop_id=grant.workshop_id
        )
        record(session, revoked, actor=by)
