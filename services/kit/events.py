"""Facts, written in the transaction that made them true. Personal content never enters one."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import BigInteger, Column, DateTime, Identity, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now, uuid7
from services.kit.principal import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact in the past tense. Children give `name` and their own fields."""

    name: ClassVar[str]

    authority_id: UUID | None


class EventRow(SQLModel, table=True):
    """The outbox: metrics, the audit page and webhooks read it."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "authority_id", "seq"), Index(None, "name", "seq"))

    seq: int | None = Field(
        default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True)
    )
    id: UUID = Field(default_factory=uuid7, unique=True)
    name: str
    at: datetime = Field(default_factory=now, sa_type=DateTime(timezone=True))
    actor_id: UUID | None = None
    authority_id: UUID | None = None
    request_id: str = ""
    body: dict[str, Any] = Field(sa_column=Column(JSONB, nullable=False))


def record(session: AsyncSession, event: Event, *, actor: Principal | None = None) -> None:
    """Write a fact down with the change that made it true."""
    row = EventRow(name=event.name, authority_id=event.authority_id, body=body_of(event))
    if actor is not None:
        row.actor_id, row.request_id = actor.subject, actor.request_id
    session.add(row)


def body_of(event: Event) -> dict[str, Any]:
    """Give an event's own fields as they are stored."""
    return {name: _plain(getattr(event, name)) for name in _own(type(event))}  # type: ignore[arg-type]  # a class may be hashed, whatever its instances


@cache
def _own(event: type[Event]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(event) if field.name != "authority_id")


def describe(event: type[Event]) -> tuple[str, tuple[str, ...]]:
    """Give an event's name and its fields, for the documentation and its test."""
    return event.name, _own(event)  # type: ignore[arg-type]  # the same


_AS_TEXT = (UUID, date)
"""What JSON knows only as a text; a moment is a date too."""


def _plain(value: object) -> object:
    return str(value) if isinstance(value, _AS_TEXT) else value
