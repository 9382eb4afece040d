"""The table of citations."""

from uuid import UUID

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, Index, Text
from sqlmodel import Field, SQLModel

from services.kit.db import uuid7


class Citation(SQLModel, table=True):
    """A passage that was put before whoever answers, under a number. Its text stays in the collection alone."""

    __tablename__ = "citation"
    __table_args__ = (
        ForeignKeyConstraint(["message_id"], ["message.id"], ondelete="CASCADE"),
        CheckConstraint("number between 1 and 99", name="number"),
        Index(None, "authority_id", "person_id"),
        Index(None, "message_id", "number", unique=True),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID
    message_id: UUID
    number: int
    collection_id: UUID
    document_id: UUID
    passage_id: UUID
    document: str = Field(sa_column=Column(Text, nullable=False))
    """The name of its document."""
    place: str = Field(sa_column=Column(Text, nullable=False))
