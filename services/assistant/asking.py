"""A chat completion as it is asked for: only what must be known here is read, all of it passes on untouched."""

import json
from typing import TypeGuard

import msgspec

from services.assistant import lenient
from services.assistant.engine import Message
from services.assistant.refusals import BrokenBody, ParameterMissing, ParameterWrong

Body = dict[str, object]


class Asked(msgspec.Struct, frozen=True):
    """One request in OpenAI's convention."""

    raw: bytes
    """What a supplier receives, byte for byte."""
    model: str
    messages: tuple[Message, ...]
    """The text of each message; images and tool calls are for the supplier to read."""
    is_streamed: bool = False
    wants_usage: bool = False
    most_tokens: int | None = None
    """How much the answer may hold, when the request says so."""
    body: Body = msgspec.field(default_factory=dict)
    """What `raw` says, read once."""


def named(raw: bytes, model: str, there: str) -> bytes:
    """Give the bytes that ask for a model by its name there: the very same ones when it is called so here."""
    if model == there:
        return raw
    return json.dumps(json.loads(raw) | {"model": there}, ensure_ascii=False).encode()


def read(raw: bytes) -> Asked:
    """Read a request.

    Raises: BrokenBody, ParameterMissing, ParameterWrong.
    """
    body = _parse(raw)
    options = _optional(body, "stream_options", dict, "un objet") or {}
    return Asked(
        raw=raw,
        model=str(_optional(body, "model", str, "un texte") or ""),
        messages=_messages(body),
        is_streamed=bool(_optional(body, "stream", bool, "vrai ou faux")),
        wants_usage=_is_object(options) and options.get("include_usage") is True,
        most_tokens=_figure(body.get("max_completion_tokens", body.get("max_tokens"))),
        body=body,
    )


def read_texts(raw: bytes) -> Asked:
    """Read a request for the vectors of texts.

    Raises: BrokenBody, ParameterMissing, ParameterWrong.
    """
    body = _parse(raw)
    for name in ("model", "input"):
        if not body.get(name):
            raise ParameterMissing(name)
    if not isinstance(body["input"], str | list):
        raise ParameterWrong("input", "un texte ou une liste")
    return Asked(raw, str(_optional(body, "model", str, "un texte")), (), most_tokens=0, body=body)


def _figure(value: object) -> int | None:
    return value if isinstance(value, int) and 0 < value < 1_000_000_000 else None


def _parse(raw: bytes) -> Body:
    try:
        body = lenient.loads(raw)
    except ValueError as error:
        raise BrokenBody from error
    if not _is_object(body):
        raise BrokenBody
    return body


def _messages(body: Body) -> tuple[Message, ...]:
    given = body.get("messages")
    if given is None:
        raise ParameterMissing("messages")
    if not isinstance(given, list) or not given:
        raise ParameterWrong("messages", "une liste d’au moins un message")
    return tuple(_message(one, f"messages[{index}]") for index, one in enumerate(given))


def _message(given: object, where: str) -> Message:
    if not _is_object(given):
        raise ParameterWrong(where, "un objet")
    role = given.get("role")
    if not isinstance(role, str) or not role:
        raise ParameterWrong(f"{where}.role", "un texte, par exemple « user »")
    return Message(role, _text(given.get("content"), f"{where}.content"))


def _text(content: object, where: str) -> str:
    if content is None or isinstance(content, str):
        return content or ""
    if not isinstance(content, list) or not all(_is_object(part) for part in content):
        raise ParameterWrong(where, "un texte ou une liste de parties")
    texts = (part.get("text") for part in content if part.get("type") == "text")
    return "\n".join(text for text in texts if isinstance(text, str))


def _optional(body: Body, name: str, kind: type, expected: str) -> object:
    value = body.get(name)
    if value is not None and not isinstance(value, kind):
        raise ParameterWrong(name, expected)
    return value


def _is_object(value: object) -> TypeGuard[Body]:
    return isinstance(value, dict)
