"""What is searched: one row a note, kept by the database itself (see the migration), with its words ready to match."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Computed, Index, SmallInteger, Text, text as sql
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import Field, SQLModel

from services.workshops.tables.moment import Moment


class SearchedNote(SQLModel, table=True):
    """A note as the search knows it. `masks` are the names that only the project team may read in it."""

    __tablename__ = "note_search"
    __table_args__ = (
        Index(None, "authority_id", "kind", "theme"),
        Index(None, "kind", "theme", "id"),
        Index(None, "words", postgresql_using="gin"),
    )

    id: UUID = Field(primary_key=True)
    kind: str
    authority_id: UUID
    workshop_id: UUID
    theme: str | None = None
    severity: int | None = Field(default=None, sa_type=SmallInteger)
    is_guarded: bool = False
    is_removed: bool = False
    seen_at: datetime = Field(sa_type=Moment)
    text: str
    more: str = ""
    masks: list[str] = Field(
        default_factory=list, sa_column=Column(ARRAY(Text), nullable=False, server_default=sql("'{}'"))
    )
    words: str = Field(
        default=None,
        sa_column=Column(
            TSVECTOR,
            Computed(
                "setweight(terrain_words(text), 'A'::\"char\") || setweight(terrain_words(more), 'C'::\"char\")",
                persisted=True,
            ),
        ),
    )
