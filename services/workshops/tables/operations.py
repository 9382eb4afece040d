"""What a tablet sent, every version of a note, and the versions that wait for somebody to choose."""

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment

_OF_ITS_WORKSHOP = ["workshop_id", "authority_id"], ["workshop.id", "workshop.authority_id"]


class ReceivedOperation(SQLModel, table=True):
    """One operation that a tablet sent, and what became of it: sent again, it is answered from here."""

    __tablename__ = "operation"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_ITS_WORKSHOP),
        Index(None, "authority_id", "workshop_id", "received_at"),
        CheckConstraint("outcome in ('applied', 'conflict', 'rejected')", name="outcome"),
    )

    workshop_id: UUID = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    authority_id: UUID
    payload_hash: bytes = Field(sa_type=LargeBinary)
    outcome: str
    version: int | None = None
    contested: list[str] = Field(default_factory=list, sa_type=JSONB)
    code: str | None = None
    received_at: datetime = Field(default_factory=now, sa_type=Moment)
    received_by: UUID | None = None


class CaptureRevision(SQLModel, table=True):
    """A note as it stood at one version. The database writes it itself, whatever changes the note."""

    __tablename__ = "capture_revision"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_ITS_WORKSHOP),
        Index(None, "authority_id", "workshop_id"),
    )

    capture_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    authority_id: UUID
    workshop_id: UUID
    capture_kind: str
    content: dict[str, JsonValue] = Field(sa_type=JSONB)
    kept_at: datetime = Field(default_factory=now, sa_type=Moment)
    kept_by: UUID | None = None


class RevisionCandidate(SQLModel, table=True):
    """What somebody wrote in fields that somebody else had changed meanwhile. `id` is that of the operation."""

    __tablename__ = "revision_candidate"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_ITS_WORKSHOP),
        Index(None, "authority_id", "workshop_id"),
        Index(None, "capture_id"),
        CheckConstraint("(settled_at is null) = (is_taken is null)", name="is_settled_whole"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    workshop_id: UUID
    capture_kind: str
    capture_id: UUID
    base_version: int
    content: dict[str, JsonValue] = Field(sa_type=JSONB)
    proposed_at: datetime = Field(default_factory=now, sa_type=Moment)
    proposed_by: UUID | None = None
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    settled_by: UUID | None = None
    is_taken: bool | None = None
