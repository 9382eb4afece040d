"""A room's OpenAPI document, completed with what every room promises and FastAPI cannot know."""

from functools import cache

from fastapi import FastAPI

from services.kit.openapi import facts, operations, refusals
from services.kit.openapi.examples import Document
from services.kit.openapi.refusals import SHARED_SCHEMAS

__all__ = ["SHARED_SCHEMAS", "Document", "describe"]

_KEY = {"type": "http", "scheme": "bearer", "description": "An API key, in `Authorization: Bearer …`."}
_FRAMEWORK = ("HTTPValidationError", "ValidationError")
"""FastAPI's own shape of a refused body: nothing here answers it."""


def describe(app: FastAPI, *, room: str) -> None:
    """Complete the document that `app` gives of itself, when it is first asked for.

    It gains the scopes of each operation, its refusals, the headers of writes, examples, and the lists `x-problems`
    and `x-events` of what the room refuses and records.
    """
    plain = app.openapi

    @cache
    def described() -> Document:
        return _complete(plain(), app, room)

    app.openapi = described  # type: ignore[method-assign]  # the way that FastAPI documents


def _complete(document: Document, app: FastAPI, room: str) -> Document:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _FRAMEWORK:
        schemas.pop(name, None)
    operations.complete(document, app.routes)
    schemas |= refusals.SCHEMAS
    components |= {
        "responses": refusals.RESPONSES,
        "parameters": operations.PARAMETERS,
        "securitySchemes": {"apiKey": _KEY},
    }
    package = facts.package_of(app.routes, room)
    document["x-problems"] = refusals.problems(package, room=room)
    document["x-events"] = facts.events(package, room=room)
    return document
