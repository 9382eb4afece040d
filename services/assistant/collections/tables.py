"""The tables of collections. A passage is what is found, shown and cited; its words stand apart, for the search alone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, REAL, CheckConstraint, Column, DateTime, ForeignKeyConstraint, Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7


def _moment() -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=False)


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class Collection(SQLModel, table=True):
    """Documents of one authority under one name."""

    __tablename__ = "collection"
    __table_args__ = (Index(None, "authority_id", "name", unique=True),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    name: str = Field(sa_column=_text())
    created_by: UUID
    created_at: datetime = Field(default_factory=now, sa_column=_moment())


class CollectionDocument(SQLModel, table=True):
    """One document of a collection. The file itself is not kept, its passages are."""

    __tablename__ = "collection_document"
    __table_args__ = (
        ForeignKeyConstraint(["collection_id"], ["collection.id"], ondelete="CASCADE"),
        CheckConstraint("size > 0 and characters > 0 and passages > 0 and unread_pages >= 0", name="amounts"),
        Index(None, "authority_id"),
        Index(None, "collection_id", "id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    collection_id: UUID
    name: str = Field(sa_column=_text())
    kind: str
    size: int
    pages: int | None = None
    unread_pages: int = 0
    characters: int
    passages: int
    added_by: UUID
    created_at: datetime = Field(default_factory=now, sa_column=_moment())


class Passage(SQLModel, table=True):
    """A stretch of a document that can be read by itself, and where it stands."""

    __tablename__ = "passage"
    __table_args__ = (
        ForeignKeyConstraint(["document_id"], ["collection_document.id"], ondelete="CASCADE"),
        CheckConstraint("number >= 1", name="number"),
        Index(None, "authority_id"),
        Index(None, "document_id", "number", unique=True),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    collection_id: UUID
    document_id: UUID
    number: int
    place: str = Field(sa_column=_text())
    text: str = Field(sa_column=_text())


class PassageWords(SQLModel, table=True):
    """The words of a passage. A policy lets through only those that `app.query` asks for, so that the index serves."""

    __tablename__ = "passage_words"
    __table_args__ = (
        ForeignKeyConstraint(["passage_id"], ["passage.id"], ondelete="CASCADE"),
        Index(None, "authority_id"),
        Index(
            "ix_passage_words_words", "words", "collection_id",
            postgresql_using="gin", postgresql_with={"fastupdate": "off"},
        ),
    )  # fmt: skip

    passage_id: UUID = Field(primary_key=True)
    authority_id: UUID
    collection_id: UUID
    length: int
    """How many words it has."""
    words: str = Field(sa_column=Column(TSVECTOR, nullable=False))


class PassageVector(SQLModel, table=True):
    """What a passage means to a model, as figures: of length 1, compared with those of the same model alone.

    Plain figures rather than pgvector's own type, so that the schema is the same on a server without the extension.
    """

    __tablename__ = "passage_vector"
    __table_args__ = (
        ForeignKeyConstraint(["passage_id"], ["passage.id"], ondelete="CASCADE"),
        CheckConstraint(
            "dimension = cardinality(vector) and dimension between 1 and 16000", name="dimension"
        ),
        Index(None, "authority_id", "model"),
        Index(None, "collection_id", "model"),
    )

    passage_id: UUID = Field(primary_key=True)
    authority_id: UUID
    collection_id: UUID
    model: str = Field(sa_column=_text())
    dimension: int
    vector: list[float] = Field(sa_column=Column(ARRAY(REAL), nullable=False))
