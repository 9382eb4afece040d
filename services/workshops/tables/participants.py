"""Who is met in a workshop, and every word they said about their consent."""

from datetime import datetime
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
from services.workshops.tables.moment import Moment


class Participant(SQLModel, table=True):
    """Somebody met in a workshop: a code, what their work is, and a name only if they wish."""

    __tablename__ = "participant"
    __table_args__ = (
        ForeignKeyConstraint(["workshop_id", "authority_id"], ["workshop.id", "workshop.authority_id"]),
        UniqueConstraint("workshop_id", "number"),
        UniqueConstraint("id", "workshop_id", "authority_id"),
        Index(None, "authority_id", "person_id"),
        CheckConstraint("digital_ease between 1 and 5", name="digital_ease"),
        CheckConstraint(
            "seniority in ('under_2', 'from_2_to_5', 'from_6_to_15', 'over_15')", name="seniority"
        ),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    workshop_id: UUID
    authority_id: UUID
    number: int
    job_family: str
    service: str = ""
    seniority: str | None = None
    digital_ease: int | None = Field(default=None, sa_type=SmallInteger)
    name: str = ""
    person_id: UUID | None = None
    added_at: datetime = Field(default_factory=now, sa_type=Moment)
    added_by: UUID | None = None

    @property
    def code(self) -> str:
        """What notes call them."""
        return f"P{self.number}"


class Consent(SQLModel, table=True):
    """One word about one purpose. Never changed nor removed (a trigger sees to it): the last one holds."""

    __tablename__ = "consent"
    __table_args__ = (
        ForeignKeyConstraint(
            ["participant_id", "workshop_id", "authority_id"],
            ["participant.id", "participant.workshop_id", "participant.authority_id"],
        ),
        Index(None, "authority_id", "workshop_id"),
        Index(None, "participant_id", "purpose", "said_at"),
        CheckConstraint("purpose in ('notes', 'verbatim', 'photo', 'audio')", name="purpose"),
        CheckConstraint("act in ('granted', 'refused', 'withdrawn')", name="act"),
        CheckConstraint("method in ('oral', 'written', 'online')", name="method"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    participant_id: UUID
    workshop_id: UUID
    authority_id: UUID
    purpose: str
    act: str
    method: str
    notice_version: int
    notice_hash: bytes = Field(sa_type=LargeBinary)
    said_at: datetime = Field(default_factory=now, sa_type=Moment)
    noted_by: UUID | None = None
