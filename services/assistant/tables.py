"""The tables of assistant, and nobody else's."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, ForeignKeyConstraint, Index, Text, text
from sqlmodel import Field, SQLModel

from services.kit.db import now, uuid7


def _moment(*, required: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=not required)


def _text() -> Column[str]:
    return Column(Text, nullable=False, server_default="")


def _amount() -> Column[int]:
    return Column(BigInteger, nullable=False, server_default="0")


class Use(SQLModel, table=True):
    """One request made of a model: who, what for, how much. Never what was said."""

    __tablename__ = "assistant_use"
    __table_args__ = (
        CheckConstraint("state in ('open', 'complete', 'interrupted', 'failed')", name="state"),
        CheckConstraint("(state = 'open') = (ended_at is null)", name="ended"),
        CheckConstraint("caller_kind in ('person', 'key')", name="caller_kind"),
        CheckConstraint("counted_in in ('tokens', 'words', 'estimate')", name="counted_in"),
        CheckConstraint("input_tokens >= 0 and output_tokens >= 0", name="tokens"),
        CheckConstraint("cost >= 0 and energy >= 0", name="amounts"),
        Index(None, "authority_id", "started_at"),
        Index("ix_assistant_use_open", "started_at", postgresql_where=text("state = 'open'")),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    caller_id: UUID
    caller_kind: str
    use_case: str = ""
    family: str = ""
    model: str
    supplier: str
    is_streamed: bool
    input_tokens: int = 0
    output_tokens: int = 0
    counted_in: str = "tokens"
    cost: int = Field(default=0, sa_column=_amount())
    """Micro-euros, at the price of the day."""
    energy: int = Field(default=0, sa_column=_amount())
    """Milliwatt-hours, as the administrator states them for the model."""
    state: str = "open"
    started_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    ended_at: datetime | None = Field(default=None, sa_column=_moment())


class Conversation(SQLModel, table=True):
    """A thread of questions and answers, which only its author reads."""

    __tablename__ = "conversation"
    __table_args__ = (Index(None, "authority_id", "person_id", "id"),)

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID
    title: str = Field(default="", sa_column=_text())
    """As its author named it; empty: the beginning of its first question."""
    folder: str = Field(default="", sa_column=_text())
    """Where its author keeps it: a name is enough to make a folder."""
    created_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))


class Message(SQLModel, table=True):
    """A question, or the answer to it. An answer is pending until it has an end."""

    __tablename__ = "message"
    __table_args__ = (
        ForeignKeyConstraint(["conversation_id"], ["conversation.id"], ondelete="CASCADE"),
        CheckConstraint("role in ('user', 'assistant')", name="role"),
        CheckConstraint("handling in ('mask', 'refuse', 'pass')", name="handling"),
        CheckConstraint("state in ('pending', 'complete', 'interrupted', 'failed')", name="state"),
        CheckConstraint("(state = 'pending') = (ended_at is null)", name="ended"),
        Index(None, "authority_id", "person_id"),
        Index(None, "conversation_id", "id"),
        ForeignKeyConstraint(["parent_id"], ["message.id"], ondelete="SET NULL"),
        Index(None, "created_at"),
        Index(None, "parent_id"),
        Index(None, "use_id"),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID
    conversation_id: UUID
    parent_id: UUID | None = None
    """What it follows. Several may follow the same: a conversation is a tree. None once that was purged."""
    role: str
    content: str = Field(default="", sa_column=_text())
    state: str = "complete"
    model: str = ""
    supplier: str = ""
    use_case: str = ""
    frugal_hint: str = Field(default="", sa_column=_text())
    failure: str = Field(default="", sa_column=_text())
    """Why there is no answer, in the sentence its reader sees."""
    created_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
    started_at: datetime | None = Field(default=None, sa_column=_moment())
    ended_at: datetime | None = Field(default=None, sa_column=_moment())
    handling: str = Field(default="mask", sa_column=Column(Text, nullable=False, server_default="mask"))
    """How personal data left with a question, when a supplier was to answer it."""
    reason: str = Field(default="", sa_column=_text())
    """Why it left as it was, in its author's words."""

    use_id: UUID | None = None
    """The use that an answer is counted by."""
    template_id: UUID | None = None
    """The template that the question was written from."""
    collection_id: UUID | None = None
    """The collection that a question is to be answered from."""
    upstream: str = Field(default="", sa_column=_text())
    """The name that the model which answered bears at its supplier's."""
    input_tokens: int | None = None
    output_tokens: int | None = None
    counted_in: str = Field(default="", sa_column=_text())
    carded_at: datetime | None = Field(default=None, sa_column=_moment())
    """When its author last filled in the card of this use."""

    @property
    def is_answer(self) -> bool:
        """Tell an answer from a question."""
        return self.role == "assistant"


class CharterAcceptance(SQLModel, table=True):
    """That a person accepted a version of the charter, and the fingerprint of the text they read."""

    __tablename__ = "charter_acceptance"
    __table_args__ = (
        CheckConstraint("version >= 1", name="version"),
        Index(None, "authority_id", "person_id", "version", unique=True),
    )

    id: UUID = Field(default_factory=uuid7, primary_key=True)
    authority_id: UUID
    person_id: UUID
    version: int
    fingerprint: str
    accepted_at: datetime = Field(default_factory=now, sa_column=_moment(required=True))
