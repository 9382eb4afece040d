"""What goes into the engine and what comes out of it."""

from dataclasses import dataclass
from enum import StrEnum

import msgspec


class Message(msgspec.Struct, frozen=True):
    """One turn of a conversation; `role` follows the OpenAI convention (system, user, assistant)."""

    role: str
    content: str


class ReplyKind(StrEnum):
    """What the engine did with the request."""

    LETTER = "letter"
    MINUTES = "minutes"
    RESOLUTION = "resolution"
    SUMMARY = "summary"
    QUOTATION = "quotation"
    GUIDANCE = "guidance"  # it cannot do this, and says what can
    REFUSAL = "refusal"  # the use itself is forbidden or to be avoided


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in French Markdown, with what the platform needs to file it.

    `use_case` is a code of the catalogue; `frugal_hint` one French sentence, when something simpler exists.
    """

    text: str
    kind: ReplyKind
    use_case: str | None = None
    frugal_hint: str | None = None
