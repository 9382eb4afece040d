"""Adoption against figures worked out by hand."""

from datetime import date
from uuid import UUID

from hypothesis import given, strategies as st

from services.metrics.measures import adoption
from services.metrics.measures.adoption import Cohort, Person, Step

JANUARY, FEBRUARY, APRIL = date(2026, 1, 1), date(2026, 2, 1), date(2026, 4, 1)
HERE = UUID(int=1)


def person(*months: date, days: int = 1, kept: int = 0) -> Person:
    return Person(
        authority=HERE, first=min(months), months=frozenset(months), uses=days, days=days, kept=kept
    )


def test_it_counts_those_with_a_kept_result() -> None:
    assert adoption.activated([person(JANUARY, kept=2), person(JANUARY), person(APRIL, kept=1)]) == 2


def test_it_follows_a_cohort_for_three_months() -> None:
    people = [person(JANUARY, FEBRUARY, APRIL), person(JANUARY, APRIL), person(JANUARY), person(FEBRUARY)]
    found = adoption.cohorts(people, months=[JANUARY, FEBRUARY], running=date(2026, 5, 1))
    assert found == [Cohort(JANUARY, 3, 1, 2), Cohort(FEBRUARY, 1, 0, None)]


def test_it_sets_people_on_the_ladder_and_counts_those_who_never_came() -> None:
    people = [person(JANUARY, days=days) for days in (2, 3, 8, 9, 30)]
    assert adoption.ladder(people, invited=12, months=2) == {
        Step.NEVER: 7, Step.ONCE_OR_TWICE: 2, Step.SEVERAL_A_MONTH: 1, Step.SEVERAL_A_WEEK: 1, Step.EVERY_DAY: 1,
    }  # fmt: skip


@given(st.integers(1, 2_000), st.integers(-30, 30))
def test_it_goes_forth_and_back_in_months(index: int, count: int) -> None:
    month = date(2000 + index // 12, index % 12 + 1, 1)
    assert adoption.add_months(adoption.add_months(month, count), -count) == month
