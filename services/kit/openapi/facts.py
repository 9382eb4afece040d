"""The events that a room records, read from their classes."""

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from types import GenericAlias
from typing import Any

from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from services.kit.events import Event
from services.kit.openapi.examples import Document

_TYPES = {"UUID": "uuid", "str": "string", "int": "integer", "float": "number", "bool": "boolean"}


def package_of(routes: Sequence[BaseRoute], room: str) -> str:
    """Find the package that holds a room, from where its routes were written."""
    for context in iter_route_contexts(routes):
        if isinstance(context.original_route, APIRoute):
            words = context.original_route.endpoint.__module__.split(".")
            if room in words:
                return ".".join(words[: words.index(room) + 1])
    return room


def events(package: str, *, room: str) -> list[Document]:
    """Describe each event of a package: its name, when it happens, its fields."""
    found = [one for one in descendants(Event) if belongs(one, package)]
    return [
        {"name": one.name, "room": room, "description": told(one), "fields": _fields(one)}
        for one in sorted(found, key=lambda one: one.name)
    ]


def descendants(parent: type) -> Iterator[type[Any]]:
    """Give every class below one that has been imported, each once, parents first."""
    # A slotted dataclass is made twice, and the first one lingers: the last of a name is the one in use.
    seen: dict[tuple[str, str], type[Any]] = {}
    waiting: list[type[Any]] = list(parent.__subclasses__())
    while waiting:
        one = waiting.pop(0)
        seen[one.__module__, one.__qualname__] = one
        waiting.extend(one.__subclasses__())
    yield from seen.values()


def belongs(one: type, package: str) -> bool:
    """Tell whether a class was written in a package, or below it."""
    return f"{one.__module__}.".startswith(f"{package}.")


def told(one: type) -> str:
    """Say what a class is about: the first line of its docstring, or else its name in words."""
    text = one.__doc__ or ""
    if text and not text.startswith(f"{one.__name__}("):  # which is what a dataclass writes by itself
        return inspect.cleandoc(text).splitlines()[0]
    return re.sub(r"(?<!^)(?=[A-Z])", " ", one.__name__).capitalize() + "."


def _fields(event: type[Event]) -> list[Document]:
    return [{"name": field.name, "type": _type(field.type)} for field in fields(event)]


def _type(kind: object) -> str:
    if isinstance(kind, GenericAlias):
        return f"array of {_type(kind.__args__[0])}s"
    words = [getattr(part, "__name__", str(part)) for part in getattr(kind, "__args__", (kind,))]
    return " or ".join("null" if word == "NoneType" else _TYPES.get(word, word) for word in words)
