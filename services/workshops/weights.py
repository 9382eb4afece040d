"""What a pain point weighs: hours lost a year, as a range, with how it is known. Pure functions of values.

The formula is the programme's own (« Hours lost a year = occurrences a year × minutes lost × agents ÷ 60, always with
a low and a high value, and graded measured, declared or estimated »).
"""

from dataclasses import dataclass
from typing import Protocol

from services.workshops.schemas import Grade, HoursLost, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """How many times a year a period comes, and how far a value may be from the truth.

    A year counts all its weeks: a service goes on while one of its agents is away. A working week has five days.
    The margins are a convention of this platform, not a finding: they apply only where nobody gave the shortest and
    the longest duration, and are wide because durations from memory are poor (see the rules of measures: trials
    that rest on self-reported minutes contradict each other).
    """

    days: float = 260
    weeks: float = 52
    months: float = 12
    measured: float = 1 / 10
    declared: float = 1 / 3
    estimated: float = 1 / 2

    def a_year(self, period: Period) -> float:
        """Give how many of these periods a year holds."""
        return {Period.DAY: self.days, Period.WEEK: self.weeks, Period.MONTH: self.months, Period.YEAR: 1.0}[
            period
        ]

    def margin(self, grade: Grade) -> float:
        """Give the share by which a value of this grade may be off, both ways."""
        return {
            Grade.MEASURED: self.measured,
            Grade.DECLARED: self.declared,
            Grade.ESTIMATED: self.estimated,
        }[grade]


CONVENTIONS = Conventions()


class Quantities(Protocol):
    """Anything that says how often, how long and for how many."""

    times: float | None
    per: str | None
    minutes: float | None
    minutes_low: float | None
    minutes_high: float | None
    agents: int
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """The quantities that the formula reads. `low` and `high` are minutes, when somebody gave them."""

    times: float
    per: Period
    minutes: float
    agents: int
    grade: Grade
    low: float | None = None
    high: float | None = None

    @classmethod
    def of(cls, row: Quantities) -> "Weight | None":
        """Read a row, or give None while frequency or duration is not known."""
        if row.times is None or row.per is None or row.minutes is None:
            return None
        return cls(
            times=row.times, per=Period(row.per), minutes=row.minutes, agents=row.agents, grade=Grade(row.grade),
            low=row.minutes_low, high=row.minutes_high,
        )  # fmt: skip


def hours_lost(weight: Weight | None, conventions: Conventions = CONVENTIONS) -> HoursLost | None:
    """Give the hours lost a year, to a tenth, or None while they cannot be told.

    typical = times × periods a year × minutes × agents ÷ 60; low and high put the shortest and the longest duration in
    the place of the usual one, or else take the margin of the grade off and on.
    """
    if weight is None:
        return None
    margin = conventions.margin(weight.grade)
    hours_a_minute = weight.times * conventions.a_year(weight.per) * weight.agents / 60
    low = weight.minutes * (1 - margin) if weight.low is None else weight.low
    high = weight.minutes * (1 + margin) if weight.high is None else weight.high
    return HoursLost(
        typical=round(hours_a_minute * weight.minutes, 1),
        low=round(hours_a_minute * low, 1),
        high=round(hours_a_minute * high, 1),
        grade=weight.grade,
    )
