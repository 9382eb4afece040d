"""An answer that grows, as the page receives it: blocks that are finished once, the open one again and again."""

import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from uuid import UUID

from services.assistant import markdown
from services.assistant.conversations.generations import Progress

_QUIET = 15.0
"""Seconds of silence after which a comment keeps the connection open."""


async def frames(
    progress: AsyncGenerator[Progress], message_id: UUID, *, cited: Mapping[int, str] | None = None
) -> AsyncGenerator[bytes]:
    """Write the events of one viewer, from the beginning: `fin` is the last, and the page then fetches the answer.

    Nothing here is live: the text comes out of `markdown.render`, and the page's targets were there before.
    """
    yield b": open\n\n"
    shown, closed, spoke = "", 0, time.monotonic()
    async with aclosing(progress):
        async for step in progress:
            if step.text != shown:
                yield _frame(step.text, message_id, since=closed, cited=cited or {})
                shown, closed, spoke = step.text, markdown.split(step.text), time.monotonic()
            elif time.monotonic() - spoke > _QUIET:
                yield b": still open\n\n"
                spoke = time.monotonic()
    yield b"event: fin\ndata:\n\n"


def _frame(text: str, message_id: UUID, *, since: int, cited: Mapping[int, str]) -> bytes:
    end = markdown.split(text)
    # The first frame empties what a connection before this one may have left.
    swap = "beforeend" if since else "innerHTML"
    done = (
        _partial(f"fait-{message_id}", markdown.render(text[since:end], cited=cited), swap=swap)
        if end > since
        else ""
    )
    html = done + _partial(f"suite-{message_id}", markdown.render(text[end:], cited=cited), swap="innerHTML")
    return "".join(f"data: {line}\n" for line in html.splitlines()).encode() + b"\n"


def _partial(target: str, html: str, *, swap: str) -> str:
    return f'<hx-partial hx-target="#{target}" hx-swap="{swap}">{html}</hx-partial>'
