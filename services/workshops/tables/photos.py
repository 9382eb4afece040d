"""Photos of a day: what is known of each, its bytes, and the parts that are still on their way."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary
from sqlmodel import Field, SQLModel

from services.kit.db import now
from services.workshops.tables.moment import Moment

_OF_ITS_WORKSHOP = ["workshop_id", "authority_id"], ["workshop.id", "workshop.authority_id"]


class Photo(SQLModel, table=True):
    """One photo. It bears the id of the observation that says what it shows, and is seen where that is seen.

    Once erased, the row alone stays: a tablet that sends the same photo again is told that it came, and nothing more.
    """

    __tablename__ = "photo"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_ITS_WORKSHOP),
        Index(None, "authority_id", "workshop_id"),
        CheckConstraint("size > 0 and width between 1 and 1600 and height between 1 and 1600", name="is_bounded"),
        CheckConstraint("erased_at is null or removed_at is not null", name="is_removed_before_erased"),
    )  # fmt: skip

    id: UUID = Field(primary_key=True, foreign_key="observation.id", ondelete="CASCADE")
    workshop_id: UUID
    authority_id: UUID
    received_hash: bytes = Field(sa_type=LargeBinary)
    """Of what the tablet sent; `kept_hash` is that of what was kept of it."""
    kept_hash: bytes = Field(sa_type=LargeBinary)
    size: int
    width: int
    height: int
    is_blurred: bool
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    created_by: UUID | None = None
    removed_at: datetime | None = Field(default=None, sa_type=Moment)
    removed_by: UUID | None = None
    erased_at: datetime | None = Field(default=None, sa_type=Moment)


class PhotoFile(SQLModel, table=True):
    """The bytes of a photo, whole and small, both written by us."""

    __tablename__ = "photo_file"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_ITS_WORKSHOP),
        Index(None, "authority_id", "workshop_id"),
    )

    photo_id: UUID = Field(primary_key=True, foreign_key="photo.id", ondelete="CASCADE")
    workshop_id: UUID
    authority_id: UUID
    whole: bytes = Field(sa_type=LargeBinary)
    small: bytes = Field(sa_type=LargeBinary)


class PhotoPart(SQLModel, table=True):
    """A piece of a photo that is on its way. Nobody reads it; it goes once the photo is whole, or after three days."""

    __tablename__ = "photo_part"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_ITS_WORKSHOP),
        Index(None, "authority_id", "workshop_id"),
        CheckConstraint("number between 0 and 31", name="number"),
        CheckConstraint("octet_length(content) between 1 and 65536", name="is_bounded"),
    )

    workshop_id: UUID = Field(primary_key=True)
    photo_id: UUID = Field(primary_key=True)
    number: int = Field(primary_key=True)
    authority_id: UUID
    content: bytes = Field(sa_type=LargeBinary)
    received_at: datetime = Field(default_factory=now, sa_type=Moment)
