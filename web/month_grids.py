"""Months as a calendar hangs on a wall: weeks from Monday to Sunday, each day with what it holds."""

import calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from web import french

WEEK = tuple((name[:1].upper(), name) for name in french.DAYS)
"""How a week's days are headed: a letter, and the word that it stands for."""
_MONDAY_FIRST = calendar.Calendar(firstweekday=calendar.MONDAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """What one day holds, as the calendar shows it."""

    day: date
    title: str
    detail: str = ""
    href: str = ""
    tone: str = ""
    word: str = ""
    is_cancelled: bool = False
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One square of a month: its day, or None before the first and after the last; and how much it holds."""

    day: date | None
    count: int = 0

    @property
    def anchor(self) -> str:
        """Where the page says what the day holds."""
        return f"jour-{self.day}"


@dataclass(frozen=True, slots=True)
class Month:
    """A month: its name, its weeks, and its lines by day."""

    first: date
    weeks: tuple[tuple[Cell, ...], ...]
    lines: tuple[DayLine, ...]


def months(start: date, lines: Iterable[DayLine], *, count: int = 12) -> list[Month]:
    """Give `count` months from the one that `start` lies in, each with its lines."""
    by_month: dict[tuple[int, int], list[DayLine]] = defaultdict(list)
    for line in lines:
        by_month[line.day.year, line.day.month].append(line)
    wanted = [later(start, step) for step in range(count)]
    return [_month(first, by_month[first.year, first.month]) for first in wanted]


def later(start: date, step: int) -> date:
    """Give the first day of the month that comes `step` months after the one of `start`; before it, if negative."""
    year, month = divmod(start.year * 12 + start.month - 1 + step, 12)
    return date(year, month + 1, 1)


def _month(first: date, lines: list[DayLine]) -> Month:
    held: dict[date, int] = defaultdict(int)
    for line in lines:
        held[line.day] += 1
    weeks = tuple(
        tuple(Cell(day, held[day]) if day.month == first.month else Cell(None) for day in week)
        for week in _MONDAY_FIRST.monthdatescalendar(first.year, first.month)
    )
    return Month(first, weeks, tuple(sorted(lines, key=lambda line: line.day)))
