"""Hours lost a year."""

from dataclasses import replace

from hypothesis import given, strategies as some

from services.workshops.schemas import Grade, Period
from services.workshops.weights import CONVENTIONS, Weight, hours_lost

WEIGHTS = some.builds(
    Weight,
    times=some.floats(0.1, 500),
    per=some.sampled_from(Period),
    minutes=some.floats(0.5, 600),
    agents=some.integers(1, 200),
    grade=some.sampled_from(Grade),
    low=some.none(),
    high=some.none(),
)


def test_it_gives_the_figure_of_the_method():
    weight = Weight(times=6, per=Period.WEEK, minutes=10, agents=1, grade=Grade.DECLARED)
    hours = hours_lost(weight)
    assert (hours.typical, hours.low, hours.high, hours.grade) == (52.0, 34.7, 69.3, Grade.DECLARED)


def test_it_says_nothing_while_frequency_or_duration_is_unknown():
    assert hours_lost(None) is None


@given(WEIGHTS)
def test_it_keeps_the_typical_between_low_and_high(weight):
    hours = hours_lost(weight)
    assert hours.low <= hours.typical <= hours.high


@given(WEIGHTS)
def test_it_grows_with_agents_in_proportion(weight):
    # Each result is rounded to a tenth, so the doubled one may be a tenth and a half off.
    once, twice = hours_lost(weight), hours_lost(replace(weight, agents=weight.agents * 2))
    assert abs(twice.typical - 2 * once.typical) <= 0.151


@given(WEIGHTS)
def test_it_trusts_a_measure_more_than_a_guess(weight):
    measured, guessed = (
        hours_lost(replace(weight, grade=grade)) for grade in (Grade.MEASURED, Grade.ESTIMATED)
    )
    assert measured.high - measured.low <= guessed.high - guessed.low


@given(WEIGHTS, some.floats(0.1, 0.9), some.floats(1.1, 3))
def test_it_takes_the_shortest_and_longest_that_were_given(weight, shorter, longer):
    given_range = replace(weight, low=weight.minutes * shorter, high=weight.minutes * longer)
    hours = hours_lost(given_range)
    factor = weight.times * CONVENTIONS.a_year(weight.per) * weight.agents / 60
    assert hours.low == round(factor * weight.minutes * shorter, 1)
    assert hours.high == round(factor * weight.minutes * longer, 1)


def test_it_counts_a_daily_thing_as_five_a_week():
    daily = Weight(times=1, per=Period.DAY, minutes=10, agents=1, grade=Grade.DECLARED)
    assert hours_lost(daily) == hours_lost(replace(daily, times=5, per=Period.WEEK))
