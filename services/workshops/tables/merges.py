"""Pain points that say the same, brought together: who did it, when, and whether it was undone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment


class Merge(SQLModel, table=True):
    """One pain point folded into another, until it is undone. The rows are the journal: none is ever removed.

    It joins two authorities, so only the operator reads it.
    """

    __tablename__ = "pain_point_merge"
    __table_args__ = (
        CheckConstraint("kept_id <> duplicate_id", name="two_pain_points"),
        Index(None, "kept_id"),
        Index(
            "uq_pain_point_merge_live",
            "duplicate_id",
            unique=True,
            postgresql_where=text("undone_at is null"),
        ),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    kept_id: UUID = Field(foreign_key="pain_point.id", ondelete="CASCADE")
    duplicate_id: UUID = Field(foreign_key="pain_point.id", ondelete="CASCADE")
    merged_at: datetime = Field(default_factory=now, sa_type=Moment)
    merged_by: UUID | None = None
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: UUID | None = None
