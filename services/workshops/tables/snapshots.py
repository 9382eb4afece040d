"""Frozen bundles: what an export or a report was made of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment


class Snapshot(SQLModel, table=True):
    """What an authority's workshops held at a moment; without `authority_id`, a whole programme's."""

    __tablename__ = "snapshot"
    __table_args__ = (
        Index(None, "authority_id", "id"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        CheckConstraint("rows >= 0", name="rows"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    programme_id: UUID = Field(foreign_key="programme.id")
    programme: str
    authority_id: UUID | None = None
    scope_name: str
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
    made_by: UUID | None = None
    narrowed_at: datetime | None = Field(default=None, sa_type=Moment)
    schema_version: int
    content: bytes = Field(sa_type=LargeBinary)
    sha256: bytes = Field(sa_type=LargeBinary)
    rows: int
