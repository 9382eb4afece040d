"""A conversation as a file that one keeps: Markdown or a text document to read, JSON with every branch."""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from services.assistant.citations import numbers
from services.assistant.citations.tables import Citation
from services.assistant.conversations import branches, odt_file
from services.assistant.conversations.threads import Titled
from services.assistant.tables import Message

Cited = Mapping[UUID, Sequence[Citation]]
_WHO = {"user": "Demande", "assistant": "Réponse"}


class FileFormat(StrEnum):
    """What a conversation may be given as."""

    MARKDOWN = "md"
    ODT = "odt"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """The type that browsers and programs know it by."""
        known = {"md": "text/markdown; charset=utf-8", "json": "application/json", "odt": odt_file.MEDIA_TYPE}
        return known[self.value]


def write(thread: Titled, rows: Sequence[Message], wanted: FileFormat, *, citations: Cited) -> bytes:
    """Write a conversation down: its latest branch to read, or all of it."""
    if wanted is FileFormat.JSON:
        return _json(thread, rows, citations).encode()
    markdown = _markdown(thread, rows, citations)
    return odt_file.write(markdown, title=thread.title) if wanted is FileFormat.ODT else markdown.encode()


def _markdown(thread: Titled, rows: Sequence[Message], citations: Cited) -> str:
    parts = [f"# {thread.title or 'Conversation'}", f"Commencée le {thread.created_at:%d/%m/%Y}."]
    for placed in branches.shown(rows):
        row = placed.row
        by = f" ({row.model}, {row.supplier})" if row.is_answer else ""
        parts += [f"## {_WHO[row.role]}{by}", row.content or "*Sans texte.*"]
        if sources := _sources(row, citations.get(row.id, ())):
            parts.append(sources)
    return "\n\n".join(parts) + "\n"


def _sources(row: Message, citations: Sequence[Citation]) -> str:
    """Name the documents behind the numbers that an answer cites: away from here, nothing else says it."""
    cited = numbers.cited(row.content)
    lines = [
        f"- [{one.number}] {', '.join(filter(None, (one.document, one.place)))}"
        for one in citations
        if one.number in cited
    ]
    return "\n".join(["Sources citées :\n", *lines]) if lines else ""


def _json(thread: Titled, rows: Sequence[Message], citations: Cited) -> str:
    said = [
        {
            "id": str(row.id), "follows": str(row.parent_id) if row.parent_id else None, "role": row.role,
            "content": row.content, "state": row.state, "model": row.model, "supplier": row.supplier,
            "use_case": row.use_case, "handling": row.handling, "reason": row.reason,
            "created_at": row.created_at.isoformat(),
            "citations": [
                {"number": one.number, "document": one.document, "place": one.place}
                for one in citations.get(row.id, ())
            ],
        }
        for row in rows
    ]  # fmt: skip
    told = {
        "id": str(thread.id), "title": thread.title, "folder": thread.folder,
        "created_at": thread.created_at.isoformat(), "messages": said,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2)
