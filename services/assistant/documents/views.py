"""Attached documents as the wire shows them."""

from collections.abc import Iterable

from services.assistant.documents.giving import Given
from services.assistant.schemas import DocumentDetail, DocumentOut, DocumentPage


def document(given: Given) -> DocumentOut:
    """Show one document, and how much of it a question sends."""
    return DocumentOut(**_fields(given))


def detail(given: Given) -> DocumentDetail:
    """Show one document with its text."""
    return DocumentDetail(**_fields(given), text=given.document.text)


def page(given: Iterable[Given]) -> DocumentPage:
    """Show the documents of a conversation."""
    return DocumentPage(items=[document(one) for one in given])


def _fields(given: Given) -> dict[str, object]:
    row = given.document
    shown = ("id", "name", "kind", "size", "pages", "unread_pages", "characters", "found", "created_at")
    return {name: getattr(row, name) for name in shown} | {
        "sent_characters": len(given.text), "sent_to": given.last_place,
    }  # fmt: skip
