"""Suppliers, what they offer, and quotas, on the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from services.assistant.kinds import DataClass, MeaningState, ModelKind, QuotaUnit

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f]*$"),
]
Region = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=80, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Address = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=8, max_length=300, pattern=r"^[^\x00]*$")
]


def _printable(key: SecretStr) -> SecretStr:
    text = key.get_secret_value()
    if not text.isascii() or (text and not text.isprintable()):
        raise ValueError("La clé ne contient que des lettres sans accent, des chiffres et des signes.")
    return key


Key = Annotated[SecretStr, Field(max_length=500), AfterValidator(_printable)]
ModelName = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/@+-]*$")
]
Upstream = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]
Role = Annotated[str, StringConstraints(pattern=r"^(agent|champion|facilitator|admin|partner)$")]
Amount = Annotated[float, Field(ge=0, le=1_000_000_000, allow_inf_nan=False)]
Price = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]

_KEY = "Never shown again. Sealed with a secret that the database does not hold."
_FIRST = "Seconds to begin a streamed answer."
_TOTAL = "Seconds for a whole answer."
_PARALLEL = "Answers under way at once, from one process."


class Wire(BaseModel):
    """Input that refuses what it does not know, output read from rows."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


class SupplierIn(Wire):
    """A new supplier: an address that speaks the OpenAI convention."""

    name: Name = Field(examples=["Serveur régional"])
    base_url: Address = Field(
        description="Up to and without `/chat/completions`. Private networks need TERRAIN_SUPPLIER_NETWORKS.",
        examples=["https://terrain.example.org/modeles/v1"],
    )
    api_key: Key = Field(default=SecretStr(""), description=_KEY, examples=["cle-du-fournisseur"])
    data_class: DataClass = Field(
        description="The most protected data it may be sent.", examples=["internal"]
    )
    region: Region = Field(default="", description="Where it computes.", examples=["France"])
    max_parallel: int = Field(default=50, ge=1, le=1000, description=_PARALLEL)
    first_byte: float = Field(default=30, ge=1, le=120, description=_FIRST)
    total: float = Field(default=300, ge=1, le=600, description=_TOTAL)


class SupplierChange(Wire):
    """What changes. A field that is left out stays as it is."""

    name: Name | None = Field(default=None, examples=["Serveur de la région"])
    base_url: Address | None = Field(default=None, examples=["https://terrain.example.org/modeles/v2"])
    api_key: Key | None = Field(default=None, description=f"{_KEY} Empty: none.", examples=["autre-cle"])
    data_class: DataClass | None = Field(default=None, examples=["personal"])
    region: Region | None = Field(default=None, examples=["Bourgogne-Franche-Comté"])
    max_parallel: int | None = Field(default=None, ge=1, le=1000, description=_PARALLEL)
    first_byte: float | None = Field(default=None, ge=1, le=120, description=_FIRST)
    total: float | None = Field(default=None, ge=1, le=600, description=_TOTAL)


class OfferFields(Wire):
    """A model at a supplier: how it is called there, what it costs, who may ask it."""

    upstream: Upstream = Field(
        default="", description="Its name at the supplier. Empty: the same.", examples=["mistral-small-2603"]
    )
    kind: ModelKind = Field(default=ModelKind.CHAT, examples=["chat"])
    price_in: Price = Field(default=0, description="Euros for a million tokens read.", examples=[0.1])
    price_out: Price = Field(default=0, description="Euros for a million tokens written.", examples=[0.3])
    energy: Price = Field(
        default=0, description="Kilowatt-hours for a million tokens written.", examples=[0.1]
    )
    priority: int = Field(default=5, ge=1, le=9, description="Among suppliers of one name, the lowest first.")
    roles: list[Role] = Field(default=[], max_length=5, description="Empty: all.", examples=[["agent"]])
    authorities: list[UUID] = Field(default=[], max_length=500, description="Empty: every authority.")


class OfferIn(OfferFields):
    """A model that a supplier offers from now on."""

    name: ModelName = Field(
        description="How one asks for it here. Suppliers that share a name stand in for each other.",
        examples=["mistral-small"],
    )


class OfferOut(OfferFields):
    """A model at a supplier."""

    id: UUID
    supplier_id: UUID
    name: str = Field(examples=["mistral-small"])
    version: int


class SupplierOut(Wire):
    """A supplier and what it offers."""

    id: UUID
    name: str = Field(examples=["Serveur régional"])
    base_url: str = Field(examples=["https://terrain.example.org/modeles/v1"])
    has_key: bool
    data_class: DataClass = Field(examples=["internal"])
    region: str = Field(examples=["France"])
    max_parallel: int
    first_byte: float
    total: float
    created_at: datetime
    deactivated_at: datetime | None
    version: int
    models: list[OfferOut]


class ConfiguredOut(Wire):
    """A supplier that the environment names: it is changed there."""

    name: str = Field(examples=["Serveur local"])
    base_url: str = Field(examples=["https://terrain.example.org/local/v1"])
    data_class: DataClass = Field(examples=["internal"])
    models: list[str] = Field(examples=[["qwen-local"]])


class AliasOut(Wire):
    """Another name for a model."""

    name: str = Field(examples=["rapide"])
    model: str = Field(examples=["mistral-small"])


class AliasIn(Wire):
    """Which model the name means."""

    model: ModelName = Field(examples=["mistral-large"])


class MeaningOut(Wire):
    """Whether collections of one's authority are found by meaning too, and by which model."""

    state: MeaningState = Field(
        description="`no_model`: no embeddings model of this name is open to the authority. `public_only`: its supplier may be"
        " sent public data alone. `no_extension`: this PostgreSQL has no pgvector.", examples=["on"],
    )  # fmt: skip
    name: str = Field(description="The name looked for: TERRAIN_RETRIEVAL_MODEL.", examples=["recherche"])
    model: str = Field(description="What it is at the supplier. Empty: none.", examples=["bge-m3"])
    supplier: str = Field(examples=["Serveur régional"])


class SupplierPage(Wire):
    """Every supplier, in the order of their names, and the other names of models."""

    items: list[SupplierOut]
    configured: list[ConfiguredOut]
    aliases: list[AliasOut]
    meaning: MeaningOut
    next: None = None


class TrialOut(Wire):
    """What a call to the supplier's list of models gave."""

    is_reachable: bool
    milliseconds: int
    models: list[str] = Field(description="Names it knows, at most 200.", examples=[["mistral-small-2603"]])
    failure: str = Field(description="Why it did not work, in French. Empty otherwise.", examples=[""])


class QuotaIn(Wire):
    """How much an authority, or one caller of it, may use in a month of its suppliers. The engine is not counted."""

    authority_id: UUID
    caller_id: UUID | None = Field(
        default=None, description="A person or a key. Left out: everybody of the authority together."
    )
    unit: QuotaUnit = Field(examples=["tokens"])
    monthly: Amount = Field(description="Tokens, euros or kilowatt-hours.", examples=[2_000_000])


class QuotaChange(Wire):
    """Another amount."""

    monthly: Amount = Field(description="Tokens, euros or kilowatt-hours.", examples=[3_000_000])


class QuotaOut(Wire):
    """A quota, and what has been spent of it this month."""

    id: UUID
    authority_id: UUID
    caller_id: UUID | None
    unit: QuotaUnit = Field(examples=["tokens"])
    monthly: float = Field(examples=[2_000_000])
    spent: float = Field(description="Since the month began, in the same unit.", examples=[410_250])
    month: date
    version: int


class QuotaPage(Wire):
    """The quotas that the caller may see."""

    items: list[QuotaOut]
    next: None = None
