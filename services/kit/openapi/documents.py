"""The completed document, made when it is first asked for."""

from fastapi import FastAPI

from services.kit.openapi import facts, operations, refusals
from services.kit.openapi.examples import Document

_KEY = {"type": "http", "scheme": "bearer", "description": "An API key, in `Authorization: Bearer …`."}
_FRAMEWORK = ("HTTPValidationError", "ValidationError")
"""FastAPI's own shape of a refused body: nothing here answers it."""


def complete(document: Document, app: FastAPI, *, room: str) -> Document:
    """Add to a document what its room promises beside."""
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
