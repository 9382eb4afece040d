"""Days as people here live them: those of Paris."""

import calendar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.kit.db import now

PARIS = ZoneInfo("Europe/Paris")


def today() -> date:
    """Give the day it is in Paris."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Give the day on which a moment falls in Paris."""
    return moment.astimezone(PARIS).date()


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
