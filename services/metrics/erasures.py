"""Forgetting a person: their events and all that was counted of them, in one transaction."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Forbidden
from services.kit.principal import Principal
from services.metrics import rollups, uncounted
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.schemas import ErasureIn, ErasureOut

# What an event's date may be: the index by date then reads only an authority's own pages.
_FIRST, _LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)

# Writers wait meanwhile: an event kept between two statements would stay while its count went.
_STOP = text("lock table usage_event in share row exclusive mode")


async def make(
    session: AsyncSession, asked: ErasureIn, *, by: Principal, pseudonyms: Pseudonyms
) -> ErasureOut:
    """Forget a person whom a source named by a pseudonym. Counts are then as if they had never told anything.

    Raises: Forbidden for another authority than the key's own.
    """
    authority = _place(asked.authority_id, by)
    person = pseudonyms.person(authority, asked.source, asked.agent)
    named = {"authority": authority, "person": person}
    first, *others = rollups.subtract()
    connection = await session.connection()
    await connection.execute(_STOP)
    await uncounted.count(session)
    gone = (await connection.execute(text(first), named | {"first": _FIRST, "last": _LAST})).scalar_one()
    for statement in others:
        await connection.execute(text(statement), named)
    return ErasureOut(events=gone)


def _place(asked: UUID | None, by: Principal) -> UUID:
    authority = asked or by.authority
    is_person = by.may("*") and not by.has_role("admin")
    if authority is None or is_person or (authority != by.authority and not by.is_operator):
        raise Forbidden("Cette clé n’efface que pour sa propre collectivité.")
    return authority
