"""A small model of meaning, always the same: each word a direction of its own, words of one idea the same direction."""

import asyncio
import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]
IDEAS = (
    ("canapé", "meubles", "encombrants", "débarrasser"),
    ("végétarien", "viande"),
    ("musique", "bruit", "sono"),
)
_EMPTY = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "de",
        "des",
        "du",
        "un",
        "une",
        "et",
        "à",
        "au",
        "aux",
        "en",
        "est",
        "sont",
        "pour",
        "par",
        "d",
        "se",
        "s",
        "il",
        "elle",
        "on",
    ]
)


def vector(text: str, *, length: int) -> list[float]:
    """Give the figures of a text: how often each direction is named."""
    figures = [0.001] * length
    for word in re.findall(r"\w+", text.lower()):
        if word not in _EMPTY:
            idea = next((one[0] for one in IDEAS if word in one), word)
            figures[int(hashlib.sha256(idea.encode()).hexdigest(), 16) % length] += 1
    return figures


async def answer(asked: dict[str, Any], send: Send) -> None:
    """Answer as a supplier does: 256 figures for a text, 384 for `concepts-long`; one word is refused, one fails."""
    texts = asked["input"]
    assert asked["encoding_format"] == "float"
    if any("IMPRONONÇABLE" in text for text in texts):
        await _send(send, 400, {"error": {"message": "this cannot be read", "type": "invalid_request_error"}})
        return
    if any("LENTEMENT" in text for text in texts):
        await asyncio.sleep(1)
    if any("PANNE" in text for text in texts):
        await _send(send, 500, {"error": {"message": "down", "type": "x"}})
        return
    length = 384 if asked["model"] == "concepts-long" else 256
    data = [
        {"object": "embedding", "index": place, "embedding": vector(text, length=length)}
        for place, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": sum(len(text.split()) for text in texts)}
    usage["total_tokens"] = usage["prompt_tokens"]
    await _send(send, 200, {"object": "list", "data": data[::-1], "model": asked["model"], "usage": usage})


async def _send(send: Send, status: int, body: dict[str, Any]) -> None:
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode(), "more_body": False})
