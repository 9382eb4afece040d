"""The register of AI uses that were decided, and what the public is told of them, on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from services.workshops.schemas.wire import LongWords, Text, Wire, Words

_PURPOSE = ["Proposer un premier classement des arrêtés, qu’un agent vérifie."]
_DATA = ["Texte des arrêtés, avec les noms des personnes qu’ils citent."]
_REVIEW = ["Un agent relit chaque proposition et peut l’écarter."]
_RISKS = ["Un arrêté mal classé ne se retrouve plus."]
_CONTACT = ["mairie@example.org"]
_MENTION = ["Ce service utilise un outil d’intelligence artificielle pour classer les arrêtés."]


class LegalBasis(StrEnum):
    """Why the data may be processed: the bases of article 6 of the GDPR that are open to a public body's tasks."""

    PUBLIC_TASK = "public_task"
    LEGAL_OBLIGATION = "legal_obligation"
    CONSENT = "consent"
    CONTRACT = "contract"
    VITAL_INTERESTS = "vital_interests"
    NO_PERSONAL_DATA = "no_personal_data"

    @property
    def label(self) -> str:
        """The basis in French, with its place in the regulation."""
        return _BASES[self]


class SupplierClass(StrEnum):
    """Who runs the tool, by kind: names and contracts change, what is at stake does not."""

    OWN_PREMISES = "own_premises"
    PUBLIC_BODY = "public_body"
    EUROPEAN_COMPANY = "european_company"
    OTHER_COMPANY = "other_company"
    NOT_CHOSEN = "not_chosen"

    @property
    def label(self) -> str:
        """The class in French."""
        return _SUPPLIERS[self]


_BASES = {
    LegalBasis.PUBLIC_TASK: "mission d’intérêt public (RGPD, art. 6-1-e)",
    LegalBasis.LEGAL_OBLIGATION: "obligation légale (RGPD, art. 6-1-c)",
    LegalBasis.CONSENT: "consentement (RGPD, art. 6-1-a)",
    LegalBasis.CONTRACT: "contrat (RGPD, art. 6-1-b)",
    LegalBasis.VITAL_INTERESTS: "intérêts vitaux (RGPD, art. 6-1-d)",
    LegalBasis.NO_PERSONAL_DATA: "aucune donnée personnelle",
}
_SUPPLIERS = {
    SupplierClass.OWN_PREMISES: "nos propres serveurs",
    SupplierClass.PUBLIC_BODY: "un organisme public",
    SupplierClass.EUROPEAN_COMPANY: "une entreprise européenne",
    SupplierClass.OTHER_COMPANY: "une entreprise hors d’Europe",
    SupplierClass.NOT_CHOSEN: "pas encore choisi",
}


class RegisterEntryIn(Wire):
    purpose: Text = Field(description="What the tool is for.", examples=_PURPOSE)
    data: LongWords = Field(description="Which data it sees.", examples=_DATA)
    legal_basis: LegalBasis = Field(examples=["public_task"])
    human_review: Text = Field(description="Who checks what it gives, and how.", examples=_REVIEW)
    supplier_class: SupplierClass = Field(examples=["public_body"])
    risks: LongWords = Field(default="", description="What could go wrong, and for whom.", examples=_RISKS)
    is_individual_decision: bool = Field(
        default=False, description="It takes part in an administrative decision about one person or body."
    )
    contact: Words = Field(default="", description="Where the public may ask.", examples=_CONTACT)
    mention: LongWords = Field(
        default="", description="What the public is told. Left empty: the draft is taken.", examples=_MENTION
    )


class RegisterEntryOut(Wire):
    id: UUID
    decision_id: UUID
    authority_id: UUID
    hypothesis_id: UUID
    title: str = Field(description="Of the hypothesis.", examples=["Classement des arrêtés"])
    is_in_force: bool = Field(description="The decision is signed, and no later one replaced it.")
    purpose: str = Field(examples=_PURPOSE)
    data: str = Field(examples=_DATA)
    legal_basis: LegalBasis
    human_review: str = Field(examples=_REVIEW)
    supplier_class: SupplierClass
    risks: str = Field(examples=_RISKS)
    is_individual_decision: bool
    contact: str = Field(examples=_CONTACT)
    mention: str = Field(description="What the public is told.", examples=_MENTION)
    mention_draft: str = Field(
        description="What the platform proposes to tell from the entry's other fields: the mention of article"
        " L. 311-3-1 CRPA when an individual administrative decision is concerned, else plain information.",
        examples=_MENTION,
    )
    written_at: datetime
    written_by: UUID
    version: int


class RegisterEntryPage(Wire):
    items: list[RegisterEntryOut] = Field(description="The latest first.")
    next: str | None
