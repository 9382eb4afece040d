"""The tables of metrics, and nobody else's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Index
from sqlmodel import Field, SQLModel

from services.kit.db import now


def _moment() -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=False)


class UsageEvent(SQLModel, table=True):
    """What a program told: a use of some tool, or how many agents an authority has invited.

    A sender names its events (source, id) once, so a re-send meets the key. The authority comes first in it: nobody
    can take another authority's names.
    """

    __tablename__ = "usage_event"
    __table_args__ = (
        CheckConstraint("type in ('terrain.use', 'terrain.enrolment')", name="type"),
        CheckConstraint(
            "family is null or family in"
            " ('search', 'drafting', 'synthesis', 'data', 'citizen_relations', 'other')",
            name="family",
        ),
        CheckConstraint(
            "(type = 'terrain.use') = (agent is not null and family is not null and tool is not null)",
            name="use_has_its_fields",
        ),
        CheckConstraint("(type = 'terrain.enrolment') = (invited is not null)", name="enrolment_has_a_count"),
        CheckConstraint("invited >= 0", name="invited"),
        Index(None, "authority_id", "type", "at"),
    )

    authority_id: UUID = Field(primary_key=True)
    source: str = Field(primary_key=True)
    event_id: str = Field(primary_key=True)
    type: str
    at: datetime = Field(sa_column=_moment())
    agent: str | None = None
    """A pseudonym that only its sender can read."""
    use_case: str = ""
    family: str | None = None
    tool: str | None = None
    invited: int | None = None
    sent_by: UUID
    received_at: datetime = Field(default_factory=now, sa_column=_moment())
