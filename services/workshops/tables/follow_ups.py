"""What comes after a decision: who does what, how its trial goes, whether the gain happened, and its public trace."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops import paris_days
from services.workshops.tables.moment import Moment


def _of_decision() -> ForeignKeyConstraint:
    """Give what holds for all that follows from a decision: it is of the decision's own authority."""
    return ForeignKeyConstraint(["decision_id", "authority_id"], ["decision.id", "decision.authority_id"])


class FollowUp(SQLModel, table=True):
    """Something to do because of a decision: whose it is, until when, and how it ended."""

    __tablename__ = "follow_up"
    __table_args__ = (
        _of_decision(),
        Index(None, "authority_id", "due_on"),
        Index(None, "decision_id"),
        CheckConstraint(r"task ~ '\S'", name="task"),
        CheckConstraint(r"owner_id is not null or owner_role ~ '\S'", name="owner"),
        CheckConstraint("ended_as in ('done', 'dropped')", name="ended_as"),
        CheckConstraint("(ended_at is null) = (ended_as is null)", name="end"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    decision_id: UUID
    authority_id: UUID
    task: str
    owner_id: UUID | None = None
    owner_role: str = ""
    due_on: date
    added_at: datetime = Field(default_factory=now, sa_type=Moment)
    added_by: UUID
    ended_as: str | None = None
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_by: UUID | None = None
    version: int = 1

    @property
    def is_overdue(self) -> bool:
        """Its day has passed and it has not ended."""
        return self.ended_at is None and self.due_on < paris_days.today()


class TrialStep(SQLModel, table=True):
    """One step of what was decided, put to the test: who said so, and when."""

    __tablename__ = "trial_step"
    __table_args__ = (
        _of_decision(),
        UniqueConstraint("decision_id", "step"),
        Index(None, "authority_id", "decision_id"),
        CheckConstraint("step in ('in_trial', 'evaluated', 'generalised', 'stopped')", name="step"),
        CheckConstraint(r"step = 'in_trial' or note ~ '\S'", name="note"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    decision_id: UUID
    authority_id: UUID
    step: str
    note: str = ""
    taken_at: datetime = Field(default_factory=now, sa_type=Moment)
    taken_by: UUID
    taken_name: str


class GainCheck(SQLModel, table=True):
    """What was gained, looked at again after so many months, beside what was expected when the decision was signed."""

    __tablename__ = "gain_check"
    __table_args__ = (
        _of_decision(),
        UniqueConstraint("decision_id", "months"),
        Index(None, "authority_id", "decision_id"),
        CheckConstraint("months in (6, 12)", name="months"),
        CheckConstraint("grade in ('measured', 'declared', 'estimated')", name="grade"),
        CheckConstraint("conclusion in ('kept', 'adjust', 'stop')", name="conclusion"),
        CheckConstraint(r"note ~ '\S'", name="note"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    decision_id: UUID
    authority_id: UUID
    months: int = Field(sa_type=SmallInteger)
    expected_hours: float | None = None
    observed_hours: float
    grade: str
    note: str
    conclusion: str
    checked_at: datetime = Field(default_factory=now, sa_type=Moment)
    checked_by: UUID
    checked_name: str


class RegisterEntry(SQLModel, table=True):
    """A use of AI that was decided, as the register of AI uses and the public mention say it."""

    __tablename__ = "register_entry"
    __table_args__ = (
        _of_decision(),
        UniqueConstraint("decision_id"),
        Index(None, "authority_id", "id"),
        CheckConstraint(
            "legal_basis in ('public_task', 'legal_obligation', 'consent', 'contract', 'vital_interests', 'no_personal_data')",
            name="legal_basis",
        ),
        CheckConstraint(
            "supplier_class in ('own_premises', 'public_body', 'european_company', 'other_company', 'not_chosen')",
            name="supplier_class",
        ),
        CheckConstraint(r"purpose ~ '\S' and mention ~ '\S'", name="words"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    decision_id: UUID
    authority_id: UUID
    purpose: str
    data: str
    legal_basis: str
    human_review: str
    supplier_class: str
    risks: str
    is_individual_decision: bool
    contact: str = ""
    mention: str
    written_at: datetime = Field(default_factory=now, sa_type=Moment)
    written_by: UUID
    version: int = 1


class CommitteePack(SQLModel, table=True):
    """The papers of one meeting, frozen; without `authority_id`, they speak of several authorities."""

    __tablename__ = "committee_pack"
    __table_args__ = (
        Index(None, "authority_id", "id"),
        CheckConstraint("octet_length(sha256) = 32", name="sha256"),
        CheckConstraint("points > 0", name="points"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID | None = None
    title: str
    held_on: date
    points: int
    made_at: datetime = Field(default_factory=now, sa_type=Moment)
    made_by: UUID
    content: bytes = Field(sa_type=LargeBinary)
    sha256: bytes = Field(sa_type=LargeBinary)
