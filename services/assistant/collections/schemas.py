"""Collections on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from services.assistant.wire import Wire

CollectionName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]*$")
]
TEXT = "Article 4. La salle est fermée à 23 heures. La caution de 150 € est rendue après l’état des lieux."


class CollectionIn(Wire):
    """A collection to open."""

    name: CollectionName = Field(examples=["Règlements de la commune"])


class CollectionOut(Wire):
    """A collection of one's authority, and how much it holds."""

    id: UUID
    name: str = Field(examples=["Règlements de la commune"])
    documents: int = Field(examples=[3])
    passages: int = Field(examples=[41])
    by_meaning: int = Field(
        description="Of these, how many are found by meaning too. 0 without an embeddings model.",
        examples=[41],
    )
    created_at: datetime


class CollectionPage(Wire):
    """The collections of one's authority, by name."""

    items: list[CollectionOut]
    next: None = None


class CollectionDocumentOut(Wire):
    """One document of a collection."""

    id: UUID
    name: str = Field(examples=["Règlement de la salle.pdf"])
    kind: str = Field(description="pdf, docx, odt, xlsx, ods, csv or txt.", examples=["pdf"])
    size: int = Field(description="Bytes of the file, which is not kept.", examples=[84_210])
    pages: int | None = Field(description="Pages or sheets, where the file says.", examples=[12])
    unread_pages: int = Field(description="Pages without any text, such as scanned ones.", examples=[0])
    passages: int = Field(description="How many passages can be found in it.", examples=[14])
    created_at: datetime


class CollectionDocumentPage(Wire):
    """The documents of a collection, by name."""

    items: list[CollectionDocumentOut]
    next: None = None


class PassageOut(Wire):
    """A passage, and where it stands."""

    id: UUID
    collection_id: UUID
    document_id: UUID
    document: str = Field(description="The name of its document.", examples=["Règlement de la salle.pdf"])
    place: str = Field(description="In French; empty when the document has no places.", examples=["page 3"])
    text: str = Field(examples=[TEXT])


class FoundPassage(PassageOut):
    """A passage that a search found."""

    score: float = Field(description="Comparable within one search only.", examples=[0.0325])
    by: list[Literal["words", "meaning"]] = Field(
        description="What it was found by.", examples=[["words", "meaning"]]
    )


class FoundPage(Wire):
    """What was found, the best first."""

    items: list[FoundPassage]
    next: None = None


class PassageDetail(PassageOut):
    """A passage between its neighbours."""

    before: str = Field(
        description="The passage before, if there is one.", examples=["Article 3. Nettoyage."]
    )
    after: str = Field(description="The passage after, if there is one.", examples=["Article 5. Bruit."])
