"""What is captured in a workshop."""

from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, LargeBinary, SmallInteger
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.schemas import HoursLost
from services.workshops.tables.moment import Moment
from services.workshops.weights import Weight, hours_lost

_QUANTITIES = (
    CheckConstraint("per in ('day', 'week', 'month', 'year')", name="per"),
    CheckConstraint("(times is null) = (per is null)", name="times_go_with_per"),
    CheckConstraint("times > 0 and minutes > 0 and agents > 0", name="quantities_are_positive"),
    CheckConstraint("minutes_low <= minutes and minutes <= minutes_high", name="minutes_are_in_order"),
    CheckConstraint("grade in ('measured', 'declared', 'estimated')", name="grade"),
)


def _captured(*more: CheckConstraint) -> tuple[object, ...]:
    """Give what holds for every captured thing: it is of its workshop's own authority."""
    return (
        ForeignKeyConstraint(["workshop_id", "authority_id"], ["workshop.id", "workshop.authority_id"]),
        Index(None, "authority_id", "workshop_id", "id"),
        Index(None, "workshop_id", "id"),
        *(CheckConstraint(check.sqltext, name=check.name) for check in more),  # a constraint is of one table
    )


class Captured(SQLModel):
    """What every captured thing has. `received_hash` is the content first received, which a re-post must match."""

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    workshop_id: UUID
    authority_id: UUID
    seen_at: datetime = Field(default_factory=now, sa_type=Moment)
    created_at: datetime = Field(default_factory=now, sa_type=Moment)
    created_by: UUID | None = None
    received_hash: bytes = Field(sa_type=LargeBinary)
    removed_at: datetime | None = Field(default=None, sa_type=Moment)
    removed_by: UUID | None = None
    version: int = 1


class Quantified(SQLModel):
    """How often, how long, for how many."""

    times: float | None = None
    per: str | None = None
    minutes: float | None = None
    minutes_low: float | None = None
    minutes_high: float | None = None
    agents: int = 1
    grade: str = "declared"


class Observation(Captured, table=True):
    """What was seen or heard: a fact, a person's own words, a document, a photo, a measure."""

    __tablename__ = "observation"
    __table_args__ = _captured(
        CheckConstraint("kind in ('fact', 'verbatim', 'document', 'photo', 'measure')", name="kind"),
        CheckConstraint("sensitivity in ('ordinary', 'personal', 'confidential')", name="sensitivity"),
    )

    kind: str
    text: str
    sensitivity: str = "ordinary"
    participant_id: UUID | None = Field(default=None, foreign_key="participant.id")


class Task(Captured, Quantified, table=True):
    """Something agents do again and again."""

    __tablename__ = "task"
    __table_args__ = _captured(*_QUANTITIES)

    label: str
    service: str = ""
    trigger: str = ""
    tools: str = ""


class PainPoint(Captured, Quantified, table=True):
    """What hinders, said without a solution."""

    __tablename__ = "pain_point"
    __table_args__ = _captured(
        CheckConstraint("theme in ('documents', 'citizens', 'dashboards', 'mail', 'other')", name="theme"),
        CheckConstraint("severity between 1 and 5", name="severity"),
        *_QUANTITIES,
    )

    statement: str
    theme: str
    severity: int = Field(sa_type=SmallInteger)
    consequence: str = ""
    workaround: str = ""
    task_id: UUID | None = Field(default=None, foreign_key="task.id")

    @property
    def hours_lost(self) -> HoursLost | None:
        """What it costs a year, once that can be told."""
        return hours_lost(Weight.of(self))


class Wish(Captured, table=True):
    """What would be ideal, in the words of those who do the work. Kept apart from hypotheses."""

    __tablename__ = "wish"
    __table_args__ = _captured()

    text: str
    author_role: str = ""
    pain_point_id: UUID | None = Field(default=None, foreign_key="pain_point.id")


class KeyMoment(Captured, table=True):
    """A moment of the day that tells something: when it begins, how long it lasts, how it is lived."""

    __tablename__ = "key_moment"
    __table_args__ = _captured(
        CheckConstraint("mood between -2 and 2", name="mood"), CheckConstraint("minutes > 0", name="lasts")
    )

    text: str
    starts_at: datetime = Field(sa_type=Moment)
    minutes: float | None = None
    mood: int | None = Field(default=None, sa_type=SmallInteger)


Note: TypeAlias = Observation | Task | PainPoint | Wish | KeyMoment
"""Anything captured: what a facilitator calls a note."""
