"""The shapes that every model of this room starts from."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

_NO_NUL = r"^[^\x00]*$"  # PostgreSQL cannot hold that character
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_NO_NUL)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=_NO_NUL)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=_NO_NUL)
]
LongWords = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=_NO_NUL)]

Times = Annotated[float, Field(gt=0, le=100_000, description="How many times per `per`.", examples=[6])]
Minutes = Annotated[float, Field(gt=0, le=6000, description="Minutes each time.", examples=[10])]
Agents = Annotated[int, Field(ge=1, le=10_000, description="How many agents.", examples=[1])]
Severity = Annotated[
    int,
    Field(
        ge=1, le=5, examples=[2],
        description="1 discomfort, 2 lost time, 3 delay or internal error, 4 effect on a citizen or an elected member,"
        " 5 legal, financial or human risk.",
    ),
]  # fmt: skip


class Wire(BaseModel):
    """Input that refuses what it does not know, output read from rows."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class CaptureBase(Wire):
    """What every captured thing may carry when it comes in."""

    id: UUID | None = Field(
        default=None,
        description="An id the client made (UUIDv7 by preference). The same id with the same content is accepted twice.",
    )
    seen_at: AwareDatetime | None = Field(
        default=None, description="When it was seen. Left out: now.", examples=["2026-11-24T10:15:00+01:00"]
    )


class CapturedOut(Wire):
    """What every captured thing carries when it is read."""

    id: UUID
    workshop_id: UUID
    authority_id: UUID
    seen_at: datetime
    created_at: datetime
    created_by: UUID | None
    removed_at: datetime | None = Field(description="Set when it was removed: it can be restored.")
    version: int
