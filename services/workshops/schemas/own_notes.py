"""The notes of one's own day, and the words that a participant proposes, on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.lists import CaptureKind
from services.workshops.schemas.wire import Text, Wire


class OwnNote(Wire):
    id: UUID
    kind: CaptureKind
    words: str = Field(examples=["Recopier le registre prend la matinée"])
    seen_at: datetime
    version: int = Field(examples=[1])
    is_own: bool = Field(description="Whether it is about the caller: what they said or did.")
    proposed: str | None = Field(
        description="What the caller proposed and nobody chose yet.", examples=["Recopier prend deux heures"]
    )


class OwnNotes(Wire):
    workshop_id: UUID
    code: str = Field(description="What notes call the caller.", examples=["P1"])
    items: list[OwnNote] = Field(description="In the order of the day.")


class SuggestionIn(Wire):
    kind: CaptureKind
    capture_id: UUID
    version: int = Field(
        ge=1, le=2_000_000_000, description="The note's version when it was read.", examples=[1]
    )
    words: Text = Field(examples=["Recopier le registre prend deux heures"])
