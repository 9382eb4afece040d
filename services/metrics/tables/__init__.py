"""The tables of metrics, and nobody else's."""

from services.metrics.tables.published import MeasuredPlace, PublishedPattern
from services.metrics.tables.raw import OutboxCursor, QuarantinedEvent, UsageEvent, UsageOrigin, UsageSource
from services.metrics.tables.rollups import (
    CardMonth,
    EnrolmentDay,
    FactMonth,
    PersonCodeMonth,
    PersonMonth,
    PersonWeek,
    UseMonth,
    UseWeek,
)

__all__ = [
    "CardMonth",
    "EnrolmentDay",
    "FactMonth",
    "MeasuredPlace",
    "OutboxCursor",
    "PersonCodeMonth",
    "PersonMonth",
    "PersonWeek",
    "PublishedPattern",
    "QuarantinedEvent",
    "UsageEvent",
    "UsageOrigin",
    "UsageSource",
    "UseMonth",
    "UseWeek",
]
