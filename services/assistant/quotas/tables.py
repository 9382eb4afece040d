"""Quotas, what has been spent of them, and what processes hold."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from services.kit.db import uuid7


class QuotaRow(SQLModel, table=True):
    """How much an authority, or one caller of it, may use in a month: tokens, micro-euros or milliwatt-hours."""

    __tablename__ = "quota"
    __table_args__ = (
        UniqueConstraint("authority_id", "caller_id", "unit", postgresql_nulls_not_distinct=True),
        CheckConstraint("unit in ('tokens', 'euros', 'kwh')", name="unit"),
        CheckConstraint("monthly >= 0", name="monthly"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    caller_id: UUID | None = None
    """A person or a key. Empty: everybody of the authority together."""
    unit: str
    monthly: int = Field(sa_column=Column(BigInteger, nullable=False))
    version: int = 1


class QuotaMonth(SQLModel, table=True):
    """What has been spent of a quota in one month, written with the uses that spent it."""

    __tablename__ = "quota_month"
    __table_args__ = (Index(None, "authority_id"), CheckConstraint("spent >= 0", name="spent"))

    quota_id: UUID = Field(primary_key=True, foreign_key="quota.id", ondelete="CASCADE")
    month: date = Field(primary_key=True)
    authority_id: UUID
    spent: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))


class QuotaLease(SQLModel, table=True):
    """What a process may still spend without asking. One that was killed loses its lease at the end of its time."""

    __tablename__ = "quota_lease"
    __table_args__ = (Index(None, "quota_id", "month"), CheckConstraint("remaining >= 0", name="remaining"))

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    quota_id: UUID = Field(foreign_key="quota.id", ondelete="CASCADE")
    month: date
    remaining: int = Field(sa_column=Column(BigInteger, nullable=False))
    expires_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
