"""The days of a programme that are not workshops, and who came to them."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment


class Gathering(SQLModel, table=True):
    """A launch day, a training, a forum, or a deadline. The same for everyone: no tenant."""

    __tablename__ = "gathering"
    __table_args__ = (
        Index(None, "programme_id", "held_on"),
        CheckConstraint("kind in ('launch', 'training', 'forum', 'meeting', 'deadline')", name="kind"),
        CheckConstraint("(starts_at is null) = (ends_at is null)", name="both_times_or_none"),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
        CheckConstraint("capacity > 0", name="capacity"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    programme_id: UUID = Field(foreign_key="programme.id")
    kind: str
    label: str
    held_on: date
    starts_at: time | None = None
    ends_at: time | None = None
    place: str = ""
    capacity: int | None = None
    planned_at: datetime = Field(default_factory=now, sa_type=Moment)
    planned_by: UUID | None = None
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)
    version: int = 1

    @property
    def is_cancelled(self) -> bool:
        """Tell whether it will not be held."""
        return self.cancelled_at is not None


class Attendance(SQLModel, table=True):
    """How many people of one authority came, and how long each was trained. Never who."""

    __tablename__ = "attendance"
    __table_args__ = (
        Index(None, "authority_id", "gathering_id"),
        CheckConstraint("people > 0", name="people"),
        CheckConstraint("hours between 0 and 100", name="hours"),
    )

    gathering_id: UUID = Field(primary_key=True, foreign_key="gathering.id")
    authority_id: UUID = Field(primary_key=True)
    people: int
    hours: float = 0
    recorded_at: datetime = Field(default_factory=now, sa_type=Moment)
    recorded_by: UUID | None = None
