"""Net gains against figures worked out by hand, and the width of their interval against what is known of it."""

import random
import statistics
from uuid import UUID

from hypothesis import given, settings, strategies as st

from services.metrics.kinds import Grade
from services.metrics.measures import gains
from services.metrics.measures.gains import Bin, Gain

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def bins(authority: UUID, *nets: int, grade: Grade = Grade.OBSERVED) -> tuple[Bin, ...]:
    return tuple(Bin(authority, grade, net, 1) for net in nets)


def test_it_claims_nothing_under_eleven_cards() -> None:
    found = gains.net(bins(A, *range(10)))
    assert (found.n, found.median, found.is_claim) == (10, None, False)


def test_it_gives_the_median_and_the_quartiles() -> None:
    found = gains.net(bins(A, -5, 0, 2, 4, 6, 8) + bins(B, 10, 12, 14, 16, 18))
    assert (found.median, found.lower, found.upper, found.total) == (8, 2, 14, 85)


def test_it_says_nothing_of_other_authorities_from_one_alone() -> None:
    found = gains.net(bins(A, *range(5, 25)))
    assert found.median is not None
    assert (found.low, found.high, found.is_claim) == (None, None, False)


def test_it_claims_no_gain_when_its_interval_holds_nought() -> None:
    found = gains.net(bins(A, *[-10] * 8) + bins(B, *[10] * 8) + bins(C, *[12] * 8))
    assert found.low is not None and found.high is not None  # noqa: PT018
    assert found.low < 0 < found.high
    assert not found.is_claim


def test_it_gives_the_weakest_grade_that_weighs_a_tenth() -> None:
    observed, guessed = bins(A, *range(20)), bins(A, 1, 2, grade=Grade.GUESS)
    assert gains.net(observed + guessed[:1]).grade is Grade.OBSERVED
    assert gains.net(observed[:18] + guessed).grade is Grade.GUESS


@given(st.lists(st.integers(-60, 60), min_size=11, max_size=60))
def test_it_agrees_with_the_statistics_of_the_library(nets: list[int]) -> None:
    found = gains.net(bins(A, *nets))
    assert found.median == statistics.median_low(nets)
    assert found.total == sum(nets)


@given(st.lists(st.tuples(st.sampled_from([A, B, C]), st.integers(-60, 60)), min_size=11, max_size=60))
@settings(max_examples=30)
def test_it_does_not_depend_on_the_order_of_cards(told: list[tuple[UUID, int]]) -> None:
    one = [Bin(place, Grade.BASELINE, net, 1) for place, net in told]
    assert gains.net(tuple(one)) == gains.net(tuple(reversed(one)))


def test_it_covers_the_truth_about_as_often_as_it_says() -> None:
    """Thirty authorities, each with its own habit: the interval holds the true median in 90 samples of 100 or more."""
    draw, held, trials = random.Random(7), 0, 100
    for trial in range(trials):
        told = []
        for number in range(30):
            habit = draw.gauss(10, 4)
            told += [
                Bin(UUID(int=trial * 100 + number), Grade.OBSERVED, round(draw.gauss(habit, 8)), 1)
                for _ in range(12)
            ]
        found: Gain = gains.net(tuple(told))
        assert found.low is not None and found.high is not None  # noqa: PT018
        held += found.low <= 10 <= found.high
    assert 90 <= held <= 100
