"""Who began, who stayed, how often. Always of a group, never of a person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What is counted of one pseudonym over some months, to be added up."""

    authority: UUID
    first: date
    """The first month in which they used anything at all."""
    months: frozenset[date]
    uses: int
    days: int
    codes: int = 0
    cards: int = 0
    kept: int = 0
    card_codes: int = 0


class Step(StrEnum):
    """The ladder of frequency (UK DBT and Australian DTA trials, 2024, use such steps)."""

    NEVER = "never"
    ONCE_OR_TWICE = "once_or_twice_a_month"
    SEVERAL_A_MONTH = "several_times_a_month"
    SEVERAL_A_WEEK = "several_times_a_week"
    EVERY_DAY = "every_day"


WORKED_DAYS = 18.0
"""Days worked in a month, holidays deducted: 217 a year (215 to 220 are usual) over twelve."""


def activated(people: Sequence[Person]) -> int:
    """Count the people with at least one kept result: activation is their share of those invited (domain, part 6)."""
    return sum(person.kept > 0 for person in people)


def active(people: Sequence[Person], month: date) -> int:
    """Count the people who used anything in a month."""
    return sum(month in person.months for person in people)


def ladder(people: Sequence[Person], *, invited: int, months: int) -> dict[Step, int]:
    """Count people by how often they come, from days of use a month. Those invited who never came are a step too."""
    steps = Counter(step(person.days / months) for person in people if person.uses)
    steps[Step.NEVER] = max(0, invited - sum(steps.values()))
    return {step: steps[step] for step in Step}


def step(days_a_month: float) -> Step:
    """Give the step of somebody who uses a tool on so many days a month."""
    if days_a_month <= 2:
        return Step.ONCE_OR_TWICE
    if days_a_month < 4.3:  # once a week: 52 weeks over 12 months
        return Step.SEVERAL_A_MONTH
    return Step.SEVERAL_A_WEEK if days_a_month < WORKED_DAYS * 0.8 else Step.EVERY_DAY


@dataclass(frozen=True, slots=True)
class Cohort:
    """People who began in the same month, and how many came back one and three months later."""

    began: date
    size: int
    after_one: int | None
    after_three: int | None
    """None: that month is not over yet."""


def cohorts(people: Sequence[Person], *, months: Sequence[date], running: date) -> list[Cohort]:
    """Follow each opening cohort: retained means active in the first, or third, month after the one they began in."""
    found = []
    for began in months:
        own = [person for person in people if person.first == began]
        if own:
            found.append(
                Cohort(began, len(own), _back(own, began, 1, running), _back(own, began, 3, running))
            )
    return found


def _back(own: Sequence[Person], began: date, later: int, running: date) -> int | None:
    when = add_months(began, later)
    return None if when >= running else active(own, when)


def add_months(month: date, count: int) -> date:
    """Give the first day of a month some months later."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)
