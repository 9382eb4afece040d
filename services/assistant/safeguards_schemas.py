"""The safeguards on the wire; `schemas` gives them on."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from services.assistant.wire import Wire

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00]*$")]


class Handling(StrEnum):
    """What becomes of the personal data that is found, when a supplier is to answer."""

    MASK = "mask"
    """Placeholders leave, and the answer is read with the real words."""
    REFUSE = "refuse"
    """Nothing leaves when something is found."""
    PASS = "pass"  # noqa: S105 - not a password
    """The text leaves as it is: some uses never allow it."""


class FindingKind(StrEnum):
    """What kind of personal data was found."""

    PERSON_NAME = "person_name"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    NIR = "nir"
    IBAN = "iban"
    BANK_CARD = "bank_card"
    SIRET = "siret"
    LICENCE_PLATE = "licence_plate"
    BIRTH_DATE = "birth_date"
    CASE_NUMBER = "case_number"
    IP_ADDRESS = "ip_address"


class FindingsIn(Wire):
    """A text to look through. It is neither kept nor logged."""

    text: str = Field(max_length=100_000, examples=["Mme Durand est joignable au 06 12 34 56 78."])
    use_case: str | None = Field(
        default=None, max_length=20, description="A code of the catalogue. Without it, recognised from the words.",
        examples=["RED-COU"],
    )  # fmt: skip
    conversation_id: UUID | None = Field(
        default=None,
        description="The conversation that the text is a question in: its documents are told of too.",
    )
    collection_id: UUID | None = Field(
        default=None,
        description="The collection it is to be answered from: the passages found are told of too.",
    )


class DocumentFindings(Wire):
    """What was found in a document that goes with a question."""

    name: str = Field(examples=["Règlement de la salle.pdf"])
    counts: dict[FindingKind, int] = Field(examples=[{"person_name": 2}])


class FindingOut(Wire):
    """One place that holds personal data."""

    kind: FindingKind = Field(examples=["person_name"])
    start: int = Field(description="Of its first character, in code points from 0.", examples=[4])
    end: int = Field(description="After its last character, in code points.", examples=[10])
    placeholder: str = Field(description="The same for the same words.", examples=["[PERSONNE_1]"])


class ArticleOut(Wire):
    """One undertaking of the charter."""

    title: str = Field(examples=["Vous restez l’auteur"])
    text: str = Field(examples=["L’assistant propose une première version. Vous la relisez et en répondez."])


class CharterOut(Wire):
    """The charter as it stands."""

    version: int = Field(examples=[1])
    since: date = Field(description="The day this version began.")
    articles: list[ArticleOut]
    accepted_at: datetime | None = Field(description="When the caller accepted this version, if they did.")


class AcceptanceIn(Wire):
    """The version that was read, so that no other is accepted by mistake."""

    version: int = Field(ge=1, le=1_000_000, examples=[1])
