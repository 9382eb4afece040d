"""What happened in the assistant: measures read these. Never a word of what was asked or answered."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class UseMade(Event):
    """A whole answer was given. `counted_in` says what the two figures count: tokens, words or an estimate."""

    name: ClassVar[str] = "assistant.use_made"
    use_id: UUID
    use_case: str
    family: str
    model: str
    supplier: str
    is_streamed: bool
    input_tokens: int
    output_tokens: int
    counted_in: str
    caller_kind: str
    kind: str = "assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPassed(Event):
    """Personal data left for a supplier as it was, by somebody's choice. `kinds` says which, never what."""

    name: ClassVar[str] = "assistant.data_passed"
    use_case: str
    model: str
    supplier: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterAccepted(Event):
    """Somebody accepted a version of the charter."""

    name: ClassVar[str] = "assistant.charter_accepted"
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierAdded(Event):
    """A supplier was added by an administrator."""

    name: ClassVar[str] = "assistant.supplier_added"
    supplier_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierChanged(Event):
    """A supplier's settings were changed."""

    name: ClassVar[str] = "assistant.supplier_changed"
    supplier_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierDeactivated(Event):
    """A supplier was taken out of service."""

    name: ClassVar[str] = "assistant.supplier_deactivated"
    supplier_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierReactivated(Event):
    """A supplier was put back in service."""

    name: ClassVar[str] = "assistant.supplier_reactivated"
    supplier_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOffered(Event):
    """A model of a supplier may be asked from now on."""

    name: ClassVar[str] = "assistant.model_offered"
    supplier_id: UUID
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelChanged(Event):
    """What a model costs, or who may ask it, was changed."""

    name: ClassVar[str] = "assistant.model_changed"
    supplier_id: UUID
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelWithdrawn(Event):
    """A model of a supplier may be asked no more."""

    name: ClassVar[str] = "assistant.model_withdrawn"
    supplier_id: UUID
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaSet(Event):
    """A quota by month was set for an authority, or for one caller of it."""

    name: ClassVar[str] = "assistant.quota_set"
    quota_id: UUID
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaChanged(Event):
    """How much a quota allows was changed."""

    name: ClassVar[str] = "assistant.quota_changed"
    quota_id: UUID
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaRemoved(Event):
    """A quota was removed."""

    name: ClassVar[str] = "assistant.quota_removed"
    quota_id: UUID
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFilled(Event):
    """A card was filled in, or corrected, after a use: the last one of a use stands."""

    name: ClassVar[str] = "assistant.card_filled"
    use_id: UUID
    tool: str
    use_case: str
    family: str
    outcome: str
    usual_minutes: int
    minutes: int
    checking_minutes: int
    would_have_done: bool
    became: str
    caller_kind: str
    grade: str = "C"
    """A guess: nobody timed the task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReported(Event):
    """Something went wrong with an answer: its kind and severity, never what."""

    name: ClassVar[str] = "assistant.incident_reported"
    use_id: UUID
    category: str
    severity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FrugalChosen(Event):
    """A simpler way was taken where a model had been asked."""

    name: ClassVar[str] = "assistant.frugal_chosen"
    use_id: UUID
    use_case: str
    rung: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseDeclared(Event):
    """An agent told of a use of another tool."""

    name: ClassVar[str] = "assistant.use_declared"
    use_id: UUID
    tool: str
    use_case: str
    family: str
    used_on: date
    caller_kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRetracted(Event):
    """A declared use was taken back within a day: it counts for nothing."""

    name: ClassVar[str] = "assistant.use_retracted"
    use_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateShared(Event):
    """Who may use a request template was changed by its owner."""

    name: ClassVar[str] = "assistant.template_shared"
    template_id: UUID
    sharing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionDocumentAdded(Event):
    """A document was added to a collection of its authority."""

    name: ClassVar[str] = "assistant.collection_document_added"
    collection_id: UUID
    document_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionDocumentRemoved(Event):
    """A document was removed from a collection."""

    name: ClassVar[str] = "assistant.collection_document_removed"
    collection_id: UUID
    document_id: UUID
