"""Every version of a note, and the two values of a contested field, on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import Field, JsonValue

from services.workshops.schemas.lists import CaptureKind
from services.workshops.schemas.wire import Wire


class RevisionOut(Wire):
    version: int = Field(examples=[1])
    kept_at: datetime
    kept_by: UUID | None = Field(description="Who made it so; null for the platform's own work.")
    content: dict[str, JsonValue] = Field(
        description="What the note said then.",
        examples=[{"text": "Retrouver un arrêté sans se rappeler son numéro.", "author_role": ""}],
    )


class RevisionPage(Wire):
    items: list[RevisionOut] = Field(description="The latest first.")


class ContestedOut(Wire):
    """One field that two people changed from the same version."""

    name: str = Field(examples=["text"])
    kept: JsonValue = Field(description="What stands in the note.", examples=["Un seul registre"])
    proposed: JsonValue = Field(
        description="What came second and waits.", examples=["Un registre pour les trois services"]
    )


class CandidateOut(Wire):
    id: UUID = Field(description="The id of the operation that brought it.")
    capture_kind: CaptureKind
    capture_id: UUID
    words: str = Field(
        description="The line that the note is known by.", examples=["Un seul registre pour trois services"]
    )
    version: int = Field(description="The note's version: If-Match takes it when you choose.", examples=[2])
    base_version: int = Field(description="The version that the author had before their eyes.", examples=[1])
    proposed_at: datetime
    proposed_by: UUID | None
    settled_at: datetime | None
    is_taken: bool | None = Field(description="Null until somebody has chosen.")
    fields: list[ContestedOut]


class CandidatePage(Wire):
    items: list[CandidateOut] = Field(description="Those that wait for a choice, the first come first.")


class Settlement(Wire):
    take: bool = Field(
        description="True: the note takes the value that came second. False: it stays as it is.",
        examples=[True],
    )
