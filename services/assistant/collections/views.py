"""Collections as the wire shows them."""

from collections.abc import Iterable, Sequence

from services.assistant.collections.retrieval import Found
from services.assistant.collections.schemas import (
    CollectionDocumentOut,
    CollectionDocumentPage,
    CollectionOut,
    CollectionPage,
    FoundPage,
    FoundPassage,
    PassageDetail,
)
from services.assistant.collections.shelves import Shelf
from services.assistant.collections.tables import CollectionDocument, Passage


def collection(shelf: Shelf) -> CollectionOut:
    """Show one collection."""
    row = shelf.collection
    return CollectionOut(
        id=row.id,
        name=row.name,
        documents=shelf.documents,
        passages=shelf.passages,
        by_meaning=shelf.by_meaning,
        created_at=row.created_at,
    )


def collections(shelves: Iterable[Shelf]) -> CollectionPage:
    """Show the collections of an authority."""
    return CollectionPage(items=[collection(one) for one in shelves])


def document(row: CollectionDocument) -> CollectionDocumentOut:
    """Show one document."""
    shown = CollectionDocumentOut.model_fields
    return CollectionDocumentOut.model_validate({name: getattr(row, name) for name in shown})


def documents(rows: Iterable[CollectionDocument]) -> CollectionDocumentPage:
    """Show the documents of a collection."""
    return CollectionDocumentPage(items=[document(row) for row in rows])


def found(passages: Iterable[Found]) -> FoundPage:
    """Show what a search found."""
    fields = FoundPassage.model_fields
    items = [FoundPassage.model_validate({name: getattr(one, name) for name in fields}) for one in passages]
    return FoundPage(items=items)


def passage(one: Found, beside: Sequence[Passage]) -> PassageDetail:
    """Show a passage between its neighbours."""
    before = next((row.text for row in beside if row.number < one.number), "")
    after = next((row.text for row in beside if row.number > one.number), "")
    return PassageDetail(
        id=one.id, collection_id=one.collection_id, document_id=one.document_id, document=one.document,
        place=one.place, text=one.text, before=before, after=after,
    )  # fmt: skip
