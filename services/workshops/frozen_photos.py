"""Photos of a snapshot: it holds what is known of each, and their bytes stay where they are kept.

A photo is never changed, so the same snapshot gives the same bytes; once it or its note is removed, or held to be about
somebody, it is taken out of the snapshot as what was withdrawn is (see narrowing.py).
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import and_, col, not_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops.exports.tables import Row
from services.workshops.schemas import Sensitivity
from services.workshops.tables import Observation, Photo, PhotoFile, Snapshot

WHOLE_BYTES = 200_000_000
"""What a file holds of whole photos; a snapshot with more gives all of them 480 points a side."""


_SHOWN = (
    col(Photo.removed_at).is_(None),
    col(Observation.removed_at).is_(None),
    col(Observation.sensitivity) == Sensitivity.ORDINARY,
)


async def pictures(session: AsyncSession, rows: Sequence[Row]) -> dict[str, bytes]:
    """Give the bytes of a snapshot's photos, by id."""
    is_small = sum(int(row["size"] or 0) for row in rows) > WHOLE_BYTES
    size = PhotoFile.small if is_small else PhotoFile.whole
    query = select(PhotoFile.photo_id, size).where(col(PhotoFile.photo_id).in_(_ids(rows)))
    return {str(key): content for key, content in (await session.exec(query)).all()}


async def some_hidden(session: AsyncSession, row: Snapshot) -> bool:
    """Tell whether any photo of those whom the snapshot is about is no longer one to give."""
    query = select(Photo.id).join(Observation, col(Observation.id) == Photo.id).limit(1)
    query = query.where(not_(and_(*_SHOWN)))
    if row.authority_id:
        query = query.where(Photo.authority_id == row.authority_id)
    return (await session.exec(query)).first() is not None


async def gone(session: AsyncSession, rows: Sequence[Row]) -> frozenset[str]:
    """Give the ids of a snapshot's photos that are shown no more."""
    query = (
        select(Photo.id)
        .join(Observation, col(Observation.id) == Photo.id)
        .where(col(Photo.id).in_(_ids(rows)), *_SHOWN)
    )
    return frozenset(map(str, _ids(rows))) - frozenset(map(str, await session.exec(query)))


def _ids(rows: Sequence[Row]) -> list[UUID]:
    return [UUID(str(row["id"])) for row in rows]
