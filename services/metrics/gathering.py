"""Requests that arrive together are kept together: one statement and one commit for all of them, and none waits idle.

While a commit is under way, whatever comes in gathers, and the next statement takes it. A request that brings many events
does not wait for that: a few statements may be under way, so that one is read while another is kept. Each request is
answered after the commit that holds its events, with what became of its own. Callers who may not see the same rows never
share one. Soon after something was kept, all that is kept is counted: the more at once, the less each event costs.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from services.kit.db import PLATFORM, Context, Sessions, session_for
from services.metrics import ledger, uncounted
from services.metrics.ledger import Kept, Told
from services.metrics.origins import TooManyOrigins

MOST = 2_000
"""Events in one statement: beyond, one costs no less than two."""
FLIGHTS, MANY = 3, 100
"""Statements under way at once, and the events of a request that does not wait for the one before."""
PAUSE, LONGER = 1.0, 1.0
"""Seconds from the first event kept to its count; and how many more while very many come in."""
VERY_MANY = 20_000
"""Events since the last count: beyond, counting them with those of the next second costs less."""


@dataclass(slots=True)
class Waiting:
    """One request's events, and where its answer is awaited."""

    events: Sequence[Told]
    kept: "asyncio.Future[Kept]"


@dataclass(slots=True)
class Gathering:
    """What waits to be kept in this process, by whose rows it may touch."""

    _waiting: dict[Context, list[Waiting]] = field(default_factory=lambda: defaultdict(list))
    _running: Counter[Context] = field(default_factory=Counter)
    _tasks: "set[asyncio.Task[None]]" = field(default_factory=set)
    _counting: "asyncio.Task[None] | None" = None
    _due: int = 0

    async def append(self, sessions: Sessions, context: Context, events: Sequence[Told]) -> Kept:
        """Keep events with those of others; answer once they are committed.

        Raises: TooManyOrigins.
        """
        if not events:
            return Kept()
        kept: asyncio.Future[Kept] = asyncio.get_running_loop().create_future()
        self._waiting[context].append(Waiting(events, kept))
        if not self._running[context] or (len(events) >= MANY and self._running.total() < FLIGHTS):
            self._running[context] += 1
            task = asyncio.create_task(self._drain(sessions, context))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await kept

    async def _drain(self, sessions: Sessions, context: Context) -> None:
        try:
            while taken := self._take(context):
                await _keep(sessions, context, taken)
                self._count_soon(sessions, sum(len(request.events) for request in taken))
        finally:
            self._running[context] -= 1
            if not self._running[context]:
                del self._running[context]

    def _count_soon(self, sessions: Sessions, kept: int) -> None:
        self._due += kept
        if self._counting is None or self._counting.done():
            self._counting = asyncio.create_task(self._count(sessions))

    async def stop(self) -> None:
        """Leave what waits to be counted to the next count: it is noted."""
        if self._counting is not None:
            self._counting.cancel()
            with suppress(asyncio.CancelledError):
                await self._counting

    async def _count(self, sessions: Sessions) -> None:
        while self._due:
            await asyncio.sleep(PAUSE)
            if self._due > VERY_MANY:
                await asyncio.sleep(LONGER)
            self._due = 0
            # What cannot be counted now stays noted: the next count, or whoever reads next, finds it.
            with suppress(SQLAlchemyError, OSError):
                async with session_for(sessions, PLATFORM) as session, session.begin():
                    await uncounted.count(session)

    def _take(self, context: Context) -> list[Waiting]:
        waiting, size, count = self._waiting.pop(context, []), 0, 0
        for request in waiting:
            if count and size + len(request.events) > MOST:
                break
            size, count = size + len(request.events), count + 1
        if waiting[count:]:
            self._waiting[context] = waiting[count:]
        return waiting[:count]


async def _keep(sessions: Sessions, context: Context, taken: list[Waiting]) -> None:
    events = [event for request in taken for event in request.events]
    try:
        kept = await _kept(sessions, context, events)
    except (SQLAlchemyError, TooManyOrigins, LookupError, OSError) as error:
        for request in taken:
            if not request.kept.done():
                request.kept.set_exception(error)
        return
    for request, own in zip(taken, _shared(kept, taken), strict=True):
        if not request.kept.done():
            request.kept.set_result(own)


async def _kept(sessions: Sessions, context: Context, events: Sequence[Told]) -> Kept:
    for append in (ledger.append_whole, ledger.append):
        try:
            async with session_for(sessions, context) as session, session.begin():
                return await append(session, events)
        except DBAPIError as error:
            if append is ledger.append or not ledger.is_poison(error):
                raise
    raise AssertionError("one of the two answers or raises")


def _shared(kept: Kept, taken: list[Waiting]) -> list[Kept]:
    """Tell each request what became of its own events: the first to bring one is who brought it."""
    if len(kept.new) == sum(len(request.events) for request in taken):
        return [Kept(tuple(event.key for event in request.events)) for request in taken]
    new, poisoned, start, answers = set(kept.new), set(kept.poisoned), 0, []
    for request in taken:
        own = tuple(event.key for event in request.events if event.key in new)
        new.difference_update(own)
        places = range(start, start + len(request.events))
        answers.append(
            Kept(tuple(dict.fromkeys(own)), tuple(place - start for place in places if place in poisoned))
        )
        start = places.stop
    return answers
