"""A room's OpenAPI document, completed with what every room promises and FastAPI cannot know."""

from functools import cache
from typing import Any

from fastapi import FastAPI


def describe(app: FastAPI, *, room: str) -> None:
    """Complete the document that `app` gives of itself, when it is first asked for.

    It gains the scopes of each operation, its refusals, the headers of writes, examples, and the lists `x-problems`
    and `x-events` of what the room refuses and records.
    """
    plain = app.openapi

    @cache
    def described() -> dict[str, Any]:
        from services.kit.openapi import documents  # most processes are never asked for it

        return documents.complete(plain(), app, room=room)

    app.openapi = described  # type: ignore[method-assign]  # the way that FastAPI documents
