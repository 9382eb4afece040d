"""Years of twelve whole and finished months, counted from the first month that anybody told of.

Tables by use, job, outcome or place are published for a whole year, or for its finished quarters while it runs: crossed
with months they would soon be about one person. Only totals are given month by month.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Invalid
from services.metrics.measures.adoption import add_months
from services.metrics.periods import PARIS

YEAR = 12
_FIRST = text("""
    select coalesce(
        least((select min(start) from published_pattern), (select min(month) from event_month)),
        (select date_trunc('month', min(day))::date from statement_line))
""")
"""A supplier's statement gives the first month only where nothing was counted: it moves no year already told."""


class MonthsRefused(Invalid):
    """The months asked for end before they begin."""

    sentence = "La période doit finir après son début."


@dataclass(frozen=True, slots=True)
class Months:
    """From a month to another, both in it, named by their first days."""

    start: date
    end: date

    @property
    def all(self) -> list[date]:
        """Every month in it."""
        count = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1
        return [add_months(self.start, index) for index in range(max(0, count))]

    def __contains__(self, month: date) -> bool:
        """Tell whether a month is in it."""
        return self.start <= month <= self.end


@dataclass(frozen=True, slots=True)
class Calendar:
    """The first month told of, and the last one that is over."""

    first: date
    last: date

    @property
    def years(self) -> list[Months]:
        """Every year that has begun, as far as it may be told."""
        found, start = [], self.first
        while start <= self.last:
            end = add_months(start, YEAR - 1)
            found.append(Months(start, end if end <= self.last else self._running(start)))
            start = add_months(start, YEAR)
        return found

    def year(self, start: date | None, end: date | None) -> Months | None:
        """Give the latest year that the months asked for touch; None where nothing is over yet.

        Raises: MonthsRefused.
        """
        if start and end and start > end:
            raise MonthsRefused
        touched = [
            one for one in self.years
            if (start is None or one.end >= start.replace(day=1)) and (end is None or one.start <= end)
        ]  # fmt: skip
        return touched[-1] if touched else None

    def _running(self, start: date) -> date:
        # A quarter at a time: a table that grew every month would tell what each month brought.
        done = len(Months(start, self.last).all)
        return add_months(start, (done // 3 * 3 if done >= 3 else done) - 1)


async def read(session: AsyncSession, *, today: date | None = None) -> Calendar | None:
    """Read from when to when measures go; None where nothing was told. The session must see every authority."""
    first = (await (await session.connection()).execute(_FIRST)).scalar_one()
    this_month = (today or datetime.now(UTC).astimezone(PARIS).date()).replace(day=1)
    return Calendar(first, add_months(this_month, -1)) if first else None


def quarter(start: date, month: date) -> str:
    """Name the quarter of a year in which a month lies."""
    return f"T{len(Months(start, month).all[:-1]) // 3 + 1}"


def half(start: date, month: date) -> str:
    """Name the half of a year in which a month lies."""
    return f"S{len(Months(start, month).all[:-1]) // 6 + 1}"
