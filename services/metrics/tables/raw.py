"""What was told, event by event, as narrow as it can be: rollups are recomputed from here."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Column, DateTime, Identity, Index, SmallInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7


class UsageSource(SQLModel, table=True):
    """A program that tells, as a number."""

    __tablename__ = "usage_source"

    id: int | None = Field(
        default=None, sa_column=Column(SmallInteger, Identity(always=True), primary_key=True)
    )
    name: str = Field(unique=True)


class UsageOrigin(SQLModel, table=True):
    """Where an event comes from and what it is about, as a number: said once, not in every event."""

    __tablename__ = "usage_origin"
    __table_args__ = (UniqueConstraint("source", "tool", "provider", "model"),)

    id: int | None = Field(
        default=None, sa_column=Column(SmallInteger, Identity(always=True), primary_key=True)
    )
    source: int = Field(sa_type=SmallInteger)
    tool: str = ""
    provider: str = ""
    model: str = ""


class UsageEvent(SQLModel, table=True):
    """One event. Columns are in the order that wastes no padding.

    `key` is a keyed hash of authority, source and id: sent again, an event meets it, whatever else has changed. The
    table has no monthly partitions on purpose: a unique key would then hold the month, and a re-send with another date
    would count twice.
    """

    __tablename__ = "usage_event"
    __table_args__ = (
        Index(
            "ix_usage_event_authority_id_at", "authority_id", "at", postgresql_using="brin",
            postgresql_with={"autosummarize": "on", "pages_per_range": 32},
        ),
    )  # fmt: skip

    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime = Field(sa_type=DateTime(timezone=True))
    person: int = Field(sa_type=BigInteger)
    """A keyed hash of authority, source and pseudonym; 0 when it is nobody."""
    authority_id: UUID
    input: int
    output: int
    origin: int = Field(sa_type=SmallInteger)
    kind: int = Field(sa_type=SmallInteger)
    code: int = Field(sa_type=SmallInteger)
    body: str
    """What the rarer kinds tell beside, as JSON; empty for a use."""


class UncountedBatch(SQLModel, table=True):
    """Events of one authority that were kept together and are not counted yet, by their keys."""

    __tablename__ = "uncounted_batch"

    authority_id: UUID = Field(primary_key=True)
    id: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    keys: list[int] = Field(sa_type=ARRAY(BigInteger))


class QuarantinedEvent(SQLModel, table=True):
    """An event that was refused: why, never what it said."""

    __tablename__ = "quarantined_event"
    __table_args__ = (Index(None, "authority_id", "id"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    sent_by: UUID
    received_at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    event_id: str = ""
    code: str
    pointer: str = ""


class OutboxCursor(SQLModel, table=True):
    """Up to where the outbox has been read for good."""

    __tablename__ = "outbox_cursor"

    name: str = Field(primary_key=True)
    seq: int = Field(sa_type=BigInteger)
