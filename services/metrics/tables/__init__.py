"""The tables of metrics, and nobody else's."""

from services.metrics.tables.published import MeasuredPlace, PublishedPattern
from services.metrics.tables.raw import (
    OutboxCursor,
    QuarantinedEvent,
    UncountedBatch,
    UsageEvent,
    UsageOrigin,
    UsageSource,
)
from services.metrics.tables.rollups import (
    CardMonth,
    EnrolmentDay,
    EventMonth,
    FactMonth,
    PersonCodeMonth,
    PersonMonth,
    PersonWeek,
    UseMonth,
    UseWeek,
)
from services.metrics.tables.statements import StatementLine, SupplierStatement
from services.metrics.tables.surveys import Survey, SurveyAnswer, SurveyInvitation

__all__ = [
    "CardMonth",
    "EnrolmentDay",
    "EventMonth",
    "FactMonth",
    "MeasuredPlace",
    "OutboxCursor",
    "PersonCodeMonth",
    "PersonMonth",
    "PersonWeek",
    "PublishedPattern",
    "QuarantinedEvent",
    "StatementLine",
    "SupplierStatement",
    "Survey",
    "SurveyAnswer",
    "SurveyInvitation",
    "UncountedBatch",
    "UsageEvent",
    "UsageOrigin",
    "UsageSource",
    "UseMonth",
    "UseWeek",
]
