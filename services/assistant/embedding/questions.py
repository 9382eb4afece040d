"""The meaning of a question, when there is something to compare it with and it can be had in time."""

import asyncio
from uuid import UUID

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant import meanings
from services.assistant.collections import nearness
from services.assistant.collections.retrieval import READ
from services.assistant.desk import Desk
from services.assistant.embedding import models, texts
from services.assistant.meanings import Meaning
from services.assistant.refusals import QuotaSpent
from services.kit.db import let_go
from services.kit.errors import DomainError
from services.kit.principal import Principal

PATIENCE = 3.0
"""Seconds that a search waits for a meaning before it goes on by words."""
_log = structlog.get_logger()


async def meaning(
    session: AsyncSession, desk: Desk, asked: str, *, inside: UUID | None, by: Principal
) -> Meaning | None:
    """Give what a question means to the model of the collection's vectors; None where it is found by words alone.

    A supplier that fails, is too slow, or whose quota is spent takes nothing away: the words are looked for all the same.
    """
    text = asked[:READ].strip()
    if inside is None or not text or by.authority is None or desk.memory.is_resting:
        return None
    chosen = await models.choose(session, desk, by=by)
    if not chosen.is_on or chosen.model is None or not await nearness.holds(session, inside, chosen.key):
        return None
    key = meanings.key(by.authority, chosen.key, text)
    if known := desk.memory.find(key):
        return known
    await let_go(session)
    try:
        async with asyncio.timeout(PATIENCE):
            (vector,) = await texts.embed(desk, chosen.model, [text], by=by)
    except QuotaSpent:
        return None  # the authority's own: nobody else's questions rest for it
    except (DomainError, TimeoutError) as failure:
        desk.memory.rest()
        await _log.awarning("meaning_not_had", error=type(failure).__name__)
        return None
    desk.memory.dimensions[by.authority, chosen.key] = len(vector)
    return desk.memory.keep(key, Meaning(chosen.key, vector))
