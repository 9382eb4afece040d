"""Vectors made in the background: a few passages at a time, whatever was interrupted taken up again.

What is left to do is what the tables say, so nothing is lost with a process; one process at a time works for an authority.
"""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.collections import vectors
from services.assistant.collections.vectors import Waiting
from services.assistant.desk import Desk
from services.assistant.embedding import models, texts
from services.assistant.embedding.models import Chosen
from services.assistant.meanings import BATCH, LONGEST, Pace
from services.assistant.refusals import QuotaSpent, SupplierRejected
from services.kit.db import PLATFORM, session_for
from services.kit.errors import DomainError

_ROUND = 30.0
"""Seconds until the next look, when nobody deposits anything here."""
_PATIENCE = 60.0
_log = structlog.get_logger()


async def keep_embedded(desk: Desk) -> None:
    """Make the vectors that are missing, for as long as the process lives."""
    while True:
        desk.deposited.clear()
        try:
            has_more = await work(desk)
        except DBAPIError as error:  # the database is away: it will be there for the next round
            await _log.awarning("embedding_postponed", error=type(error).__name__)
            has_more = False
        if not has_more:
            with suppress(TimeoutError):
                await asyncio.wait_for(desk.deposited.wait(), _ROUND)


async def work(desk: Desk) -> bool:
    """Embed one batch for each authority that has passages to embed; tell whether there may be more."""
    if not desk.retrieval_model:
        return False
    async with session_for(desk.sessions, PLATFORM) as session, session.begin():
        depositors = await vectors.depositors(session)
    done = False
    for authority, depositor in depositors:
        pace = desk.memory.paces.setdefault(authority, Pace())
        if pace.until > time.monotonic():
            continue
        async with session_for(desk.sessions, PLATFORM) as session, session.begin():
            by = models.in_background(authority, depositor)
            chosen = await models.choose(session, desk, by=by)
            if chosen.is_on and await vectors.takes_turn(session, authority):
                done |= await _batch(session, desk, (authority, chosen), pace)
    return done


async def _batch(session: AsyncSession, desk: Desk, whose: tuple[UUID, Chosen], pace: Pace) -> bool:
    authority, chosen = whose
    if dimension := desk.memory.dimensions.pop(whose_key := (authority, chosen.key), 0):
        await vectors.forget_others(session, *whose_key, dimension=dimension)
    waiting = await vectors.waiting(
        session, authority, chosen.key, most=pace.size, without=list(pace.refused)
    )
    if not waiting or chosen.model is None:
        return False
    by = models.in_background(authority, waiting[0].depositor)
    try:
        async with asyncio.timeout(_PATIENCE):
            made = await texts.embed(desk, chosen.model, [one.said for one in waiting], by=by)
    except QuotaSpent:
        pace.wait(seconds=LONGEST)
    except SupplierRejected:
        _narrow(pace, waiting)
        return True
    except (DomainError, TimeoutError) as failure:
        pace.wait()
        await _log.awarning("embedding_waits", error=type(failure).__name__, passages=len(waiting))
    else:
        pace.go_on()
        desk.memory.dimensions[whose_key] = len(made[0])
        await vectors.keep(
            session, chosen.key, {one.id: vector for one, vector in zip(waiting, made, strict=True)}
        )
        return True
    return False


def _narrow(pace: Pace, waiting: Sequence[Waiting]) -> None:
    """Look for the passage that a supplier refuses: half as many at once, down to itself."""
    if len(waiting) == 1:
        pace.refused.add(waiting[0].id)
        pace.size = BATCH
    else:
        pace.size = max(len(waiting) // 2, 1)
