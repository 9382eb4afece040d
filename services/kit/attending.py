"""Work that is done for as long as who asked for it is there."""

import asyncio
from collections.abc import Awaitable
from types import TracebackType
from typing import ClassVar, TypeVar

from starlette.types import Receive

from services.kit.errors import DomainError

_UNWATCHED = 0.05
"""Seconds."""
_T = TypeVar("_T")


class ReaderLeft(DomainError):
    """Nobody reads this any more: the status is for the log."""

    status = 499
    code: ClassVar[str] = "reader_left"
    sentence = "La demande a été abandonnée avant sa réponse."


class Attended:
    """Run the block for as long as its reader is there: nothing must be made for nobody.

    Watching begins after a moment: most answers are given before anybody could have left.

    Raises: ReaderLeft.
    """

    __slots__ = ("_has_left", "_receive", "_timer", "_watching", "_working")

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._has_left = False
        self._watching: asyncio.Task[None] | None = None

    def __enter__(self) -> None:
        self._working = asyncio.current_task()
        self._timer = asyncio.get_running_loop().call_later(_UNWATCHED, self._begin)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._timer.cancel()
        if self._watching:
            self._watching.cancel()
        working, is_ours = self._working, self._has_left and kind is asyncio.CancelledError
        # Whoever watches knows us: let go of each other, or every stream's memory waits for the garbage collector.
        self._working = self._watching = None
        if is_ours and working is not None and not working.uncancel():
            raise ReaderLeft from error

    def _begin(self) -> None:
        self._watching = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            continue
        self._has_left = True
        if self._working is not None:
            self._working.cancel()


async def unless_gone(receive: Receive, work: Awaitable[_T]) -> _T:
    """Do the work for as long as its reader is there.

    Raises: ReaderLeft.
    """
    with Attended(receive):
        return await work
