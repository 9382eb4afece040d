"""An answer as text that grows, whoever speaks."""

import asyncio
import json
from collections.abc import AsyncGenerator, Sequence

from services.assistant import asking, engine
from services.assistant.completions.embedded import Speech
from services.assistant.desk import Desk
from services.assistant.models import Model
from services.assistant.offers import Offer
from services.assistant.refusals import SupplierCut, SupplierFailed
from services.assistant.suppliers import calls
from services.assistant.suppliers.calls import Wish
from services.assistant.tails import Count, Tail, Unit
from services.kit.errors import DomainError
from services.kit.principal import Principal


async def from_engine(speech: Speech) -> AsyncGenerator[str | Count | Offer]:
    """Give the engine's pieces, then what they count. Each lets the others of this process work."""
    for piece in engine.pieces(speech.reply.text):
        yield piece
        await asyncio.sleep(0)
    yield Count(speech.input_words, speech.output_words, Unit.WORDS)


async def from_supplier(
    desk: Desk, model: Model, said: Sequence[engine.Message], *, tail: Tail, by: Principal
) -> AsyncGenerator[str | Count | Offer]:
    """Give who answers, its pieces, then what they count; `tail` knows it all along.

    Raises: a refusal of `refusals`, at any moment.
    """
    asked = asking.read(_request(said, model=model.id))
    tail.asked = len(asked.raw)
    wish = Wish(
        model.offers,
        "/chat/completions",
        lambda offer: asking.named(asked.raw, asked.model, offer.upstream or offer.model),
        True,
        by.authority,
    )
    call = await calls.begin(desk.pool, desk.lines, wish)
    try:
        yield call.offer
        lines: bytes | None = call.answer.first
        while lines is not None:
            tail.add(lines)
            for line in lines.splitlines():
                if piece := _piece(line):
                    yield piece
            if tail.is_done:
                yield tail.count()
                return
            lines = await call.answer.lines()
        raise SupplierFailed if tail.has_failed else SupplierCut
    except DomainError:
        call.end(has_failed=True)
        raise
    finally:
        call.end()


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
