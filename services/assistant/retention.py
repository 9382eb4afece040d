"""What is not kept: contents past their days, and work whose process has stopped."""

import asyncio
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import OperationalError

from services.assistant import uses
from services.assistant.after_use import cards
from services.assistant.conversations import threads
from services.assistant.documents import attached
from services.kit.db import PLATFORM, Sessions, now, session_for

_EVERY = timedelta(minutes=10)
_log = structlog.get_logger()


async def keep_clean(sessions: Sessions, *, content_days: int) -> None:
    """Clean at once, then every ten minutes, for as long as the process lives."""
    while True:
        try:
            await clean(sessions, content_days=content_days)
        except OperationalError as error:  # the database is away: it will be there for the next round
            await _log.awarning("retention_postponed", error=type(error).__name__)
        await asyncio.sleep(_EVERY.total_seconds())


async def clean(sessions: Sessions, *, content_days: int, at: datetime | None = None) -> None:
    """Delete contents older than this many days and close what was left open; `at` is the present moment.

    With 0 days, contents go as soon as their answer has ended.
    """
    moment = at or now()
    async with session_for(sessions, PLATFORM) as session, session.begin():
        lost = await threads.close_lost(session, at=moment) + await uses.close_lost(session, at=moment)
        before = moment - timedelta(days=content_days)
        await attached.purge(session, before=before, at=moment)
        gone = await threads.purge(session, before=before, at=moment)
        await cards.forget_notes(session, before=before)
    if gone or lost:
        await _log.ainfo("retention", messages_deleted=gone, left_open=lost)
