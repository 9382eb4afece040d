"""What is not kept: versions that were replaced, and notes that were removed, past the journal's days.

So a name that was taken out of a note leaves the journal too, and nothing can bring it back.
"""

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import PLATFORM, Sessions, now, session_for

_EVERY = timedelta(hours=1)
_log = structlog.get_logger()

# A version's days begin when the next one replaces it. The last version is the note itself: it stays.
_REPLACED = """
delete from capture_revision r where exists (
  select 1 from capture_revision later
  where later.capture_id = r.capture_id and later.version > r.version and later.kept_at < :before)
"""
_SETTLED = "delete from revision_candidate where settled_at < :before"
# What a hypothesis, a kept note or a live merge rests on stays, out of the day, so that the proof can be followed.
_REMOVED = """
delete from {table} n where n.removed_at < :before
  and not exists (select 1 from hypothesis_evidence e where e.capture_id = n.id)
  and not exists (select 1 from pain_point p where p.task_id = n.id)
  and not exists (select 1 from wish w where w.pain_point_id = n.id)
  and not exists (select 1 from pain_point_merge m where n.id in (m.kept_id, m.duplicate_id) and m.undone_at is null)
"""
# A photo goes past the same days once it was removed, or its note, or once who is on it agrees no more. Its row stays,
# empty, so that a late tablet is answered that it came.
_PHOTOS = """
with gone as (
  update photo p set removed_at = coalesce(p.removed_at, now()), erased_at = now()
  where p.erased_at is null and (p.removed_at < :before or exists (
    select 1 from observation o where o.id = p.id and (o.removed_at < :before or (
      select c.act <> 'granted' and c.said_at < :before from consent c
      where c.participant_id = o.participant_id and c.purpose = 'photo' order by c.said_at desc, c.id desc limit 1))))
  returning p.id)
delete from photo_file f using gone where f.photo_id = gone.id
"""
_PARTS = "delete from photo_part where received_at < now() - interval '3 days'"
"""As long as a tablet's grant: what never became a photo by then is sent again from its first part."""
_ORDER = ("wish", "observation", "key_moment", "pain_point", "task")
"""Those that point at others first."""


async def keep_clean(sessions: Sessions, *, journal_days: int) -> None:
    """Clean at once, then every hour, for as long as the process lives."""
    while True:
        try:
            await clean(sessions, journal_days=journal_days)
        except OperationalError as error:  # the database is away: it will be there for the next round
            await _log.awarning("journal_retention_postponed", error=type(error).__name__)
        await asyncio.sleep(_EVERY.total_seconds())


async def clean(sessions: Sessions, *, journal_days: int) -> None:
    """Erase what the journal has held for its days."""
    async with session_for(sessions, PLATFORM) as session, session.begin():
        gone = await purge(session, before=now() - timedelta(days=journal_days))
    if gone:
        await _log.ainfo("journal_retention", erased=gone)


async def purge(session: AsyncSession, *, before: datetime) -> int:
    """Erase versions replaced, choices settled, notes and photos removed before a moment; tell how many."""
    connection = await session.connection()
    statements = (_PARTS, _PHOTOS, _REPLACED, _SETTLED, *(_REMOVED.format(table=table) for table in _ORDER))
    done = [await connection.execute(text(statement), {"before": before}) for statement in statements]
    return sum(result.rowcount for result in done)
