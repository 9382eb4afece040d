"""Conversations: begun, listed, read, deleted by the one person who may."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ScalarSelect, func
from sqlmodel import col, delete, exists, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.tables import Conversation, Message
from services.kit.db import now
from services.kit.errors import Forbidden, NotFound
from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal

_TITLE = 60
_LONGEST_ANSWER = timedelta(minutes=15)


class ConversationMissing(NotFound):
    """The conversation does not exist, was deleted, or is somebody else's."""

    sentence = "Cette conversation n’existe pas, a été supprimée ou ne vous appartient pas."


@dataclass(slots=True)  # not frozen: a list by cursor wants rows whose id may be set
class Titled:
    """A conversation, and the beginning of its first question for a title."""

    id: UUID
    title: str
    created_at: datetime


async def begin(session: AsyncSession, *, by: Principal) -> Titled:
    """Open an empty conversation."""
    if by.authority is None:
        raise Forbidden
    row = Conversation(authority_id=by.authority, person_id=by.subject)
    session.add(row)
    await session.flush()
    return Titled(row.id, "", row.created_at)


async def listed(session: AsyncSession, window: Window) -> Slice[Titled]:
    """Give one's own conversations, the latest first."""
    query = select(Conversation, _first_question()).order_by(col(Conversation.id).desc())
    if window.after:
        query = query.where(col(Conversation.id) < window.after)
    rows = (await session.exec(query.limit(window.limit + 1))).all()
    return cut([_titled(row, question) for row, question in rows], window)


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


async def purge(session: AsyncSession, *, before: datetime) -> int:
    """Delete what was said before this moment, then the conversations left empty; give how many messages went."""
    old = await session.exec(delete(Message).where(col(Message.created_at) < before))
    has_messages = exists().where(col(Message.conversation_id) == col(Conversation.id))
    await session.exec(delete(Conversation).where(col(Conversation.created_at) < before, ~has_messages))
    return int(old.rowcount)


async def close_lost(session: AsyncSession) -> int:
    """End the answers whose process stopped while it wrote them; give how many."""
    lost = update(Message).where(
        col(Message.state) == "pending", col(Message.started_at) < now() - _LONGEST_ANSWER
    )
    return int((await session.exec(lost.values(state="interrupted", ended_at=now()))).rowcount)


def _first_question() -> ScalarSelect[str]:
    first = select(func.left(Message.content, 4 * _TITLE)).where(
        col(Message.conversation_id) == col(Conversation.id), Message.role == "user"
    )
    return first.order_by(col(Message.id)).limit(1).correlate(Conversation).scalar_subquery()


def _titled(row: Conversation, question: str | None) -> Titled:
    words = " ".join((question or "").split())
    title = words if len(words) <= _TITLE else words[:_TITLE].rsplit(" ", 1)[0] + "…"
    return Titled(row.id, title, row.created_at)
