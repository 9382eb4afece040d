"""The table of attached documents."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKeyConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7


class AttachedDocument(SQLModel, table=True):
    """The text of a document, in a conversation that only its author reads. The file itself is not kept."""

    __tablename__ = "attached_document"
    __table_args__ = (
        ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        CheckConstraint("size > 0 and characters > 0 and unread_pages >= 0", name="amounts"),
        Index(None, "authority_id", "person_id"),
        Index(None, "conversation_id", "id"),
        Index(None, "created_at"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID
    conversation_id: UUID
    name: str = Field(sa_column=Column(Text, nullable=False))
    kind: str
    size: int
    """Bytes of the file."""
    pages: int | None = None
    unread_pages: int = 0
    characters: int
    text: str = Field(sa_column=Column(Text, nullable=False))
    """With the place of each part before it."""
    found: dict[str, int] = Field(sa_column=Column(JSONB, nullable=False))
    """How much personal data of which kinds was found in it."""
    created_at: datetime = Field(
        default_factory=now, sa_column=Column(DateTime(timezone=True), nullable=False)
    )
