"""The embedded engine in OpenAI's clothes. It has no tokens: words are counted, and said to be words."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import anyio.to_thread

from services.assistant import engine
from services.assistant.engine import Message, Reply
from services.assistant.engine.quoting import Quotable
from services.kit.db import now

_PARIS = ZoneInfo("Europe/Paris")
DONE = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Speech:
    """A reply, the id and the moment of its completion, and its length in words."""

    id: UUID
    at: datetime
    reply: Reply
    input_words: int
    output_words: int

    @property
    def usage(self) -> dict[str, object]:
        """Count in OpenAI's shape; `unit` says what is counted."""
        total = self.input_words + self.output_words
        return {
            "prompt_tokens": self.input_words,
            "completion_tokens": self.output_words,
            "total_tokens": total,
            "unit": "words",
        }


async def compose(
    messages: Sequence[Message], *, use_id: UUID, passages: Sequence[Quotable] | None = None
) -> Speech:
    """Let the engine reply, in a thread: a long document takes it more than a moment.

    Where there are `passages`, even none at all, it answers the last message by quoting them.
    """
    at = now()

    def speak() -> Reply:
        if passages is not None:
            return engine.quoted(messages[-1].content, passages)
        return engine.reply(messages, today=at.astimezone(_PARIS).date())

    reply = await anyio.to_thread.run_sync(speak)
    asked = sum(len(message.content.split()) for message in messages)
    return Speech(use_id, at, reply, asked, len(reply.text.split()))


def whole(speech: Speech) -> bytes:
    """Write the completion as one object."""
    message = {"role": "assistant", "content": speech.reply.text, "refusal": None}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    body = _head(speech, "chat.completion") | {"choices": [choice], "usage": speech.usage}
    return json.dumps(body, ensure_ascii=False).encode()


async def chunks(speech: Speech, *, with_usage: bool) -> AsyncIterator[bytes]:
    """Write the completion piece by piece, up to the `[DONE]` that the caller adds once the use is recorded."""
    yield _event(speech, {"role": "assistant", "content": ""})
    for piece in engine.pieces(speech.reply.text):
        yield _event(speech, {"content": piece})
    yield _event(speech, {}, finish="stop")
    if with_usage:
        yield _line(_head(speech, "chat.completion.chunk") | {"choices": [], "usage": speech.usage})


def _event(speech: Speech, delta: dict[str, str], *, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return _line(_head(speech, "chat.completion.chunk") | {"choices": [choice]})


def _head(speech: Speech, kind: str) -> dict[str, object]:
    return {
        "id": f"chatcmpl-{speech.id}",
        "object": kind,
        "created": int(speech.at.timestamp()),
        "model": engine.NAME,
    }


def _line(body: dict[str, object]) -> bytes:
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"
