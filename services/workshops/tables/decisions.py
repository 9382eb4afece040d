"""Blind assessments of a hypothesis, and the decisions on it. Triggers of the migration guard both."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Text, UniqueConstraint, Uuid, text
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment


class Assessment(SQLModel, table=True):
    """What one person judged of one criterion, before they saw what others did."""

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("hypothesis_id", "assessor_id", "criterion"),
        Index(None, "authority_id", "hypothesis_id"),
        CheckConstraint("criterion in ('real', 'major', 'actionable')", name="criterion"),
        CheckConstraint("verdict in ('confirmed', 'refuted', 'undetermined')", name="verdict"),
        CheckConstraint(r"reason ~ '\S'", name="reason"),
        CheckConstraint("cardinality(evidence_ids) >= 1", name="evidence"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    hypothesis_id: UUID = Field(foreign_key="hypothesis.id")
    authority_id: UUID
    assessor_id: UUID
    criterion: str
    verdict: str
    reason: str
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    made_at: datetime = Field(default_factory=now, sa_type=Moment)


class Decision(SQLModel, table=True):
    """What is done about a hypothesis. Its content never changes: a revision is another row."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("supersedes"),
        UniqueConstraint("id", "authority_id"),
        Index(None, "authority_id", "hypothesis_id"),
        Index("ix_decision_first", "hypothesis_id", unique=True, postgresql_where=text("supersedes is null")),
        CheckConstraint("outcome in ('ai', 'frugal', 'look_further', 'stop')", name="outcome"),
        CheckConstraint("rung between 0 and 6", name="rung"),
        CheckConstraint("(outcome = 'ai') = coalesce(rung >= 5, false)", name="ai_is_high"),
        CheckConstraint("(outcome = 'frugal') = coalesce(rung <= 4, false)", name="frugal_is_low"),
        CheckConstraint(
            "cardinality(rejections) = coalesce(rung, 0) and all_written(rejections)", name="rejections"
        ),
        CheckConstraint(
            "case when outcome = 'look_further' then coalesce(review_on - (prepared_at at time zone 'UTC')::date"
            " between 28 and 62, false) else review_on is null end", name="review_on",
        ),
        CheckConstraint(r"rationale ~ '\S'", name="rationale"),
        CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name="content_hash"),
        CheckConstraint("(signed_at is null) = (signed_by is null)", name="signature"),
        CheckConstraint("signed_name is null or signed_at is not null", name="signed_name"),
        CheckConstraint("expected_hours is null or (rung is not null and expected_hours >= 0)", name="expected_hours"),
    )  # fmt: skip

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    hypothesis_id: UUID = Field(foreign_key="hypothesis.id")
    authority_id: UUID
    outcome: str
    rung: int | None = None
    rationale: str
    rejections: list[str] = Field(sa_column=Column(ARRAY(Text()), nullable=False))
    review_on: date | None = None
    expected_hours: float | None = None
    supersedes: UUID | None = Field(default=None, foreign_key="decision.id")
    content_hash: str
    prepared_at: datetime = Field(default_factory=now, sa_type=Moment)
    prepared_by: UUID
    signed_at: datetime | None = Field(default=None, sa_type=Moment)
    signed_by: UUID | None = None
    signed_name: str | None = None
