"""The embedded engine: an assistant that needs no network, no key and no model. It is not generative AI, and says so.

Pure functions of values: the same messages on the same day give the same answer. What writes is read when it is first asked.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from services.assistant.engine import recognition
from services.assistant.engine.values import Message, Reply, ReplyKind

if TYPE_CHECKING:
    from services.assistant.engine.quoting import Quotable

__all__ = ["NAME", "Message", "Reply", "ReplyKind", "pieces", "quoted", "recognise", "reply"]

NAME = "terrain-embarque"
recognise = recognition.recognise


def reply(messages: Sequence[Message], *, today: date) -> Reply:
    """Answer the last user message, in the light of those before it."""
    from services.assistant.engine import replies

    return replies.reply(messages, today=today)


def quoted(asked: str, passages: "Sequence[Quotable]") -> Reply:
    """Answer a question by quoting the passages it is given."""
    from services.assistant.engine import replies

    return replies.quoted(asked, passages)


def pieces(text: str) -> Iterator[str]:
    """Cut a text into small pieces for streaming, a few words at a time; together they are the text, unchanged."""
    yield from re.findall(r"\s*(?:\S+\s*){1,3}|\s+", text)
