"""Work ends with its reader, and leaves nothing behind for the garbage collector."""

import asyncio
import gc
import weakref
from collections.abc import Iterator

import pytest
from starlette.types import Message

from services.kit.attending import Attended, ReaderLeft, unless_gone


class Reader:
    """Somebody who reads, and leaves after some seconds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def __call__(self) -> Message:
        await asyncio.sleep(self._seconds)
        return {"type": "http.disconnect"}


@pytest.fixture
def uncollected() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
async def test_what_a_stream_held_is_free_once_it_ends_without_any_collection() -> None:
    reader = Reader(60)
    held = weakref.ref(reader)

    with Attended(reader):
        await asyncio.sleep(0.1)  # watching has begun
    del reader
    for _ in range(3):  # the watcher is told, and ends
        await asyncio.sleep(0)

    assert held() is None


async def test_a_reader_who_leaves_ends_the_work_alone() -> None:
    with pytest.raises(ReaderLeft):
        await unless_gone(Reader(0.1), asyncio.sleep(60))

    await asyncio.sleep(0.01)  # whoever asked for the work goes on


async def test_work_that_is_told_to_stop_does_not_say_that_its_reader_left() -> None:
    work = asyncio.create_task(unless_gone(Reader(60), asyncio.sleep(60)))
    await asyncio.sleep(0.1)

    work.cancel()

    with pytest.raises(asyncio.CancelledError):
        await work
