"""Conversations: begun, listed, read, deleted by the one person who may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, literal, literal_column, or_
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import col, delete, exists, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.documents.tables import AttachedDocument
from services.assistant.refusals import ConversationMissing
from services.assistant.schemas import LabelIn
from services.assistant.tables import Conversation, Message
from services.kit.errors import Forbidden
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.kit.text import sort_key

_TITLE = 60
_FRENCH: ColumnElement[str] = literal_column("'french'::regconfig")
_PASSAGE = "StartSel='', StopSel='', MinWords=12, MaxWords=28, MaxFragments=1"
_LONGEST_ANSWER = timedelta(minutes=15)


@dataclass(slots=True)  # not frozen: a list by cursor wants rows whose id may be set
class Titled:
    """A conversation with its title: its author's, or the beginning of its first question."""

    id: UUID
    title: str
    created_at: datetime
    folder: str = ""
    excerpt: str = ""
    """What a search found, when there was one."""


async def begin(session: AsyncSession, *, by: Principal) -> Titled:
    """Open an empty conversation."""
    if by.authority is None:
        raise Forbidden
    row = Conversation(authority_id=by.authority, person_id=by.subject)
    session.add(row)
    await session.flush()
    return Titled(row.id, "", row.created_at)


async def listed(
    session: AsyncSession, window: Window, *, words: str = "", folder: str | None = None
) -> Slice[Titled]:
    """Give one's own conversations, the latest first: all, those of a folder, those where words are found.

    Words are read in French, whatever their ending: « délibérations » finds « délibération ».
    """
    query = select(Conversation, _first_question(), _found(words)).order_by(col(Conversation.id).desc())
    if window.after:
        query = query.where(col(Conversation.id) < window.after)
    if folder is not None:
        query = query.where(Conversation.folder == folder)
    if words:
        named = _words(col(Conversation.title)).bool_op("@@")(_query(words))
        query = query.where(or_(named, exists().where(_says(words))))
    rows = (await session.exec(query.limit(window.limit + 1))).all()
    return cut([_titled(row, question, excerpt) for row, question, excerpt in rows], window)


async def folders(session: AsyncSession) -> Sequence[str]:
    """Give the names of one's own folders, in order."""
    names = select(Conversation.folder).where(Conversation.folder != "").distinct()
    return sorted((await session.exec(names)).all(), key=sort_key)


async def label(session: AsyncSession, conversation_id: UUID, new: LabelIn) -> Titled:
    """Give a conversation another title, another folder. An empty title is again that of its first question.

    Raises: ConversationMissing.
    """
    row = await session.get(Conversation, conversation_id, with_for_update=True)
    if row is None:
        raise ConversationMissing
    row.title, row.folder = new.title, new.folder
    await session.flush()
    return (await get(session, conversation_id))[0]


async def get(session: AsyncSession, conversation_id: UUID) -> tuple[Titled, Sequence[Message]]:
    """Give one conversation and its messages, in order.

    Raises: ConversationMissing.
    """
    query = select(Conversation, _first_question()).where(Conversation.id == conversation_id)
    found = (await session.exec(query)).first()
    if found is None:
        raise ConversationMissing
    said = select(Message).where(Message.conversation_id == conversation_id).order_by(col(Message.id))
    return _titled(*found), (await session.exec(said)).all()


async def remove(session: AsyncSession, conversation_id: UUID) -> None:
    """Delete a conversation and all it holds, at once.

    Raises: ConversationMissing.
    """
    gone = await session.exec(delete(Conversation).where(col(Conversation.id) == conversation_id))
    if not gone.rowcount:
        raise ConversationMissing


async def purge(session: AsyncSession, *, before: datetime, at: datetime) -> int:
    """Delete what was said before this moment, then the conversations left empty; give how many messages went.

    What is being written at `at` ends first, with its question.
    """
    answer = aliased(Message)
    is_written = exists().where(
        col(answer.conversation_id) == col(Message.conversation_id), col(answer.state) == "pending",
        col(answer.created_at) > at - _LONGEST_ANSWER,
    )  # fmt: skip
    old = await session.exec(delete(Message).where(col(Message.created_at) < before, ~is_written))
    has_messages = exists().where(col(Message.conversation_id) == col(Conversation.id))
    has_documents = exists().where(col(AttachedDocument.conversation_id) == col(Conversation.id))
    is_empty = ~has_messages & ~has_documents
    await session.exec(delete(Conversation).where(col(Conversation.created_at) < before, is_empty))
    return int(old.rowcount)


async def close_lost(session: AsyncSession, *, at: datetime) -> int:
    """End the answers whose process stopped while it wrote them, as seen at this moment; give how many."""
    lost = update(Message).where(
        col(Message.state) == "pending", col(Message.started_at) < at - _LONGEST_ANSWER
    )
    return int((await session.exec(lost.values(state="interrupted", ended_at=at))).rowcount)


def _first_question() -> ScalarSelect[str]:
    first = select(func.left(Message.content, 4 * _TITLE)).where(
        col(Message.conversation_id) == col(Conversation.id), Message.role == "user"
    )
    return first.order_by(col(Message.id)).limit(1).correlate(Conversation).scalar_subquery()


def _words(text: ColumnElement[str] | Mapped[str]) -> ColumnElement[object]:
    return func.to_tsvector(_FRENCH, text)


def _query(words: str) -> ColumnElement[object]:
    return func.websearch_to_tsquery(_FRENCH, words)


def _says(words: str) -> ColumnElement[bool]:
    return and_(
        col(Message.conversation_id) == col(Conversation.id),
        _words(col(Message.content)).bool_op("@@")(_query(words)),
    )


def _found(words: str) -> ColumnElement[str]:
    """Give the passage of the first message where the words are, as it was written."""
    if not words:
        return literal("")
    passage = func.ts_headline(_FRENCH, Message.content, _query(words), _PASSAGE)
    first = select(passage).where(_says(words)).order_by(col(Message.id)).limit(1)
    return func.coalesce(first.correlate(Conversation).scalar_subquery(), "")


def _titled(row: Conversation, question: str | None, excerpt: str = "") -> Titled:
    words = " ".join((question or "").split())
    title = words if len(words) <= _TITLE else words[:_TITLE].rsplit(" ", 1)[0] + "…"
    return Titled(row.id, row.title or title, row.created_at, row.folder, " ".join(excerpt.split()))
