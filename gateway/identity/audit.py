"""The audit: what identity's events say, the latest first, with the names of whom they speak."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity.schemas import AuditEntry
from gateway.identity.tables import ApiKey, Person
from services.kit.events import EventRow
from services.kit.paging import Slice, Window, cut


async def entries(session: AsyncSession, window: Window) -> Slice[AuditEntry]:
    """Give sign-ins and administrative acts the caller may see.

    Events hold ids; names are read now, so that they follow a correction and go with an erasure.
    """
    query = select(EventRow).where(col(EventRow.name).like("identity.%"))
    if window.after:
        query = query.where(col(EventRow.id) < window.after)
    rows = (await session.exec(query.order_by(col(EventRow.id).desc()).limit(window.limit + 1))).all()
    page = cut(rows, window)
    names = await _names(session, page.items)
    return Slice([_entry(row, names) for row in page.items], page.next)


def _entry(row: EventRow, names: Mapping[UUID, str]) -> AuditEntry:
    subject = _subject(row)
    return AuditEntry(
        id=row.id, name=row.name, at=row.at, actor_id=row.actor_id, authority_id=row.authority_id, body=row.body,
        actor=names.get(row.actor_id) if row.actor_id else None, subject=names.get(subject) if subject else None,
    )  # fmt: skip


async def _names(session: AsyncSession, rows: Iterable[EventRow]) -> dict[UUID, str]:
    wanted = {one for row in rows for one in (row.actor_id, _subject(row)) if one}
    people = select(Person.id, Person.name).where(col(Person.id).in_(wanted))
    keys = select(ApiKey.id, ApiKey.name).where(col(ApiKey.id).in_(wanted))
    return {**dict((await session.exec(people)).all()), **dict((await session.exec(keys)).all())}


def _subject(row: EventRow) -> UUID | None:
    found = row.body.get("person_id") or row.body.get("key_id")
    return UUID(found) if found else None
