"""Two questions at once, and none left behind: what asyncio.gather does not promise."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")


async def all_three(
    first: Coroutine[Any, Any, A], second: Coroutine[Any, Any, B], third: Coroutine[Any, Any, C]
) -> tuple[A, B, C]:
    """Wait for three answers, in the same way."""
    (one, two), three = await both(both(first, second), third)
    return one, two, three


async def both(first: Coroutine[Any, Any, A], second: Coroutine[Any, Any, B]) -> tuple[A, B]:
    """Wait for both answers; when one is refused, stop the other before passing the refusal on.

    A request left running would hold its transaction after the page has been answered.
    """
    try:
        async with asyncio.TaskGroup() as group:
            one, other = group.create_task(first), group.create_task(second)
    except ExceptionGroup as refusals:
        raise refusals.exceptions[0] from None
    return one.result(), other.result()
