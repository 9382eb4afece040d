"""The days « vis ma vie »."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7
from services.workshops.schemas import WorkshopState
from services.workshops.tables.moment import Moment


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
        CheckConstraint("debriefed_at is null or ended_at is not null", name="ends_before_it_is_debriefed"),
        CheckConstraint(
            "validated_at is null or debriefed_at is not null", name="is_debriefed_before_validated"
        ),
        CheckConstraint("filed_at is null or validated_at is not null", name="is_validated_before_filed"),
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
    prepared_at: datetime | None = Field(default=None, sa_type=Moment)
    started_at: datetime | None = Field(default=None, sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    debriefed_at: datetime | None = Field(default=None, sa_type=Moment)
    debriefed_by: UUID | None = None
    validated_at: datetime | None = Field(default=None, sa_type=Moment)
    validated_by: UUID | None = None
    filed_at: datetime | None = Field(default=None, sa_type=Moment)
    filed_by: UUID | None = None
    cancelled_at: datetime | None = Field(default=None, sa_type=Moment)
    cancellation_reason: str = ""
    version: int = 1

    @property
    def state(self) -> WorkshopState:
        """How far it has come."""
        if self.cancelled_at is not None:
            return WorkshopState.CANCELLED
        if self.validated_at is not None:
            return WorkshopState.VALIDATED if self.filed_at is None else WorkshopState.CLOSED
        if self.ended_at is not None:
            return WorkshopState.TO_REVIEW if self.debriefed_at is None else WorkshopState.DEBRIEFED
        if self.started_at is not None:
            return WorkshopState.RUNNING
        return WorkshopState.PREPARED if self.prepared_at is not None else WorkshopState.PLANNED
