"""A conversation as a file that one keeps: Markdown to read, JSON with every branch."""

import json
from collections.abc import Sequence
from enum import StrEnum

from services.assistant.conversations import branches
from services.assistant.conversations.threads import Titled
from services.assistant.tables import Message

_WHO = {"user": "Demande", "assistant": "Réponse"}


class FileFormat(StrEnum):
    """What a conversation may be given as."""

    MARKDOWN = "md"
    JSON = "json"

    @property
    def media_type(self) -> str:
        """The type that browsers and programs know it by."""
        return {"md": "text/markdown; charset=utf-8", "json": "application/json"}[self.value]


def write(thread: Titled, rows: Sequence[Message], wanted: FileFormat) -> bytes:
    """Write a conversation down: its latest branch to read, or all of it."""
    return (_json if wanted is FileFormat.JSON else _markdown)(thread, rows).encode()


def _markdown(thread: Titled, rows: Sequence[Message]) -> str:
    parts = [f"# {thread.title or 'Conversation'}", f"Commencée le {thread.created_at:%d/%m/%Y}."]
    for placed in branches.shown(rows):
        row = placed.row
        by = f" ({row.model}, {row.supplier})" if row.is_answer else ""
        parts += [f"## {_WHO[row.role]}{by}", row.content or "*Sans texte.*"]
    return "\n\n".join(parts) + "\n"


def _json(thread: Titled, rows: Sequence[Message]) -> str:
    said = [
        {
            "id": str(row.id), "follows": str(row.parent_id) if row.parent_id else None, "role": row.role,
            "content": row.content, "state": row.state, "model": row.model, "supplier": row.supplier,
            "use_case": row.use_case, "handling": row.handling, "reason": row.reason,
            "created_at": row.created_at.isoformat(),
        }
        for row in rows
    ]  # fmt: skip
    told = {
        "id": str(thread.id), "title": thread.title, "folder": thread.folder,
        "created_at": thread.created_at.isoformat(), "messages": said,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=2)
