"""The tables of what agents say after a use: only its author reads a row."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Text
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7


def _moment(*, required: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=not required)


class AfterUseCard(SQLModel, table=True):
    """The one card of a use: what became of the answer, and what time it took."""

    __tablename__ = "after_use_card"
    __table_args__ = (
        CheckConstraint(
            "outcome in ('kept', 'lightly_edited', 'heavily_edited', 'discarded')", name="outcome"
        ),
        CheckConstraint(
            "became in ('citizens', 'substance', 'backlog', 'training', 'nothing', '')", name="became"
        ),
        CheckConstraint(
            "incident in ('wrong_answer', 'personal_data', 'legal', 'bias', '')", name="incident"
        ),
        CheckConstraint("severity between 0 and 5 and (severity = 0) = (incident = '')", name="severity"),
        CheckConstraint(
            "usual_minutes between 0 and 1440 and minutes between 0 and 1440"
            " and checking_minutes between 0 and 1440",
            name="minutes",
        ),
        Index(None, "authority_id", "person_id", "id"),
        Index(None, "use_id", unique=True),
        Index(None, "template_id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID
    use_id: UUID
    tool: str = ""
    """Empty for this assistant."""
    use_case: str = ""
    family: str = ""
    outcome: str
    usual_minutes: int
    minutes: int
    checking_minutes: int
    would_have_done: bool = True
    became: str = ""
    chose_frugal: bool = False
    incident: str = ""
    severity: int = 0
    incident_note: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    """In the author's words, for their eyes alone; it goes with the contents of conversations."""
    template_id: UUID | None = None
    """The template that the request was written from."""
    filled_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    changed_at: datetime | None = Field(default=None, sa_column=_moment())


class DeclaredUse(SQLModel, table=True):
    """That an agent used another tool, for what and when. Never what was said."""

    __tablename__ = "declared_use"
    __table_args__ = (Index(None, "authority_id", "person_id", "id"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID
    tool: str
    used_on: date
    use_case: str = ""
    family: str
    declared_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
