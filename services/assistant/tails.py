"""What the end of a supplier's answer tells: whether it is whole, and how much was used."""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeGuard

import msgspec

from services.assistant import lenient
from services.assistant.refusals import SupplierFailed

_KEPT = 8192
"""Bytes of the lines that tell the usage."""
DONE = re.compile(rb"(?m)^data:\s*\[DONE\]\s*$")
_ERROR = re.compile(rb'(?m)^data:\s*\{\s*"error"\s*:')
_PROMPT = re.compile(rb'"prompt_tokens"\s*:\s*(\d{1,9})\b')
_COMPLETION = re.compile(rb'"completion_tokens"\s*:\s*(\d{1,9})\b')
_CHARACTERS_A_TOKEN = 4


class Unit(StrEnum):
    """What a use's two figures count."""

    TOKENS = "tokens"
    WORDS = "words"
    ESTIMATE = "estimate"


class Count(msgspec.Struct, frozen=True):
    """How much went in and came out."""

    input: int = 0
    output: int = 0
    unit: Unit = Unit.ESTIMATE


NOTHING = Count()


def estimated(size: int) -> int:
    """Guess how many tokens so many bytes of a request are."""
    return size // _CHARACTERS_A_TOKEN


class Tail:
    """How a stream ended, what it said that was used, and how many events it had. Chunks are never parsed on their way."""

    __slots__ = ("_events", "_is_done", "_usage", "asked", "has_failed")

    def __init__(self, *, asked: int = 0) -> None:
        self.asked = asked
        """Bytes of the request, for an estimate."""
        self.has_failed = False
        """Whether the supplier itself reported an error inside the stream."""
        self._usage = b""
        self._events = 0
        self._is_done = False

    def add(self, lines: bytes) -> None:
        """Note what whole lines tell as they pass."""
        self._events += lines.count(b"data: {")
        if b'"usage"' in lines:
            self._usage = lines[-_KEPT:]
        self._is_done = self._is_done or (b"[DONE]" in lines and bool(DONE.search(lines)))
        self.has_failed = self.has_failed or is_error(lines)

    @property
    def is_done(self) -> bool:
        """Tell whether the stream said that it is whole."""
        return self._is_done and not self.has_failed

    def count(self) -> Count:
        """Read the usage, or estimate it: an event for a token, four bytes of request for another."""
        _, found, usage = self._usage.rpartition(b'"usage"')
        prompt, completion = _PROMPT.search(usage), _COMPLETION.search(usage)
        if found and prompt and completion:
            return Count(int(prompt[1]), int(completion[1]), Unit.TOKENS)
        return Count(self.asked // _CHARACTERS_A_TOKEN, self._events)


def count_whole(body: Mapping[str, object], *, asked: int, answered: int) -> Count:
    """Read the usage of an answer given at once, or estimate it from the bytes asked and answered."""
    usage = body.get("usage")
    if isinstance(usage, dict):
        prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens", 0)
        if _is_figure(prompt) and _is_figure(completion):
            return Count(prompt, completion, Unit.TOKENS)
    return Count(asked // _CHARACTERS_A_TOKEN, answered // _CHARACTERS_A_TOKEN)


def _is_figure(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and 0 <= value < 1_000_000_000


def is_error(lines: bytes) -> bool:
    """Tell whether a stream begins by saying that it has failed."""
    return b'"error"' in lines and bool(_ERROR.search(lines))


def parse(body: bytes) -> dict[str, object]:
    """Read an answer given at once.

    Raises: SupplierFailed for what is not a JSON object.
    """
    try:
        answer = lenient.loads(body)
    except ValueError as error:
        raise SupplierFailed from error
    if not isinstance(answer, dict) or (answer.get("error") and not answer.keys() & {"choices", "data"}):
        raise SupplierFailed  # some say that they have failed with the status of success
    return answer


def names(body: bytes) -> list[str]:
    """Read the names of a list of models.

    Raises: ValueError.
    """
    try:
        found = [one["id"] for one in json.loads(body)["data"]]
    except (KeyError, TypeError) as error:
        raise ValueError("this is no list of models") from error
    return sorted({name for name in found if isinstance(name, str)})


def said_why(body: bytes) -> str:
    """Read the sentence of an error in OpenAI's shape, if it is one."""
    try:
        error = json.loads(body).get("error")
    except (ValueError, AttributeError):
        return ""
    message = error.get("message") if isinstance(error, dict) else error
    return message[:500] if isinstance(message, str) else ""
