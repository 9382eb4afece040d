"""The assistant's own configuration."""

from collections import Counter
from ipaddress import IPv4Network, IPv6Network
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, HttpUrl, SecretStr, model_validator

from services.assistant.kinds import DataClass
from services.kit.settings import KitSettings

RESERVED = frozenset({"auto", "terrain-embarque"})
"""Names that always mean the embedded engine."""


class Patience(BaseModel):
    """Seconds a supplier is given. A slow machine of one's own may be given more."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    connect: float = Field(default=2, gt=0, description="To accept a connection.")
    first_byte: float = Field(default=30, gt=0, description="To begin a streamed answer.")
    idle: float = Field(default=20, gt=0, description="Of silence inside a streamed answer.")
    total: float = Field(default=300, gt=0, le=600, description="For a whole answer, streamed or not.")


class Supplier(BaseModel):
    """One endpoint that speaks the OpenAI convention."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1, max_length=60)
    base_url: HttpUrl
    api_key: SecretStr = SecretStr("")
    models: tuple[str, ...] = Field(min_length=1)
    embeddings: tuple[str, ...] = Field(default=(), description="Models that give vectors.")
    data_class: DataClass = DataClass.INTERNAL
    patience: Patience = Patience()
    max_parallel: int = Field(
        default=200, ge=1, le=1000, description="Answers under way at once, from one process."
    )


class AssistantSettings(KitSettings):
    """Who answers, beside the embedded engine that is always there."""

    suppliers: tuple[Supplier, ...] = Field(
        default=(), description="A JSON list of {name, base_url, api_key, models}; the rest is optional."
    )
    supplier_key: SecretStr = Field(
        default=SecretStr(""),
        description="Secret that seals the suppliers' API keys in the database. Empty: derived from the principal key.",
    )
    supplier_networks: tuple[IPv4Network | IPv6Network, ...] = Field(
        default=(),
        description="Private networks where suppliers may be added by an administrator, as a JSON list of ranges.",
    )
    content_days: int = Field(
        default=30,
        ge=0,
        le=365,
        description="Days that questions and answers are kept before they are deleted. 0: gone within ten minutes of the answer.",
    )

    document_characters: int = Field(
        default=60_000,
        ge=1_000,
        le=600_000,
        description="Characters of attached documents that go with one question: what the smallest model here may read.",
    )

    retrieval_model: str = Field(
        default="recherche",
        max_length=120,
        description="Name of the embeddings model by which collections are found by meaning too. Empty: by words alone.",
    )

    @model_validator(mode="after")
    def name_each_model_once(self) -> Self:
        """Refuse a model name that would not say who answers."""
        counted = Counter(
            model for supplier in self.suppliers for model in (*supplier.models, *supplier.embeddings)
        )
        if taken := sorted(model for model, n in counted.items() if n > 1 or model in RESERVED):
            raise ValueError(f"each model name must mean one supplier: {', '.join(taken)}")
        return self
