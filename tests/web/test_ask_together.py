"""Two questions at once: both answered, or none left running."""

import asyncio

import pytest

from web import together
from web.clients.api import Refused


async def answer(value: int) -> int:
    await asyncio.sleep(0)
    return value


async def test_it_gives_both_answers() -> None:
    assert await together.both(answer(1), answer(2)) == (1, 2)


async def test_it_stops_the_other_question_before_it_passes_a_refusal_on() -> None:
    ended = asyncio.Event()

    async def slow() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    async def refused() -> None:
        await asyncio.sleep(0)
        raise Refused(404, "not_found", "Rien ici.")

    with pytest.raises(Refused):
        await together.both(slow(), refused())
    assert ended.is_set()
