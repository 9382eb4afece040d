"""The tables of metrics, and nobody else's."""

from services.metrics.tables.raw import OutboxCursor, QuarantinedEvent, UsageEvent, UsageOrigin, UsageSource
from services.metrics.tables.rollups import (
    CardMonth,
    EnrolmentDay,
    FactMonth,
    PersonMonth,
    PersonWeek,
    UseMonth,
    UseWeek,
)

__all__ = [
    "CardMonth",
    "EnrolmentDay",
    "FactMonth",
    "OutboxCursor",
    "PersonMonth",
    "PersonWeek",
    "QuarantinedEvent",
    "UsageEvent",
    "UsageOrigin",
    "UsageSource",
    "UseMonth",
    "UseWeek",
]
