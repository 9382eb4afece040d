"""Surveys, who may answer them, and what was answered. Nothing joins the last two."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7


class Survey(SQLModel, table=True):
    """One round of questions to one authority's agents."""

    __tablename__ = "survey"
    __table_args__ = (
        Index(None, "authority_id", "opens_on"),
        CheckConstraint("wave in ('t0', 'm3', 'm6', 'm12')", name="wave"),
        CheckConstraint("closes_on >= opens_on", name="dates"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    wave: str
    opens_on: date = Field(sa_type=Date)
    closes_on: date = Field(sa_type=Date)
    """The last day."""
    ended_on: date | None = Field(default=None, sa_type=Date)
    """Ended by hand, before its last day."""
    created_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    pool: UUID | None = None
    """With which others it was published beyond its authority. Once and for all: sums then never differ by a few."""


class SurveyInvitation(SQLModel, table=True):
    """A right to answer once: a link, or a sheet of paper. It bears no date, so that no order tells whose answer came when."""

    __tablename__ = "survey_invitation"
    __table_args__ = (
        Index(None, "authority_id", "survey_id"),
        UniqueConstraint("survey_id", "sheet"),
        CheckConstraint("(token_hash is null) <> (sheet is null)", name="either"),
        CheckConstraint("draft is null or not is_answered", name="no_draft_left"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    authority_id: UUID
    survey_id: UUID = Field(sa_column=Column(ForeignKey("survey.id", ondelete="CASCADE"), nullable=False))
    token_hash: bytes | None = Field(default=None, sa_column=Column(LargeBinary, unique=True))
    sheet: int | None = None
    draft: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Sealed under the link's own secret, which is not kept: only who holds the link reads it. Gone once answered."""
    is_answered: bool = False


class SurveyAnswer(SQLModel, table=True):
    """What somebody answered: numbers on the scales of the questions, and no more. No date, no author, no invitation."""

    __tablename__ = "survey_answer"
    __table_args__ = (Index(None, "authority_id", "survey_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    authority_id: UUID
    survey_id: UUID = Field(sa_column=Column(ForeignKey("survey.id", ondelete="CASCADE"), nullable=False))
    replies: dict[str, int] = Field(sa_column=Column(JSONB, nullable=False))
