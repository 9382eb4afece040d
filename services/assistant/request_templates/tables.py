"""The tables of request templates. A version is never changed: a database trigger refuses it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKeyConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7


def _moment(*, required: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=not required)


class RequestTemplate(SQLModel, table=True):
    """A template: whose it is, who may use it, and which one it was copied from."""

    __tablename__ = "request_template"
    __table_args__ = (
        CheckConstraint("sharing in ('private', 'service', 'authority', 'region')", name="sharing"),
        CheckConstraint("(sharing = 'service') = (service <> '')", name="service"),
        CheckConstraint("current >= 1", name="current"),
        CheckConstraint("(origin_id is null) = (origin_version is null)", name="origin"),
        Index(None, "authority_id", "id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    owner_id: UUID
    sharing: str = "private"
    service: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    """The service it is shared with, folded: its owner's when they shared it."""
    current: int = 1
    """The number of its last version."""
    origin_id: UUID | None = None
    origin_version: int | None = None
    created_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    withdrawn_at: datetime | None = Field(default=None, sa_column=_moment())


class RequestTemplateVersion(SQLModel, table=True):
    """What a template said from a moment on."""

    __tablename__ = "request_template_version"
    __table_args__ = (
        ForeignKeyConstraint(["template_id"], ["request_template.id"], ondelete="CASCADE"),
        CheckConstraint("number >= 1", name="number"),
        Index(None, "authority_id", "template_id"),
        Index(None, "template_id", "number", unique=True),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    template_id: UUID
    number: int
    title: str
    summary: str = ""
    use_case: str
    body: str = Field(sa_column=Column(Text, nullable=False))
    variables: list[dict[str, Any]] = Field(sa_column=Column(JSONB, nullable=False))
    written_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
