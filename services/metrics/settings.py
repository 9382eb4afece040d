"""Metrics' own configuration."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from services.kit.settings import KitSettings


class PublishedSplit(BaseModel):
    """A split that somebody published, to stand beside ours. Shares are percentages of search and drafting."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    author: str = Field(min_length=1, max_length=120)
    search: int = Field(ge=0, le=100)
    drafting: int = Field(ge=0, le=100)


class TokenPrice(BaseModel):
    """Euros for a million tokens of a model."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: float = Field(ge=0)
    output: float = Field(ge=0)


class MetricsSettings(KitSettings):
    """How small is too small, and what ours is compared with."""

    small_group: int = Field(
        default=5,
        ge=3,
        description="A figure about fewer agents than this is hidden, and what would let it be computed back.",
    )
    small_group_across: int = Field(
        default=11, ge=3, description="The same for a figure about several authorities, or shown outside."
    )
    small_acts: int = Field(
        default=3,
        ge=3,
        description="Decisions, stops and simpler answers fewer than this are told together, or hidden.",
    )
    remembered_answers: int = Field(
        default=2000,
        ge=0,
        description="Answers about finished months kept in memory, given again while nothing they rest on has changed.",
    )
    pseudonym_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key that makes agents' names unreadable in the measures. Empty: derived from the principal key.",
    )
    published_split: PublishedSplit | None = Field(
        default=PublishedSplit(author="ARNia", search=37, drafting=63),
        description="A JSON object {author, search, drafting}: a published split shown beside ours. null: none.",
    )
    token_prices: dict[str, TokenPrice] = Field(
        default={},
        description="A JSON object: the beginning of a model's name, {input, output} in euros a million tokens.",
    )
