"""The tables of workshops, and nobody else's."""

from datetime import date, datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.schemas import EnrolmentState, HoursLost, HypothesisState, WorkshopState
from services.workshops.weights import Weight, hours_lost

Moment = DateTime(timezone=True)

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


class Programme(SQLModel, table=True):
    """What an operator runs with several authorities, for a time. The same for everyone: no tenant."""

    __tablename__ = "programme"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    name: str = Field(unique=True)
    starts_on: date
    ends_on: date


class ProgrammeAuthority(SQLModel, table=True):
    """An authority's way through a programme: one date a step, as far as it is known."""

    __tablename__ = "programme_authority"
    __table_args__ = (
        Index(None, "authority_id", "programme_id"),
        CheckConstraint(
            "num_nonnulls(applied_on, selected_on, agreed_on, activated_on, closing_on, left_on, continued_on) > 0",
            name="has_a_dated_step",
        ),
        CheckConstraint("num_nonnulls(left_on, continued_on) < 2", name="leaves_or_continues"),
    )

    programme_id: UUID = Field(primary_key=True, foreign_key="programme.id")
    authority_id: UUID = Field(primary_key=True)
    applied_on: date | None = None
    selected_on: date | None = None
    agreed_on: date | None = None
    activated_on: date | None = None
    closing_on: date | None = None
    left_on: date | None = None
    continued_on: date | None = None

    @property
    def state(self) -> EnrolmentState:
        """The furthest step that has a date."""
        return self._furthest[0]

    @property
    def since(self) -> date:
        """The date of that step."""
        return self._furthest[1]

    @property
    def _furthest(self) -> tuple[EnrolmentState, date]:
        steps = (
            (EnrolmentState.CANDIDATE, self.applied_on),
            (EnrolmentState.SELECTED, self.selected_on),
            (EnrolmentState.AGREED, self.agreed_on),
            (EnrolmentState.ACTIVE, self.activated_on),
            (EnrolmentState.CLOSING, self.closing_on),
            (EnrolmentState.LEFT, self.left_on),
            (EnrolmentState.CONTINUED, self.continued_on),
        )
        return [(state, day) for state, day in steps if day is not None][-1]


class Workshop(SQLModel, table=True):
    """A day « vis ma vie » in an authority. Its state is computed from its dates."""

    __tablename__ = "workshop"
    __table_args__ = (
        ForeignKeyConstraint(
            ["programme_id", "authority_id"],
            ["programme_authority.programme_id", "programme_authority.authority_id"],
        ),
        UniqueConstraint("id", "authority_id"),
        Index(None, "authority_id", "held_on"),
        Index(None, "held_on", "id"),
        CheckConstraint("mode in ('shadowing', 'contextual_inquiry', 'interview', 'group')", name="mode"),
        CheckConstraint(
            "themes <@ array['documents', 'citizens', 'dashboards', 'mail', 'other']", name="themes"
        ),
        CheckConstraint("ended_at is null or started_at is not null", name="starts_before_it_ends"),
        CheckConstraint("(cancelled_at is null) = (cancellation_reason = '')", name="says_why_cancelled"),
        CheckConstraint("cancelled_at is null or ended_at is null", name="ends_or_is_cancelled"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    programme_id: UUID
    authority_id: UUID
    held_on: date
    place: str = ""
    mode: str
    themes: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default=text("'{}'"))
    )
    facilitators: list[UUID] = Field(
        default_factory=list, sa_column=Column(ARRAY(Uuid), nullable=False, server_default=text("'{}'"))
    )
    preparation: str = ""
    planned_at: datetime = Field(default_factory=now, sa_type=Moment)
    planned_by: UUID | None = None
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)
    cancellation_reason: str = ""
    version: int = 1

    @property
    def state(self) -> WorkshopState:
        """How far it has come."""
        if self.cancelled_at is not None:
            return WorkshopState.CANCELLED
        if self.ended_at is not None:
            return WorkshopState.TO_REVIEW
        return WorkshopState.RUNNING if self.started_at is not None else WorkshopState.PLANNED


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


Note: TypeAlias = Observation | Task | PainPoint | Wish
"""Anything captured: what a facilitator calls a note."""


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
    version: int = 1

    @property
    def state(self) -> HypothesisState:
        """How far it has come: drafted, until its test has a date of its own."""
        return HypothesisState.DRAFT


class HypothesisEvidence(SQLModel, table=True):
    """A captured thing that speaks for, against or with a nuance. It is of the capture's authority."""

    __tablename__ = "hypothesis_evidence"
    __table_args__ = (
        UniqueConstraint("hypothesis_id", "capture_id"),
        Index(None, "authority_id", "hypothesis_id"),
        Index(None, "capture_id"),
        CheckConstraint("capture_kind in ('observation', 'task', 'pain_point', 'wish')", name="capture_kind"),
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
