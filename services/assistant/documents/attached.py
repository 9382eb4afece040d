"""Documents attached to a conversation: added, listed, removed, purged with what was said."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from uuid import UUID

import anyio.to_thread
from sqlalchemy.orm import defer
from sqlmodel import col, delete, exists, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.documents import giving
from services.assistant.documents.giving import Given
from services.assistant.documents.tables import AttachedDocument
from services.assistant.extraction.process import Extracted
from services.assistant.refusals import ConversationMissing
from services.assistant.safeguards.findings import find
from services.assistant.safeguards.spans import Kind
from services.assistant.tables import Conversation, Message
from services.kit.errors import Conflict, NotFound

MOST = 10
"""Documents of one conversation."""
_GRACE = timedelta(hours=1)
"""How long a document waits for its first question, where contents are kept no time at all."""
_LONGEST_NAME = 120


class DocumentMissing(NotFound):
    """The document does not exist, was removed, or is somebody else's."""

    sentence = "Ce document n’existe pas, a été retiré ou ne vous appartient pas."


class TooManyDocuments(Conflict):
    """A conversation holds ten documents at most."""

    sentence = (
        "Une conversation porte dix documents au plus. Retirez-en un, ou ouvrez une autre conversation."
    )


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, and what was read in it."""

    name: str
    size: int
    extracted: Extracted


async def attach(session: AsyncSession, conversation_id: UUID, upload: Upload) -> AttachedDocument:
    """Keep the text of a document with a conversation, and what it says about people.

    Raises: ConversationMissing, TooManyDocuments.
    """
    conversation = await session.get(Conversation, conversation_id, with_for_update=True)
    if conversation is None:
        raise ConversationMissing
    held = select(func.count()).where(AttachedDocument.conversation_id == conversation_id)
    if (await session.exec(held)).one() >= MOST:
        raise TooManyDocuments
    name, text = tidy(upload.name), upload.extracted.text
    row = AttachedDocument(
        authority_id=conversation.authority_id, person_id=conversation.person_id, conversation_id=conversation_id,
        name=name, kind=upload.extracted.kind, size=upload.size, pages=upload.extracted.pages,
        unread_pages=upload.extracted.unread_pages, characters=len(text), text=text,
        found=await anyio.to_thread.run_sync(counted, f"{name}\n\n{text}"),
    )  # fmt: skip
    session.add(row)
    await session.flush()
    return row


async def listed(session: AsyncSession, conversation_id: UUID, *, most: int) -> list[Given]:
    """Give the documents of a conversation, in the order they came, and what the next question would send of them.

    Raises: ConversationMissing.
    """
    if await session.get(Conversation, conversation_id) is None:
        raise ConversationMissing
    return giving.fit(await _beginnings(session, conversation_id, most=most), most=most)


async def get(session: AsyncSession, document_id: UUID, *, inside: UUID) -> AttachedDocument:
    """Give one document of a conversation.

    Raises: DocumentMissing.
    """
    row = await session.get(AttachedDocument, document_id)
    if row is None or row.conversation_id != inside:
        raise DocumentMissing
    return row


async def remove(session: AsyncSession, document_id: UUID, *, inside: UUID) -> None:
    """Remove a document at once: no later question sends it.

    Raises: DocumentMissing.
    """
    await session.delete(await get(session, document_id, inside=inside))
    await session.flush()


async def given(session: AsyncSession, question: Message, *, most: int) -> list[Given]:
    """Give what a question sends of the documents that were there when it was asked."""
    beginnings = await _beginnings(session, question.conversation_id, most=most)
    there = [(row, text) for row, text in beginnings if row.created_at <= question.created_at]
    return giving.fit(there, most=most)


async def found(session: AsyncSession, conversation_id: UUID) -> dict[str, dict[str, int]]:
    """Give, for each document of a conversation that tells of people, its name and what was found in it."""
    query = select(AttachedDocument.name, AttachedDocument.found)
    rows = await session.exec(query.where(AttachedDocument.conversation_id == conversation_id))
    return {name: dict(counts) for name, counts in rows if counts}


def kinds(counts: Iterable[dict[str, int]]) -> tuple[Kind, ...]:
    """Give the kinds of personal data among these."""
    return tuple(sorted({Kind(kind) for one in counts for kind in one}))


async def purge(session: AsyncSession, *, before: datetime, at: datetime) -> int:
    """Delete the documents that came before this moment, unless a question is about to send them."""
    document, message = col(AttachedDocument.conversation_id), col(Message.conversation_id)
    is_written = exists().where(message == document, col(Message.state) == "pending")
    was_asked = exists().where(
        message == document, col(Message.created_at) >= col(AttachedDocument.created_at)
    )
    is_old = col(AttachedDocument.created_at) < before
    has_served = or_(was_asked, col(AttachedDocument.created_at) < at - _GRACE)
    return int((await session.exec(delete(AttachedDocument).where(is_old, has_served, ~is_written))).rowcount)


def counted(text: str) -> dict[str, int]:
    """Count the personal data of a text, by kind."""
    return dict(Counter(span.kind.value for span in find(text)))


def tidy(name: str) -> str:
    """Reduce the name of a file to what may be shown: no folder, no sign that is not written."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    shown = "".join(sign for sign in bare if sign.isprintable()).strip()
    stem, dot, ending = shown.rpartition(".")
    if len(shown) > _LONGEST_NAME and dot and len(ending) < 10:
        return f"{stem[: _LONGEST_NAME - len(ending) - 2]}….{ending}"
    return shown[:_LONGEST_NAME] or "document"


async def _beginnings(
    session: AsyncSession, conversation_id: UUID, *, most: int
) -> list[tuple[AttachedDocument, str]]:
    """Give the documents with the beginnings of their texts: megabytes are not read to show a list."""
    query = select(AttachedDocument, func.left(AttachedDocument.text, most)).options(
        defer(AttachedDocument.text)  # type: ignore[arg-type]  # SQLModel types columns as their values
    )
    here = query.where(AttachedDocument.conversation_id == conversation_id)
    return [(row, text) for row, text in await session.exec(here.order_by(col(AttachedDocument.id)))]
