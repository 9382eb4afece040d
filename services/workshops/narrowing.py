"""A snapshot gives no more than people still agree to: what they withdrew since is taken out of it for good.

Until then, and from then on, the same snapshot gives the same bytes (see infra/decisions/0023).
"""

import hashlib
import json
import zlib
from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import frozen_photos
from services.workshops.exports.bundle import Content, canonical
from services.workshops.exports.tables import EVIDENCE, OBSERVATIONS, PHOTOS, Row
from services.workshops.schemas import ConsentAct
from services.workshops.snapshot_events import SnapshotNarrowed
from services.workshops.tables import Consent, Observation, Snapshot


async def narrow(session: AsyncSession, row: Snapshot, *, by: Principal) -> None:
    """Take out of a snapshot the observations and photos no longer shown, and the evidence that rests on them."""
    if not (await _has_withdrawals(session, row) or await frozen_photos.some_hidden(session, row)):
        return
    content: Content = json.loads(zlib.decompress(row.content))
    gone = await _gone(session, content["tables"].get(OBSERVATIONS.name, ()))
    photos = await frozen_photos.gone(session, content["tables"].get(PHOTOS.name, ()))
    if gone or photos:
        _write(row, content, gone, photos)
        await session.flush()
        narrowed = SnapshotNarrowed(
            authority_id=row.authority_id, snapshot_id=row.id, notes=len(gone), photos=len(photos)
        )
        record(session, narrowed, actor=by)


async def _has_withdrawals(session: AsyncSession, row: Snapshot) -> bool:
    query = select(Consent.id).where(Consent.act != ConsentAct.GRANTED).limit(1)
    if row.authority_id:
        query = query.where(Consent.authority_id == row.authority_id)
    return (await session.exec(query)).first() is not None


async def _gone(session: AsyncSession, observations: Sequence[Row]) -> frozenset[str]:
    held = [UUID(str(one["id"])) for one in observations]
    shown = await session.exec(select(Observation.id).where(col(Observation.id).in_(held)))
    return frozenset(map(str, held)) - frozenset(map(str, shown))


def _write(row: Snapshot, content: Content, gone: frozenset[str], photos: frozenset[str]) -> None:
    tables = dict(content["tables"])
    tables[OBSERVATIONS.name] = [one for one in tables[OBSERVATIONS.name] if one["id"] not in gone]
    tables[EVIDENCE.name] = [one for one in tables.get(EVIDENCE.name, ()) if one["capture_id"] not in gone]
    if PHOTOS.name in tables:
        tables[PHOTOS.name] = [one for one in tables[PHOTOS.name] if one["id"] not in photos]
    row.narrowed_at = now()
    facts = {**content["snapshot"], "narrowed_at": row.narrowed_at.isoformat()}
    written = canonical({**content, "snapshot": facts, "tables": tables})
    row.content, row.sha256 = zlib.compress(written, 6), hashlib.sha256(written).digest()
    row.rows = sum(len(rows) for rows in tables.values())
