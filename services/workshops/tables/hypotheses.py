"""Hypotheses and their evidence."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment


class Hypothesis(SQLModel, table=True):
    """A difficulty that may be worth solving, in a stated form."""

    __tablename__ = "hypothesis"
    __table_args__ = (Index(None, "authority_id", "id"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    title: str
    who: str
    difficulty: str
    task: str
    frequency: str = ""
    consequence: str = ""
    because: str = ""
    other_explanations: str = ""
    drafted_at: datetime = Field(default_factory=now, sa_type=Moment)
    drafted_by: UUID | None = None
    tested_at: datetime | None = Field(default=None, sa_type=Moment)
    assessments_revealed_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int = 1


class HypothesisEvidence(SQLModel, table=True):
    """A captured thing that speaks for, against or with a nuance. It is of the capture's authority."""

    __tablename__ = "hypothesis_evidence"
    __table_args__ = (
        UniqueConstraint("hypothesis_id", "capture_id"),
        Index(None, "authority_id", "hypothesis_id"),
        Index(None, "capture_id"),
        CheckConstraint(
            "capture_kind in ('observation', 'task', 'pain_point', 'wish', 'key_moment')", name="capture_kind"
        ),
        CheckConstraint("stance in ('for', 'against', 'nuance')", name="stance"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    hypothesis_id: UUID = Field(foreign_key="hypothesis.id")
    authority_id: UUID
    workshop_id: UUID = Field(foreign_key="workshop.id")
    capture_kind: str
    capture_id: UUID
    stance: str
    linked_at: datetime = Field(default_factory=now, sa_type=Moment)
    linked_by: UUID | None = None
