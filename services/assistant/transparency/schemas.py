"""The public register of the assistant, on the wire."""

from pydantic import Field

from services.assistant.schemas import UseCaseOut
from services.assistant.wire import Wire


class ModelCard(Wire):
    """One model as the public reads it: what it is, who runs it, what it may be given, where it fails."""

    name: str = Field(examples=["terrain-embarque"])
    supplier: str = Field(examples=["terrain"])
    is_generative: bool = Field(description="False for the embedded engine, which composes from rules.")
    kind: str = Field(description="chat or embeddings.", examples=["chat"])
    data: str = Field(
        description="The most protected data that it may be sent, in French.",
        examples=["données internes, sans données personnelles"],
    )
    energy: float = Field(
        description="Kilowatt-hours for a million tokens written, as the administrator states them; 0: not stated.",
        examples=[0],
    )
    is_open_to_all: bool = Field(description="False when only some roles or authorities may ask it.")
    purpose: str = Field(
        description="What it is for, in French.", examples=["Proposer une première version."]
    )
    limits: list[str] = Field(
        description="What it cannot do, in French.",
        examples=[["Il ne connaît que le texte que vous lui donnez."]],
    )


class TransparencyOut(Wire):
    """The public register of the assistant."""

    purpose: str = Field(examples=["Aider les agents à rédiger, résumer et préparer des documents."])
    human_review: str = Field(examples=["Un agent relit et corrige chaque réponse avant de s’en servir."])
    mention: str = Field(
        description="A draft for the public, of documents prepared with the assistant.",
        examples=["Ce document a été préparé avec l’aide d’un outil informatique, puis relu par un agent."],
    )
    kept_days: int = Field(description="Days after which what was said is deleted.", examples=[30])
    charter_version: int = Field(description="The charter that every user accepts.", examples=[1])
    models: list[ModelCard]
    uses: list[UseCaseOut] = Field(description="The catalogue: each use, and what it is restricted to.")
