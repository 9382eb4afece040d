"""What is prepared before a day: its agenda, and what is ticked of its checklist."""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.tables.moment import Moment


class AgendaItem(SQLModel, table=True):
    """One moment of the day, in the local time of the place."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        ForeignKeyConstraint(["workshop_id", "authority_id"], ["workshop.id", "workshop.authority_id"]),
        Index(None, "authority_id", "workshop_id", "starts_at"),
        CheckConstraint(
            "kind in ('welcome', 'observation', 'interview', 'group', 'debrief', 'other')", name="kind"
        ),
        CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    workshop_id: UUID
    authority_id: UUID
    starts_at: time
    ends_at: time
    kind: str
    label: str


class DoneItem(SQLModel, table=True):
    """One ticked line of the checklist: unticking removes it."""

    __tablename__ = "done_item"
    __table_args__ = (
        ForeignKeyConstraint(["workshop_id", "authority_id"], ["workshop.id", "workshop.authority_id"]),
        Index(None, "authority_id", "workshop_id"),
    )

    workshop_id: UUID = Field(primary_key=True)
    item: str = Field(primary_key=True)
    authority_id: UUID
    done_at: datetime = Field(default_factory=now, sa_type=Moment)
    done_by: UUID | None = None
