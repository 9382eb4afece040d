"""Snapshots: an authority's workshops, or a programme's, frozen as they are; listed, given as files, deleted."""

import asyncio
import hashlib
import json
import zlib
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.orm import defer
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now, uuid7
from services.kit.errors import Forbidden, Invalid, NotFound
from services.kit.events import record
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.workshops import frozen_photos, narrowing, programmes
from services.workshops.exports import gathering, regional, report as reports
from services.workshops.exports.bundle import SCHEMA_VERSION, Bundle, Content, canonical
from services.workshops.exports.formats import ALL
from services.workshops.exports.scope import Scope
from services.workshops.exports.tables import PHOTOS
from services.workshops.schemas import EnrolmentState, FileFormat, PlaceIn, SnapshotIn
from services.workshops.schemas.regional import RegionalReportOut
from services.workshops.schemas.reports import ReportOut
from services.workshops.snapshot_events import SnapshotDeleted, SnapshotMade
from services.workshops.tables import Programme, ProgrammeAuthority, Snapshot

_REGION = "toutes les collectivités du programme"


@dataclass(frozen=True, slots=True)
class File:
    """One file made of a snapshot."""

    name: str
    media_type: str
    content: bytes


async def make(session: AsyncSession, new: SnapshotIn, *, by: Principal) -> Snapshot:
    """Freeze what may be shared of an authority's workshops, or of a whole programme's.

    Raises: Forbidden unless the operator's project team asks, Invalid, NotEnrolled.
    """
    if not by.is_operator:
        raise Forbidden("Seule l’équipe projet de l’opérateur fait un cliché.")
    programme = await session.get(Programme, new.programme_id)
    if programme is None:
        fault = {"pointer": "/programme_id", "type": "unknown", "message": "Ce programme n’existe pas."}
        raise Invalid(errors=[fault])
    scope = await _scope(session, new)
    row = Snapshot(
        id=uuid7(), programme_id=programme.id, programme=programme.name, authority_id=new.authority_id,
        scope_name=_scope_name(new), made_at=now(), made_by=by.subject, schema_version=SCHEMA_VERSION,
        content=b"", sha256=b"", rows=0,
    )  # fmt: skip
    await _freeze(session, row, scope)
    session.add(row)
    await session.flush()
    record(session, SnapshotMade(authority_id=row.authority_id, snapshot_id=row.id, rows=row.rows), actor=by)
    return row


async def get(session: AsyncSession, snapshot_id: UUID, *, by: Principal) -> Snapshot:
    """Give one snapshot the caller may see, without what was withdrawn since.

    Raises: NotFound.
    """
    row = await session.get(Snapshot, snapshot_id)
    if row is None:
        raise NotFound("Ce cliché n’existe pas, ou n’est pas de votre collectivité.")
    await narrowing.narrow(session, row, by=by)
    return row


async def listed(session: AsyncSession, window: Window) -> Slice[Snapshot]:
    """Give the snapshots the caller may see, the latest first, without their content."""
    query = select(Snapshot).options(defer(Snapshot.content, raiseload=True))  # type: ignore[arg-type]  # SQLModel types a column as its value
    query = query.order_by(col(Snapshot.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(col(Snapshot.id) < window.after)
    return cut((await session.exec(query)).all(), window)


async def delete(session: AsyncSession, row: Snapshot, *, by: Principal) -> None:
    """Delete a snapshot for good. What it was made of stays."""
    await session.delete(row)
    await session.flush()
    record(session, SnapshotDeleted(authority_id=row.authority_id, snapshot_id=row.id), actor=by)


def shown(row: Snapshot) -> dict[str, object]:
    """Give what a snapshot is, as it is shown."""
    names = ("id", "programme_id", "programme", "authority_id", "scope_name", "made_at", "made_by", "narrowed_at", "schema_version", "rows")  # fmt: skip
    return {**{name: getattr(row, name) for name in names}, "sha256": row.sha256.hex()}


def opened(row: Snapshot) -> Bundle:
    """Read the content of a snapshot."""
    return Bundle(json.loads(zlib.decompress(row.content)))


async def file(session: AsyncSession, row: Snapshot, wanted: FileFormat) -> File:
    """Write a snapshot in a format, with its photos where the format holds some. It is written beside the loop: a large one must not hold others up.

    Raises: NotOneAuthority.
    """
    form = ALL[wanted]
    bundle = await asyncio.to_thread(opened, row)
    if form.holds_pictures:
        bundle = replace(bundle, pictures=await frozen_photos.pictures(session, bundle.rows(PHOTOS.name)))
    content = await asyncio.to_thread(form.write, bundle)
    return File(f"terrain-{row.made_at:%Y-%m-%d}-{str(row.id)[-6:]}.{form.ending}", form.media_type, content)


async def report(row: Snapshot) -> ReportOut:
    """Draw the closing report of a snapshot, beside the loop.

    Raises: NotOneAuthority.
    """
    return await asyncio.to_thread(lambda: reports.draw(opened(row)))


async def regional_report(row: Snapshot) -> RegionalReportOut:
    """Draw the closing report of a programme's snapshot, beside the loop.

    Raises: NotRegional.
    """
    return await asyncio.to_thread(lambda: regional.draw(opened(row)))


async def _scope(session: AsyncSession, new: SnapshotIn) -> Scope:
    if new.authority_id:
        await programmes.check_enrolment(session, new.programme_id, new.authority_id)
        ids = [new.authority_id]
    else:
        enrolled = select(ProgrammeAuthority).where(ProgrammeAuthority.programme_id == new.programme_id)
        found = (await session.exec(enrolled)).all()
        ids = [one.authority_id for one in found if one.state is not EnrolmentState.CANDIDATE]
    places = {place.authority_id: place for place in new.places}
    return Scope(programme_id=new.programme_id, authority_ids=tuple(ids), places=places)


async def _freeze(session: AsyncSession, row: Snapshot, scope: Scope) -> None:
    tables = await gathering.gather(session, scope)
    facts = {
        "id": str(row.id), "made_at": row.made_at.isoformat(), "programme": row.programme,
        "programme_id": str(row.programme_id), "scope_name": row.scope_name,
        "authority_id": str(row.authority_id) if row.authority_id else None,
    }  # fmt: skip
    content: Content = {"schema_version": SCHEMA_VERSION, "snapshot": facts, "tables": tables}
    written = canonical(content)
    row.content, row.sha256 = zlib.compress(written, 6), hashlib.sha256(written).digest()
    row.rows = sum(len(rows) for rows in tables.values())


def _scope_name(new: SnapshotIn) -> str:
    if new.authority_id is None:
        return _REGION
    named: list[PlaceIn] = [place for place in new.places if place.authority_id == new.authority_id]
    return named[0].name if named else str(new.authority_id)
