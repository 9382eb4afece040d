"""Periods of whole ISO weeks, as weeks are in Paris."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.kit.errors import Invalid

PARIS = ZoneInfo("Europe/Paris")
USUAL = 12
YEAR = 12
LONGEST = 106
WEEK = timedelta(weeks=1)


class PeriodRefused(Invalid):
    """The weeks asked for end before they begin, or are more than two years."""

    sentence = "La période doit finir après son début, et ne pas dépasser deux ans."


@dataclass(frozen=True, slots=True)
class Period:
    """From a Monday to a Sunday, both in it."""

    start: date
    end: date

    @property
    def weeks(self) -> list[date]:
        """The Mondays in it."""
        return [self.start + index * WEEK for index in range((self.end - self.start).days // 7 + 1)]

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The moments between which it lies, the last one out of it."""
        return _midnight(self.start), _midnight(self.end + timedelta(days=1))


def around(start: date | None, end: date | None, *, today: date | None = None) -> Period:
    """Widen what was asked to whole weeks: two periods then never differ by one day, which may be one person's.

    Raises: PeriodRefused.
    """
    today = today or datetime.now(UTC).astimezone(PARIS).date()
    last = end or max(today, start or today)
    if last.year > 9000 or last.year < 2000 or (start and start.year < 2000):
        raise PeriodRefused
    sunday = _monday(last) + timedelta(days=6)
    monday = _monday(start) if start else _monday(last) - (USUAL - 1) * WEEK
    if monday > sunday or (sunday - monday).days > LONGEST * 7:
        raise PeriodRefused
    return Period(monday, sunday)


def months(start: date | None, end: date | None, *, today: date | None = None) -> tuple[date, date]:
    """Widen what was asked to whole months; give the first days of the first and the last one.

    Raises: PeriodRefused.
    """
    today = today or datetime.now(UTC).astimezone(PARIS).date()
    last = (end or max(today, start or today)).replace(day=1)
    if not 2000 <= last.year <= 9000:
        raise PeriodRefused
    index = last.year * 12 + last.month - YEAR
    first = start.replace(day=1) if start else date(index // 12, index % 12 + 1, 1)
    if first > last or first.year < 2000 or (last.year - first.year) * 12 + last.month - first.month >= 24:
        raise PeriodRefused
    return first, last


def iso(monday: date) -> str:
    """Name a week as ISO 8601 does: 2026-W48."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, PARIS)
