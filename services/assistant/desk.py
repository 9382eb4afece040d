"""What a running assistant holds, and hands to whoever answers."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.assistant.models import Model, find
from services.assistant.relay import Pool
from services.assistant.settings import Supplier
from services.kit.db import Sessions


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
    suppliers: Sequence[Supplier]
    pool: Pool
    content_days: int = 30
    drafts: dict[UUID, Draft] = field(default_factory=dict)

    def model(self, name: str) -> Model:
        """Give the model of this name.

        Raises: ModelUnknown.
        """
        return find(self.suppliers, name)
