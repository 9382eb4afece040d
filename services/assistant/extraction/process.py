"""A document handed to a process of its own, and what it says; or a refusal, whatever becomes of the process."""

import asyncio
import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath

import structlog

from services.assistant.extraction.parts import LARGEST, MOST_CHARACTERS, Why
from services.assistant.extraction.refusals import DocumentTooLarge, DocumentUnreadable

_PATIENCE = 30.0
"""Seconds that a document may take, however little it computes."""
AT_ONCE = 2
"""Documents read at the same time by one process of the service; others wait their turn."""
_MOST_SAID = 8 * MOST_CHARACTERS
"""Bytes that a reader may write: more is no document of ours."""


_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document as plain text."""

    kind: str
    parts: tuple[tuple[str, str], ...]
    """Pairs of a place and the text there."""
    pages: int | None
    unread_pages: int

    @property
    def text(self) -> str:
        """The whole, each place said before its text."""
        return "\n\n".join(f"[{place}]\n{text}" if place else text for place, text in self.parts)


async def extract(data: bytes, name: str, *, turns: asyncio.Semaphore) -> Extracted:
    """Read a document, when its turn has come.

    Raises: DocumentTooLarge, DocumentUnreadable.
    """
    if len(data) > LARGEST:
        raise DocumentTooLarge
    if not data:
        raise DocumentUnreadable(Why.EMPTY)
    async with turns:
        told = _parse(await _read_apart(data, PurePath(name).suffix.lower().lstrip(".")[:5]))
    if "why" in told:
        raise DocumentUnreadable(Why(str(told["why"])))
    parts = told["parts"]
    pages, unread = told.get("pages"), told.get("unread_pages")
    return Extracted(
        str(told["kind"]),
        tuple((str(place), str(text)) for place, text in parts) if isinstance(parts, list) else (),
        pages if isinstance(pages, int) else None, unread if isinstance(unread, int) else 0,
    )  # fmt: skip


async def _read_apart(data: bytes, ending: str) -> bytes:
    """Run the reader; give nothing when it did not come to an end by itself."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-I", "-B", "-m", "services.assistant.extraction.child", ending,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env={}, cwd="/",
    )  # fmt: skip
    feeding = asyncio.create_task(_feed(child.stdin, data))
    try:
        async with asyncio.timeout(_PATIENCE):
            said = await child.stdout.read(_MOST_SAID + 1) if child.stdout else b""
            while child.stdout and len(said) <= _MOST_SAID and (more := await child.stdout.read(_MOST_SAID)):
                said += more
            if len(said) > _MOST_SAID or await child.wait() != 0:
                return b""
            return said
    except TimeoutError:
        return b""
    finally:
        feeding.cancel()
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
        if child.returncode:  # for whoever operates the house: many of these mean that readers cannot start
            await _log.awarning("document_reader_ended", status=child.returncode)


async def _feed(stdin: asyncio.StreamWriter | None, data: bytes) -> None:
    if stdin is None:
        return
    with suppress(BrokenPipeError, ConnectionResetError):
        stdin.write(data)
        await stdin.drain()
        stdin.close()
        await stdin.wait_closed()


def _parse(said: bytes) -> dict[str, object]:
    """Read what the reader said. One that was stopped, or died, found the document too heavy."""
    try:
        told = json.loads(said)
    except ValueError:
        return {"why": Why.TOO_HEAVY}
    return told if isinstance(told, dict) else {"why": Why.TOO_HEAVY}
