"""How far the review of a note has come, and the notes that were split or united."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment

_OF_ITS_WORKSHOP = ["workshop_id", "authority_id"], ["workshop.id", "workshop.authority_id"]


class CaptureReview(SQLModel, table=True):
    """What a person vouched for in a note, at one version of it: a note that changes is to be read again."""

    __tablename__ = "capture_review"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_ITS_WORKSHOP),
        Index(None, "authority_id", "workshop_id"),
        CheckConstraint(
            "(anonymised_at is null or reviewed_at is not null) and (cleared_at is null or anonymised_at is not null)",
            name="steps_are_in_order",
        ),
    )

    capture_id: UUID = Field(primary_key=True)
    authority_id: UUID
    workshop_id: UUID
    capture_kind: str
    version: int
    reviewed_at: datetime | None = Field(default=None, sa_type=Moment)
    reviewed_by: UUID | None = None
    anonymised_at: datetime | None = Field(default=None, sa_type=Moment)
    anonymised_by: UUID | None = None
    cleared_at: datetime | None = Field(default=None, sa_type=Moment)
    cleared_by: UUID | None = None


class Regrouping(SQLModel, table=True):
    """One note made two, or two made one. The versions tell what to go back to; no word is kept here."""

    __tablename__ = "regrouping"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_ITS_WORKSHOP),
        Index(None, "authority_id", "workshop_id", "id"),
        CheckConstraint("act in ('split', 'united')", name="act"),
        CheckConstraint("kept_id <> other_id", name="two_notes"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    workshop_id: UUID
    capture_kind: str
    act: str
    kept_id: UUID
    other_id: UUID
    version_before: int
    version_after: int
    other_version: int
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
    made_by: UUID | None = None
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: UUID | None = None
