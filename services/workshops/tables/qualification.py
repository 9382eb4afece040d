"""What surrounds the blind assessments: each one's draft, the discussion once all is shown, the agreed results."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Index, Uuid, text
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment

_CRITERION = "criterion in ('real', 'major', 'actionable')"
_VERDICT = "verdict in ('confirmed', 'refuted', 'undetermined')"


class AssessmentDraft(SQLModel, table=True):
    """What one person has begun to judge: theirs alone, forgotten when they hand it in or when all is shown."""

    __tablename__ = "assessment_draft"
    __table_args__ = (
        Index(None, "authority_id", "hypothesis_id"),
        CheckConstraint(_CRITERION, name="criterion"),
        CheckConstraint(_VERDICT, name="verdict"),
    )

    hypothesis_id: UUID = Field(primary_key=True, foreign_key="hypothesis.id")
    assessor_id: UUID = Field(primary_key=True)
    criterion: str = Field(primary_key=True)
    authority_id: UUID
    verdict: str | None = None
    reason: str = ""
    evidence_ids: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    saved_at: datetime = Field(default_factory=now, sa_type=Moment)


class CriterionComment(SQLModel, table=True):
    """What somebody wrote about a criterion after the reveal. It is never changed nor taken away.

    The author's name is kept as it was then: this room knows no people, and a discussion is read without asking.
    """

    __tablename__ = "criterion_comment"
    __table_args__ = (
        Index(None, "authority_id", "hypothesis_id", "id"),
        CheckConstraint(_CRITERION, name="criterion"),
        CheckConstraint(r"text ~ '\S'", name="text"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    hypothesis_id: UUID = Field(foreign_key="hypothesis.id")
    authority_id: UUID
    criterion: str
    text: str
    author_id: UUID
    author_name: str
    written_at: datetime = Field(default_factory=now, sa_type=Moment)


class CriterionResult(SQLModel, table=True):
    """What was agreed of a criterion. Reopened, it stays as history and another one may follow."""

    __tablename__ = "criterion_result"
    __table_args__ = (
        Index(None, "authority_id", "hypothesis_id", "id"),
        Index(
            "ix_criterion_result_standing", "hypothesis_id", "criterion", unique=True,
            postgresql_where=text("reopened_at is null"),
        ),
        CheckConstraint(_CRITERION, name="criterion"),
        CheckConstraint(_VERDICT, name="verdict"),
        CheckConstraint(r"reason ~ '\S'", name="reason"),
        CheckConstraint("(reopened_at is null) = (reopened_by is null)", name="reopening"),
    )  # fmt: skip

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    hypothesis_id: UUID = Field(foreign_key="hypothesis.id")
    authority_id: UUID
    criterion: str
    verdict: str
    reason: str
    closed_at: datetime = Field(default_factory=now, sa_type=Moment)
    closed_by: UUID
    closed_by_name: str
    reopened_at: datetime | None = Field(default=None, sa_type=Moment)
    reopened_by: UUID | None = None
