"""How a programme chooses its authorities: criteria, applications, scores, cohorts, agreements."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment


class SelectionCriterion(SQLModel, table=True):
    """What a programme scores applications on. The same for everyone: no tenant."""

    __tablename__ = "selection_criterion"
    __table_args__ = (
        Index(None, "programme_id", "id"),
        CheckConstraint("weight between 1 and 10", name="weight"),
        CheckConstraint("cardinality(anchors) = 6", name="anchors"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    programme_id: UUID = Field(foreign_key="programme.id")
    label: str
    weight: int = Field(sa_type=SmallInteger)
    anchors: list[str] = Field(sa_column=Column(ARRAY(Text()), nullable=False))


class Application(SQLModel, table=True):
    """What an authority says to be taken in a programme."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("programme_id", "authority_id"),
        UniqueConstraint("id", "authority_id"),
        Index(None, "authority_id", "programme_id"),
        CheckConstraint(r"motivation ~ '\S' and contact_role ~ '\S'", name="is_written"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    programme_id: UUID = Field(foreign_key="programme.id")
    authority_id: UUID
    motivation: str
    contact_role: str
    themes: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'"))
    )
    applied_at: datetime = Field(default_factory=now, sa_type=Moment)
    applied_by: UUID | None = None
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_by: UUID | None = None
    version: int = 1


class ApplicationReview(SQLModel, table=True):
    """That somebody handed in their scores of an application: from then on they do not change."""

    __tablename__ = "application_review"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "authority_id"], ["application.id", "application.authority_id"]
        ),
        Index(None, "authority_id", "application_id"),
    )

    application_id: UUID = Field(primary_key=True)
    assessor_id: UUID = Field(primary_key=True)
    authority_id: UUID
    submitted_at: datetime = Field(default_factory=now, sa_type=Moment)


class ApplicationScore(SQLModel, table=True):
    """What one person scored on one criterion. Policies keep it from the others until they handed in theirs."""

    __tablename__ = "application_score"
    __table_args__ = (
        ForeignKeyConstraint(
            ["application_id", "authority_id"], ["application.id", "application.authority_id"]
        ),
        ForeignKeyConstraint(["criterion_id"], ["selection_criterion.id"], ondelete="CASCADE"),
        Index(None, "authority_id", "application_id"),
        CheckConstraint("score between 0 and 5", name="score"),
    )

    application_id: UUID = Field(primary_key=True)
    assessor_id: UUID = Field(primary_key=True)
    criterion_id: UUID = Field(primary_key=True)
    authority_id: UUID
    score: int = Field(sa_type=SmallInteger)
    comment: str = ""


class Cohort(SQLModel, table=True):
    """Authorities proposed together, and why. The operator's alone: a policy sees to it."""

    __tablename__ = "cohort"
    __table_args__ = (
        Index(None, "programme_id", "id"),
        CheckConstraint(r"name ~ '\S' and reason ~ '\S'", name="is_written"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    programme_id: UUID = Field(foreign_key="programme.id")
    name: str
    reason: str
    proposed_at: datetime = Field(default_factory=now, sa_type=Moment)
    proposed_by: UUID | None = None
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    confirmed_by: UUID | None = None


class CohortMember(SQLModel, table=True):
    """One authority of a proposed cohort."""

    __tablename__ = "cohort_member"
    __table_args__ = (
        ForeignKeyConstraint(["cohort_id"], ["cohort.id"], ondelete="CASCADE"),
        Index(None, "authority_id", "cohort_id"),
    )

    cohort_id: UUID = Field(primary_key=True)
    authority_id: UUID = Field(primary_key=True)


class Agreement(SQLModel, table=True):
    """What an authority signed to take part: when, by virtue of which office, for how long, and where it is kept."""

    __tablename__ = "agreement"
    __table_args__ = (
        ForeignKeyConstraint(
            ["programme_id", "authority_id"],
            ["programme_authority.programme_id", "programme_authority.authority_id"],
        ),
        UniqueConstraint("programme_id", "authority_id"),
        Index(None, "authority_id", "programme_id"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint(r"signatory_role ~ '\S' and reference ~ '\S'", name="is_written"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    programme_id: UUID
    authority_id: UUID
    signed_on: date
    signatory_role: str
    starts_on: date
    ends_on: date
    reference: str
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)
    recorded_by: UUID | None = None
