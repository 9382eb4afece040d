"""What leaves for a supplier: the same request, with placeholders in the place of personal data.

The one thing to call before anything is sent: `prepare` for a program's request, `prepare_turns` for a conversation.
"""

import json
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from services.assistant.engine.values import Message
from services.assistant.purposes import Purpose
from services.assistant.refusals import BrokenBody, PersonalDataFound
from services.assistant.safeguards import policy
from services.assistant.safeguards.answers import Answer
from services.assistant.safeguards.findings import find
from services.assistant.safeguards.masking import Names, Unmasking, mask
from services.assistant.safeguards.spans import Kind
from services.assistant.schemas import Handling

Change = Callable[[str], str]
_T = TypeVar("_T")


class Sending(msgspec.Struct, frozen=True):
    """A request as it leaves, and what each placeholder in it stands for."""

    raw: bytes
    originals: Mapping[str, str] = msgspec.field(default_factory=dict)
    passed: tuple[Kind, ...] = ()
    """The kinds that leave as they are, because the caller said so."""

    def answer(self) -> Answer:
        """Give what puts the real words back in the answer; it touches no byte when nothing was masked."""
        return Answer(self.originals)


@dataclass(frozen=True, slots=True)
class Turns:
    """A conversation as it leaves, and what each placeholder in it stands for."""

    said: tuple[Message, ...]
    originals: Mapping[str, str]

    async def undone(self, pieces: AsyncGenerator[str | _T]) -> AsyncGenerator[str | _T]:
        """Give the pieces of an answer with the real words in them; what is no text passes."""
        unmasking = Unmasking(self.originals)
        async with aclosing(pieces):
            async for piece in pieces:
                text = unmasking.feed(piece) if isinstance(piece, str) else unmasking.end()
                if text:
                    yield text
                if not isinstance(piece, str):
                    yield piece
        if rest := unmasking.end():
            yield rest


def prepare(
    raw: bytes, handling: Handling, *, purpose: Purpose, body: dict[str, object] | None = None
) -> Sending:
    """Give the request that may leave. Without any finding it is the caller's, byte for byte.

    `body` is what `raw` says, for whoever has read it already.

    Raises: BrokenBody, PassForbidden, PersonalDataFound.
    """
    try:
        texts = _written(json.loads(raw) if body is None else body)
    except RecursionError as error:
        raise BrokenBody from error
    found = [finding.kind for text in texts for finding in find(text)]
    if not found:
        return Sending(raw)
    if handling is Handling.PASS:
        policy.check(handling, purpose.use_case)
        return Sending(raw, passed=tuple(found))
    if handling is Handling.REFUSE:
        raise PersonalDataFound(found)
    asked = json.loads(raw)
    names = Names("\n".join([*texts, json.dumps(asked, ensure_ascii=False)]))
    masked = _change(asked, lambda text: mask(text, names=names).text)
    return Sending(json.dumps(masked).encode(), names.originals)


def _written(body: dict[str, object]) -> list[str]:
    """Give every text that somebody may have written. Plain messages are met without making anything anew."""
    met: list[str] = []

    def meet(text: str) -> str:
        met.append(text)
        return text

    messages = body.get("messages")
    if isinstance(messages, list) and all(map(_is_plain, messages)):
        met += [one["content"] for one in messages]
        body = {name: value for name, value in body.items() if name != "messages"}
    _change(body, meet)
    return met


def _is_plain(message: object) -> bool:
    return isinstance(message, dict) and message.keys() == _PLAIN and isinstance(message["content"], str)


def prepare_turns(said: Sequence[Message], *, as_is: Sequence[bool]) -> Turns:
    """Mask a conversation, the same value with the same placeholder all along, but for the turns sent as they are."""
    names = Names("\n".join(turn.content for turn in said))
    masked = (
        turn if is_as_is else Message(turn.role, mask(turn.content, names=names).text)
        for turn, is_as_is in zip(said, as_is, strict=True)
    )
    return Turns(tuple(masked), names.originals)


def _change(body: dict[str, object], change: Change) -> dict[str, object]:
    """Change every text of a request that somebody may have written: the messages, who is said to ask, the tools."""
    changed = dict(body)
    for name in ("messages", "prompt", "input", "user", "metadata", "prediction"):
        if name in changed:
            changed[name] = _texts(changed[name], change)
    for name in ("tools", "functions", "response_format"):
        if name in changed:
            changed[name] = _declared(changed[name], change)
    return changed


def _declared(value: object, change: Change, *, key: str = "", is_data: bool = False) -> object:
    """Change the texts of a tool, or of the shape wanted of an answer: what they say, not how programs call them.

    Names, types and patterns stay, else nobody would find them again; values given as examples or choices do not.
    """
    if isinstance(value, str):
        return value if key in _FOR_PROGRAMS and not is_data else change(value)
    if isinstance(value, list):
        return [_declared(one, change, key=key, is_data=is_data) for one in value]
    if isinstance(value, dict):
        return {
            name: _declared(one, change, key=name, is_data=is_data or name in _VALUES)
            for name, one in value.items()
        }
    return value


def _texts(value: object, change: Change, *, key: str = "") -> object:
    if isinstance(value, str):
        return _text(value, change, key=key)
    if isinstance(value, list):
        return [_texts(one, change, key=key) for one in value]
    if isinstance(value, dict):
        return {name: _texts(one, change, key=name) for name, one in value.items()}
    return value


def _text(value: str, change: Change, *, key: str) -> str:
    """Change one text; what is for machines (a role, an address, an image) stays, what a tool receives is JSON."""
    if key in _FOR_MACHINES:
        return value
    if key != "arguments":
        return change(value)
    try:
        arguments = json.loads(value)
    except (ValueError, RecursionError):
        return change(value)
    changed = _texts(arguments, change)
    return value if changed == arguments else json.dumps(changed, ensure_ascii=False)


_PLAIN = frozenset({"role", "content"})
_FOR_PROGRAMS = frozenset(
    {
        "name",
        "type",
        "format",
        "pattern",
        "required",
        "$ref",
        "$id",
        "$schema",
        "$anchor",
        "syntax",
        "dependentRequired",
    }
)
_VALUES = frozenset({"default", "example", "examples", "enum", "const"})
_FOR_MACHINES = frozenset(
    {"role", "type", "id", "tool_call_id", "url", "data", "file_data", "file_id", "format", "detail"}
)
