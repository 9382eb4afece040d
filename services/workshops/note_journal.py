"""The journal of a day's notes: who changed what and when, and any version put back with one act."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import Row, text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import NotFound
from services.kit.events import record
from services.kit.paging import BadCursor
from services.kit.principal import Principal
from services.workshops import captures, forms, nouns, revisions
from services.workshops.note_review_events import RevisionRestored
from services.workshops.nouns import ALL
from services.workshops.schemas import CaptureKind, FieldChange, JournalAct, JournalEntry, JournalPage
from services.workshops.tables import Note, Workshop

# Each version beside the one before, and the last one of its note. The database hides what consent no longer opens.
_ENTRIES = text("""
select r.* from (
  select capture_id, version, capture_kind, content, kept_at, kept_by,
    lag(content) over note as before, version = 1 as is_first,
    last_value(version) over (note rows between unbounded preceding and unbounded following) as present,
    last_value(content) over (note rows between unbounded preceding and unbounded following) as last
  from capture_revision where workshop_id = :workshop
  window note as (partition by capture_id order by version)) as r
where cast(:at as timestamptz) is null or (r.kept_at, r.capture_id, r.version) < (:at, cast(:note as uuid), :version)
order by r.kept_at desc, r.capture_id desc, r.version desc limit :limit
""")
_LIFE = "removed_at"
WORDS = {CaptureKind.TASK: "label", CaptureKind.PAIN_POINT: "statement"}
"""Where a note's own words stand; everywhere else in `text`."""


class VersionGone(NotFound):
    """The version never was, or its days are past and it was erased."""

    sentence = "Cette version n’existe pas, ou ses trente jours sont passés\u00a0: elle a été effacée."


async def page(
    session: AsyncSession, workshop: Workshop, *, cursor: str | None, limit: int, kept_days: int
) -> JournalPage:
    """Give what became of a day's notes, the latest first.

    Raises: BadCursor.
    """
    after = _read(cursor) if cursor else {"at": None, "note": None, "version": None}
    asked = {"workshop": workshop.id, "limit": limit + 1, **after}
    rows = (await (await session.connection()).execute(_ENTRIES, asked)).all()
    kept = rows[:limit]
    following = _write(kept[-1]) if len(rows) > limit else None
    return JournalPage(items=[_entry(row) for row in kept], next=following, kept_days=kept_days)


async def restore(session: AsyncSession, note: Note, *, version: int, by: Principal) -> Note:
    """Make a note say again what it said at a version, and put it back in its day if it was removed.

    Nothing is lost: what it said until now is a version too. Its review begins again.

    Raises: VersionGone, WorkshopCancelled, Invalid, ConsentMissing, ConsentWithdrawn.
    """
    kind = nouns.kind_of(note)
    try:
        said = await revisions.content(session, note, version=version)
    except revisions.UnknownVersion as gone:
        raise VersionGone from gone
    await captures.restore(session, note, by=by)
    form = ALL[kind].change
    await captures.change(
        session, note, forms.read(form, {name: said[name] for name in form.model_fields if name in said})
    )
    record(session, RevisionRestored(**nouns.marks(note), restored_version=version), actor=by)
    return note


def _entry(row: Row[tuple[object, ...]]) -> JournalEntry:
    kind = CaptureKind(row.capture_kind)
    return JournalEntry(
        capture_id=row.capture_id, capture_kind=kind, version=row.version, act=_act(row), at=row.kept_at,
        by=row.kept_by, words=words(kind, row.content), fields=changes(row.before or {}, row.content) if row.before else [],
        is_present=row.version == row.present, present_version=row.present, is_removed=row.last[_LIFE] is not None,
    )  # fmt: skip


def changes(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> list[FieldChange]:
    """Give each field that says something else, with what it said before."""
    names = sorted((before.keys() | after.keys()) - {_LIFE})
    return [
        FieldChange(name=name, before=before.get(name), after=after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def words(kind: CaptureKind, content: Mapping[str, JsonValue]) -> str:
    """Give the line that a note was known by, at a version."""
    return str(content.get(WORDS.get(kind, "text"), ""))


def _act(row: Row[tuple[object, ...]]) -> JournalAct:
    if row.is_first:
        return JournalAct.NOTED
    if row.before is None:
        return JournalAct.EARLIER
    was, now_ = row.before[_LIFE], row.content[_LIFE]
    if was is None and now_ is not None:
        return JournalAct.REMOVED
    return JournalAct.RESTORED if was is not None and now_ is None else JournalAct.CHANGED


def _write(row: Row[tuple[object, ...]]) -> str:
    written = f"{row.kept_at.isoformat()}|{row.capture_id}|{row.version}"
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def _read(cursor: str) -> dict[str, object]:
    try:
        written = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        at, note, version = written.split("|")
        return {"at": datetime.fromisoformat(at), "note": UUID(note), "version": min(int(version), 2**31 - 1)}
    except (binascii.Error, ValueError) as error:
        raise BadCursor from error
