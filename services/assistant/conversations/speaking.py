"""An answer as text that grows, whoever speaks."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing

from services.assistant import engine, relay
from services.assistant.completions.embedded import Speech
from services.assistant.desk import Desk
from services.assistant.refusals import SupplierCut, SupplierFailed
from services.assistant.settings import Supplier
from services.assistant.tails import Count, Tail, Unit


async def from_engine(speech: Speech) -> AsyncGenerator[str | Count]:
    """Give the engine's pieces, then what they count. Each lets the others of this process work."""
    for piece in engine.pieces(speech.reply.text):
        yield piece
        await asyncio.sleep(0)
    yield Count(speech.input_words, speech.output_words, Unit.WORDS)


async def from_supplier(
    desk: Desk, supplier: Supplier, said: Sequence[engine.Message], *, model: str, tail: Tail
) -> AsyncGenerator[str | Count]:
    """Give a supplier's pieces, then what they count; `tail` knows it all along.

    Raises: a refusal of `refusals`, at any moment.
    """
    body = _request(said, model=model)
    tail.asked = len(body)
    async with aclosing(relay.stream(desk.pool, supplier, body)) as lines:
        async for part in lines:
            tail.add(part)
            for line in part.splitlines():
                if piece := _piece(line):
                    yield piece
            if tail.is_done:
                yield tail.count()
                return
    raise SupplierFailed if tail.has_failed else SupplierCut


def _request(said: Sequence[engine.Message], *, model: str) -> bytes:
    body = {
        "model": model,
        "messages": [{"role": message.role, "content": message.content} for message in said],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    return json.dumps(body, ensure_ascii=False).encode()


def _piece(line: bytes) -> str:
    """Read the text of one event; what is not text (roles, usage, reasoning, keep-alives) is passed over."""
    if not line.startswith(b"data:") or line.endswith(b"[DONE]"):
        return ""
    try:
        choices = json.loads(line[5:])["choices"]
        content = choices[0]["delta"].get("content") if choices else ""
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""
    return content if isinstance(content, str) else ""
