"""Collections and their documents: begun, filled, emptied, removed. Who may is asked at the door; where, by the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.collections import chunks, vectors
from services.assistant.collections.tables import Collection, CollectionDocument, Passage
from services.assistant.documents.attached import Upload, tidy
from services.assistant.events import CollectionDocumentAdded, CollectionDocumentRemoved
from services.kit.db import uuid7
from services.kit.errors import Conflict, Forbidden, NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.kit.text import sort_key

MOST_COLLECTIONS = 50
MOST_DOCUMENTS = 500
MOST_PASSAGES = 5_000
"""Of one collection: what is compared at each question."""

_LONGEST_TITLE = 160

_INDEX = text(
    "insert into passage_words (passage_id, authority_id, collection_id, length, words)"
    " select p.id, p.authority_id, p.collection_id, length(said.words), said.words from passage p,"
    " lateral (select to_tsvector('terrain_french', terrain_plain(:name || ' ' || p.place || ' ' || p.text)) as words) said"
    " where p.document_id = :document"
)


class CollectionMissing(NotFound):
    """The collection does not exist, was removed, or is another authority's."""

    sentence = "Cette collection n’existe pas, a été supprimée ou n’est pas de votre collectivité."


class CollectionNameTaken(Conflict):
    """The authority has a collection of this name already."""

    sentence = "Votre collectivité a déjà une collection de ce nom."


class CollectionFull(Conflict):
    """No more fits: 50 collections an authority, 500 documents and 5,000 passages a collection."""

    sentence = "Cette collection est pleine. Retirez des documents, ou ouvrez-en une autre."


@dataclass(frozen=True, slots=True)
class Shelf:
    """A collection and how much it holds."""

    collection: Collection
    documents: int
    passages: int
    by_meaning: int = 0
    """Passages with a vector of the model in use."""


async def begin(session: AsyncSession, name: str, *, by: Principal) -> Shelf:
    """Open an empty collection for the caller's authority.

    Raises: CollectionNameTaken, CollectionFull.
    """
    if by.authority is None:
        raise Forbidden
    if (await session.exec(select(func.count()).select_from(Collection))).one() >= MOST_COLLECTIONS:
        raise CollectionFull("Votre collectivité a déjà cinquante collections : supprimez-en une d’abord.")
    row = Collection(authority_id=by.authority, name=name, created_by=by.subject)
    try:
        async with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise CollectionNameTaken from error
    return Shelf(row, 0, 0)


async def listed(session: AsyncSession, *, model: str = "") -> list[Shelf]:
    """Give the collections of one's authority, in the order of their names; `model` makes their vectors."""
    held = (
        select(
            CollectionDocument.collection_id, func.count(), func.coalesce(func.sum(CollectionDocument.passages), 0)
        ).group_by(col(CollectionDocument.collection_id))
    )  # fmt: skip
    counts = {
        collection: (documents, passages) for collection, documents, passages in await session.exec(held)
    }
    rows = (await session.exec(select(Collection))).all()
    near = await vectors.counted(session, model) if model else {}
    shelves = [Shelf(row, *counts.get(row.id, (0, 0)), near.get(row.id, 0)) for row in rows]
    return sorted(shelves, key=lambda one: sort_key(one.collection.name))


async def get(session: AsyncSession, collection_id: UUID, *, model: str = "") -> Shelf:
    """Give one collection; `model` makes its vectors.

    Raises: CollectionMissing.
    """
    row = await session.get(Collection, collection_id)
    if row is None:
        raise CollectionMissing
    counted = select(func.count(), func.coalesce(func.sum(CollectionDocument.passages), 0))
    of_it = counted.where(CollectionDocument.collection_id == collection_id)
    near = await vectors.counted(session, model, inside=collection_id) if model else {}
    return Shelf(row, *(await session.exec(of_it)).one(), near.get(collection_id, 0))


async def remove(session: AsyncSession, collection_id: UUID) -> None:
    """Remove a collection and all its documents, at once and for good.

    Raises: CollectionMissing.
    """
    gone = await session.exec(delete(Collection).where(col(Collection.id) == collection_id))
    if not gone.rowcount:
        raise CollectionMissing


async def documents(session: AsyncSession, collection_id: UUID) -> Sequence[CollectionDocument]:
    """Give the documents of a collection, in the order of their names.

    Raises: CollectionMissing.
    """
    await get(session, collection_id)
    query = select(CollectionDocument).where(CollectionDocument.collection_id == collection_id)
    return sorted((await session.exec(query)).all(), key=lambda one: sort_key(one.name))


async def add(
    session: AsyncSession, collection_id: UUID, upload: Upload, *, by: Principal
) -> CollectionDocument:
    """Add a document: its passages can be found and cited from now on.

    Raises: CollectionMissing, CollectionFull.
    """
    if await session.get(Collection, collection_id, with_for_update=True) is None:
        raise CollectionMissing
    shelf = await get(session, collection_id)
    passages = chunks.cut(upload.extracted.parts)
    if shelf.documents >= MOST_DOCUMENTS or shelf.passages + len(passages) > MOST_PASSAGES:
        raise CollectionFull
    authority = shelf.collection.authority_id
    row = CollectionDocument(
        authority_id=authority, collection_id=collection_id, name=tidy(upload.name), kind=upload.extracted.kind,
        size=upload.size, pages=upload.extracted.pages, unread_pages=upload.extracted.unread_pages,
        characters=sum(len(said) for _, said in passages), passages=len(passages), added_by=by.subject,
    )  # fmt: skip
    session.add(row)
    await session.flush()
    session.add_all(
        Passage(
            id=uuid7(), authority_id=authority, collection_id=collection_id, document_id=row.id, number=number,
            place=place, text=said,
        )
        for number, (place, said) in enumerate(passages, 1)
    )  # fmt: skip
    await session.flush()
    await (await session.connection()).execute(
        _INDEX, {"name": f"{row.name} {_title(upload)}", "document": row.id}
    )
    fact = CollectionDocumentAdded(authority_id=authority, collection_id=collection_id, document_id=row.id)
    record(session, fact, actor=by)
    return row


async def take_out(session: AsyncSession, document_id: UUID, *, inside: UUID, by: Principal) -> None:
    """Remove a document: no question finds it any more, and what cited it says that it is gone.

    Raises: NotFound.
    """
    row = await session.get(CollectionDocument, document_id)
    if row is None or row.collection_id != inside:
        raise NotFound
    fact = CollectionDocumentRemoved(
        authority_id=row.authority_id, collection_id=row.collection_id, document_id=row.id
    )
    record(session, fact, actor=by)
    await session.delete(row)
    await session.flush()


def _title(upload: Upload) -> str:
    """Give the first line of a document: what it is about, which its later passages seldom repeat."""
    return upload.extracted.parts[0][1].partition("\n")[0][:_LONGEST_TITLE]
