"""Who goes next when a supplier has as many answers under way as it can bear: each authority in its turn."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from services.assistant.refusals import SupplierCrowded

LONGEST_QUEUE = 500
PATIENCE = 10.0
"""Seconds that anybody waits for a place."""


@dataclass(slots=True)
class Gate:
    """So many places, and a queue for each authority; the queues are served one after the other."""

    places: int
    taken: int = 0
    _queues: OrderedDict[UUID | None, deque[asyncio.Future[None]]] = field(default_factory=OrderedDict)

    @asynccontextmanager
    async def place(self, authority: UUID | None) -> AsyncIterator[None]:
        """Hold a place for as long as the block lasts.

        Raises: SupplierCrowded.
        """
        await self.enter(authority)
        try:
            yield
        finally:
            self.leave()

    async def enter(self, authority: UUID | None) -> None:
        """Take a place, waiting for one in turn.

        Raises: SupplierCrowded when too many wait, or this one has waited too long.
        """
        if self.taken < self.places and not self._queues:
            self.taken += 1
            return
        if sum(map(len, self._queues.values())) >= LONGEST_QUEUE:
            raise SupplierCrowded
        turn = asyncio.get_running_loop().create_future()
        self._queues.setdefault(authority, deque()).append(turn)
        try:
            async with asyncio.timeout(PATIENCE):
                await turn
        except BaseException as error:
            if turn.done() and not turn.cancelled():
                self.leave()  # the place was given just as we stopped waiting
            else:
                self._forget(authority, turn)
            if isinstance(error, TimeoutError):
                raise SupplierCrowded from error
            raise

    def leave(self) -> None:
        """Give the place to the next authority's longest waiting one, or free it."""
        self.taken -= 1
        while self._queues and self.taken < self.places:
            authority, queue = self._queues.popitem(last=False)
            turn = queue.popleft()
            if queue:
                self._queues[authority] = queue  # at the end: the others come before it comes again
            if not turn.done():
                self.taken += 1
                turn.set_result(None)

    def _forget(self, authority: UUID | None, turn: asyncio.Future[None]) -> None:
        queue = self._queues.get(authority)
        if queue and turn in queue:
            queue.remove(turn)
            if not queue:
                del self._queues[authority]
