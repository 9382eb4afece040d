"""Rounds of hidden votes that rank hypotheses. Triggers of the migration keep the budget and the secret."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, text
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment


class VoteRound(SQLModel, table=True):
    """A time when people vote on a programme's hypotheses. The same for everyone, as its programme is: no tenant."""

    __tablename__ = "vote_round"
    __table_args__ = (
        Index("ix_vote_round_open", "programme_id", unique=True, postgresql_where=text("closed_at is null")),
        Index(None, "programme_id", "closed_at"),
        CheckConstraint("budget between 1 and 100", name="budget"),
        CheckConstraint("most between 1 and budget", name="most"),
        CheckConstraint("(closed_at is null) = (closed_by is null)", name="closing"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    programme_id: UUID = Field(foreign_key="programme.id")
    budget: int = Field(default=5, sa_type=SmallInteger)
    most: int = Field(default=3, sa_type=SmallInteger)
    opened_at: datetime = Field(default_factory=now, sa_type=Moment)
    opened_by: UUID
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_by: UUID | None = None


class Vote(SQLModel, table=True):
    """The points one person gives to one hypothesis. Nobody else ever reads it: after closing, counts are read."""

    __tablename__ = "vote"
    __table_args__ = (
        Index(None, "authority_id", "round_id"),
        CheckConstraint("points > 0", name="points"),
    )

    round_id: UUID = Field(primary_key=True, foreign_key="vote_round.id")
    voter_id: UUID = Field(primary_key=True)
    hypothesis_id: UUID = Field(primary_key=True, foreign_key="hypothesis.id")
    authority_id: UUID
    points: int = Field(sa_type=SmallInteger)
    cast_at: datetime = Field(default_factory=now, sa_type=Moment)
