"""Photos of a day, on the wire: sent part by part, completed once, read by whoever reads their note."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from services.workshops.schemas.lists import Sensitivity
from services.workshops.schemas.wire import Wire

PART_BYTES = 64 * 1024
PARTS = 32
"""Parts of one photo, at most: 2 MB."""

Caption = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00]*$")
]
_HASH = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"
_CAPTION = "Le registre des demandes, tenu à la main"


class PhotoIn(Wire):
    """What completes a photo: what it shows, whom, and what its parts must make."""

    caption: Caption = Field(
        description="What the photo shows: read aloud in its place, so required.", examples=[_CAPTION]
    )
    hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="SHA-256 of the whole, in hexadecimal.", examples=[_HASH]
    )
    parts: int = Field(ge=1, le=PARTS, description="How many parts it was sent in.", examples=[3])
    is_blurred: bool = Field(
        default=False, description="Whether zones were made unreadable before it was kept.", examples=[True]
    )
    participant_id: UUID | None = Field(
        default=None,
        description="Who can be recognised on it. It is kept and shown only while they consent to photos, and read "
        "with the precautions of what speaks of a person.",
    )
    sensitivity: Sensitivity = Field(
        default=Sensitivity.ORDINARY, description="At least `personal` where somebody can be recognised."
    )
    seen_at: AwareDatetime | None = Field(
        default=None, description="When it was taken. Left out: now.", examples=["2026-11-24T10:15:00+01:00"]
    )
    person_id: UUID | None = Field(
        default=None,
        description="Who took it. Said, it must be the caller: on a shared tablet nobody sends another's.",
    )


class PartReceipt(Wire):
    number: int = Field(description="From 0.", examples=[0])
    hash: str = Field(description="SHA-256 of what arrived, in hexadecimal.", examples=[_HASH])


class PhotoReceipt(Wire):
    """What a tablet needs to let go of a photo, and nothing that could be read with its grant."""

    id: UUID
    hash: str = Field(description="SHA-256 of what arrived, in hexadecimal.", examples=[_HASH])


class PhotoChange(Wire):
    caption: Caption | None = Field(default=None, examples=[_CAPTION])


class PhotoSize(StrEnum):
    """How large a photo is wanted."""

    WHOLE = "whole"
    SMALL = "small"


class PhotoOut(Wire):
    id: UUID = Field(description="That of its observation too, whose words are the caption.")
    workshop_id: UUID
    authority_id: UUID
    caption: str = Field(examples=[_CAPTION])
    participant_id: UUID | None = Field(description="Who can be recognised on it, and consents.")
    sensitivity: Sensitivity
    is_blurred: bool = Field(examples=[True])
    width: int = Field(examples=[1600])
    height: int = Field(examples=[1200])
    size: int = Field(description="In bytes, as it is kept.", examples=[184_320])
    hash: str = Field(description="SHA-256 of what arrived, in hexadecimal.", examples=[_HASH])
    seen_at: datetime
    created_at: datetime
    created_by: UUID | None
    removed_at: datetime | None = Field(description="Set when it was removed: it can be restored.")
    version: int = Field(description="Of its observation: If-Match takes it.", examples=[1])


class PhotoList(Wire):
    items: list[PhotoOut] = Field(description="In the order of the day.")
