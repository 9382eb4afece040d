"""What a running assistant holds, and hands to whoever answers."""

import asyncio
from dataclasses import dataclass, field
from uuid import UUID

from services.assistant.extraction import process
from services.assistant.kinds import ModelKind
from services.assistant.ledger import Ledger
from services.assistant.meanings import Memory
from services.assistant.models import Model
from services.assistant.relay import Pool
from services.assistant.suppliers.addresses import Network
from services.assistant.suppliers.lines import Lines
from services.assistant.suppliers.registry import Registry
from services.kit.db import Sessions
from services.kit.principal import Principal


@dataclass(slots=True)
class Draft:
    """An answer being written in this process: any number of readers may look at it."""

    text: str = ""
    over: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once the end is saved."""
    task: asyncio.Task[None] | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The database, the suppliers, the way to them, and the answers being written."""

    sessions: Sessions
    registry: Registry
    pool: Pool
    ledger: Ledger
    lines: Lines = field(default_factory=Lines)
    allowed: tuple[Network, ...] = ()
    """Private networks where an administrator may add suppliers."""
    content_days: int = 30
    document_characters: int = 60_000
    """Of the documents that go with one question."""
    retrieval_model: str = ""
    """The name of the model that makes vectors of collections; empty, or unknown: words alone."""
    memory: Memory = field(default_factory=Memory)
    deposited: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when a document was added: its passages wait for their vectors."""
    reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(process.AT_ONCE))
    drafts: dict[UUID, Draft] = field(default_factory=dict)

    async def model(self, name: str, *, by: Principal, kind: ModelKind = ModelKind.CHAT) -> Model:
        """Give the model of this name that the caller may ask.

        Raises: ModelUnknown.
        """
        return (await self.registry.catalogue()).find(name, by, kind=kind)

    async def models(self, *, by: Principal, kind: ModelKind | None = None) -> list[Model]:
        """Give every model that the caller may ask, the embedded one first."""
        return (await self.registry.catalogue()).listed(by, kind=kind)
