"""What has been published, so that it is never undone, and the places that measures are about."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Date, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from services.kit.db import now

Settled = list[list[str]]


class PublishedPattern(SQLModel, table=True):
    """How a table was divided when it was first published, and which of its cells were hidden. Never values.

    Asked again, with whatever filter, the same table is shown with the same holes. `authority_id` says who reads it:
    an authority its own, or everyone (`patterns.EVERYONE`).
    """

    __tablename__ = "published_pattern"

    authority_id: UUID = Field(primary_key=True)
    name: str = Field(primary_key=True)
    start: date = Field(primary_key=True, sa_type=Date)
    end: date = Field(primary_key=True, sa_type=Date)
    rows: Settled = Field(sa_column=Column(JSONB, nullable=False))
    columns: Settled = Field(sa_column=Column(JSONB, nullable=False))
    hidden: Settled = Field(sa_column=Column(JSONB, nullable=False))
    """Leaves of hidden cells, as (row, column)."""
    published_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))


class MeasuredPlace(SQLModel, table=True):
    """An authority's type, department and stratum of population. Reference data, the same for everyone."""

    __tablename__ = "measured_place"
    __table_args__ = (
        CheckConstraint("kind in ('commune', 'intercommunal', 'joint_authority', 'operator')", name="kind"),
    )

    id: UUID = Field(primary_key=True)
    name: str
    kind: str
    department: str
    """The one that holds most of its inhabitants."""
    stratum: str
