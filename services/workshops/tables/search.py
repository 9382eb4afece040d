"""What is searched: one row a note, kept by the database itself (see the migration), with its words ready to match."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Computed, Identity, Index, Integer, SmallInteger, Text, text as sql
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import Field, SQLModel

from services.workshops.tables.moment import Moment


def _span(bits: int) -> Column[int]:
    """Give the column that numbers runs of 2^bits places: an index under row-level security reads no range of them."""
    return Column(Integer, Computed(f"(place >> {bits})::integer", persisted=True), nullable=False)


class SearchedNote(SQLModel, table=True):
    """A note as the search knows it. `masks` are the names that only the project team may read in it."""

    __tablename__ = "note_search"
    __table_args__ = (
        Index(None, "authority_id", "kind", "theme"),
        Index(None, "kind", "theme", "id"),
        Index(
            "ix_note_search_words", "words", "span_small", "span_medium", "span_large", "authority_id", "kind", "theme",
            postgresql_using="gin", postgresql_with={"fastupdate": "off"},
        ),
    )  # fmt: skip

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
            Computed("terrain_found_by(text, more)", persisted=True),
        ),
    )
    place: int = Field(
        default=None,
        sa_column=Column(BigInteger, Identity(always=True), nullable=False),
        description="The order in which notes came into the search.",
    )
    span_small: int = Field(default=None, sa_column=_span(11))
    span_medium: int = Field(default=None, sa_column=_span(14))
    span_large: int = Field(default=None, sa_column=_span(17))
