"""Attached documents on the wire; `schemas` gives them on."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from services.assistant.safeguards_schemas import FindingKind
from services.assistant.wire import Wire


class DocumentOut(Wire):
    """One document attached to a conversation."""

    id: UUID
    name: str = Field(examples=["Règlement de la salle.pdf"])
    kind: str = Field(description="pdf, docx, odt, xlsx, ods, csv or txt.", examples=["pdf"])
    size: int = Field(
        description="Bytes of the file. The file itself is not kept, its text is.", examples=[84_210]
    )
    pages: int | None = Field(description="Pages or sheets, where the file says.", examples=[12])
    unread_pages: int = Field(description="Pages without any text, such as scanned ones.", examples=[0])
    characters: int = Field(description="Of its text.", examples=[31_400])
    sent_characters: int = Field(
        description="How many of them a question sends; less than all beyond the model's bound.",
        examples=[31_400],
    )
    sent_to: str = Field(
        default="", description="The last place that is sent, when the whole is not.", examples=["page 9"]
    )
    found: dict[FindingKind, int] = Field(
        description="Personal data found in it, by kind.", examples=[{"person_name": 2}]
    )
    created_at: datetime


class DocumentDetail(DocumentOut):
    """A document with its text."""

    text: str = Field(description="Each part after its place.", examples=["[page 1]\nRèglement de la salle"])


class DocumentPage(Wire):
    """The documents of a conversation, in the order they came."""

    items: list[DocumentOut]
    next: None = None


class CollectionChoice(Wire):
    """A collection that a question may be answered from."""

    id: UUID
    name: str = Field(examples=["Règlements de la commune"])


class CitationOut(Wire):
    """A passage that an answer was given. Reading it is a matter of its collection: it may be gone."""

    number: int = Field(description="How the answer cites it: [1].", examples=[1])
    is_cited: bool = Field(description="Whether the answer does.", examples=[True])
    document: str = Field(examples=["Règlement de la salle.pdf"])
    place: str = Field(description="In French; empty when the document has no places.", examples=["page 3"])
    collection_id: UUID
    document_id: UUID
    passage_id: UUID
