"""Facts about suppliers' statements: how many lines, never a figure."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from services.kit.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCounted(Event):
    """A supplier's statement was confirmed, and its new lines count."""

    name: ClassVar[str] = "metrics.statement_counted"
    statement_id: UUID
    tool: str
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementWithdrawn(Event):
    """A supplier's statement was taken back: its lines count no more."""

    name: ClassVar[str] = "metrics.statement_withdrawn"
    statement_id: UUID
    lines: int
