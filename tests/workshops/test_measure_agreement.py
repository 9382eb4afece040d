"""Coefficients of agreement: against what their authors published, and what must hold of any of them."""

from collections import Counter

import pytest
from hypothesis import assume, given, strategies as some

from services.workshops.coefficients import ac1, alpha, flat, interval, share

# Krippendorff (2011), section D, and Gwet (2014), table 2.10: twelve units, four observers, five answers, gaps.
OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
# Krippendorff (2011), section B: Meg and Owen. Section C: Ben and Gerry.
BINARY = ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
LETTERS = ("a a b b d c c c e d d a", "b a b b b c c c e d d d")


# Twenty units, two to four observers, three answers: what krippendorff 0.9.0 and irrCAC 0.4.4 give.
TABLE = (
    "300 110 210 012 200 020 211 300 040 111 201 030 002 200 200 030 210 210 002 040",
    0.48290598290598297,
    0.550573171040312,
)


def units(rows, answers):
    columns = zip(*(row.split() for row in rows), strict=True)
    return [tuple(column.count(answer) for answer in answers) for column in columns]


def counted(rated):
    return list(Counter(rated).items())


@pytest.mark.parametrize(
    ("rows", "answers", "published"),
    [(OBSERVERS, "12345", 0.743), (BINARY, "01", 0.095), (LETTERS, "abcde", 0.692)],
)
def test_it_gives_the_alpha_that_krippendorff_published(rows, answers, published):
    assert alpha(counted(units(rows, answers))) == pytest.approx(published, abs=5e-4)


def test_it_gives_the_ac1_that_gwet_published():
    rated = counted(units(OBSERVERS, "12345"))
    assert ac1(rated) == pytest.approx(0.77544, abs=5e-6)
    assert share(rated) == pytest.approx(0.81818, abs=5e-6)


def test_it_agrees_with_the_reference_packages_to_a_billionth():
    written, by_krippendorff, by_gwet = TABLE
    rated = counted([tuple(int(digit) for digit in unit) for unit in written.split()])
    assert alpha(rated) == pytest.approx(by_krippendorff, abs=1e-9)
    assert ac1(rated) == pytest.approx(by_gwet, abs=1e-9)


RATED = some.lists(
    some.lists(some.integers(0, 3), min_size=3, max_size=3).map(tuple), min_size=2, max_size=12
)


@given(RATED, some.randoms(use_true_random=False))
def test_it_cares_for_no_order_of_things_or_people(rated, random):
    shuffled = random.sample(rated, len(rated))
    clusters, others = [(one,) for one in rated], [(one,) for one in shuffled]
    for coefficient in (alpha, ac1):
        first, second = coefficient(counted(rated)), coefficient(counted(shuffled))
        assert first == (None if second is None else pytest.approx(second))
    assert interval(ac1, clusters) == interval(ac1, others)


@given(RATED, some.permutations(range(3)))
def test_it_cares_for_no_name_of_an_answer(rated, order):
    renamed = [tuple(one[answer] for answer in order) for one in rated]
    for coefficient in (alpha, ac1):
        first, second = coefficient(counted(rated)), coefficient(counted(renamed))
        assert first == (None if second is None else pytest.approx(second))


@given(some.lists(some.tuples(some.integers(0, 2), some.integers(2, 5)), min_size=2, max_size=12))
def test_it_is_one_when_all_agree(answers):
    rated = [tuple(people if one == answer else 0 for one in range(3)) for answer, people in answers]
    assert ac1(counted(rated)) == 1
    if len({answer for answer, _ in answers}) > 1:
        assert alpha(counted(rated)) == 1


@given(RATED)
def test_it_never_passes_one(rated):
    for coefficient in (alpha, ac1, share):
        value = coefficient(counted(rated))
        assert value is None or value <= 1 + 1e-9


@given(RATED)
def test_it_hears_nothing_from_whoever_judges_alone(rated):
    assume(alpha(counted(rated)) is not None)
    assert alpha(counted([*rated, (1, 0, 0)])) == pytest.approx(alpha(counted(rated)))


def test_it_gives_no_alpha_when_every_answer_is_the_same():
    assert alpha(counted([(2, 0, 0), (3, 0, 0)])) is None
    assert ac1(counted([(2, 0, 0), (3, 0, 0)])) == 1


def test_it_gives_nothing_when_nothing_was_judged_twice():
    assert [one(counted([(1, 0, 0), (0, 1, 0)])) for one in (alpha, ac1, share)] == [None, None, None]


def test_it_draws_an_interval_around_the_value():
    clusters = [(one,) for one in units(OBSERVERS, "12345")]
    value, bounds = ac1(flat(Counter(clusters))), interval(ac1, clusters)
    assert bounds.low < value < bounds.high <= 1
    assert interval(ac1, clusters[:1]) is None


def test_it_gives_no_interval_when_most_draws_have_no_value():
    assert interval(alpha, [((2, 0, 0),), ((2, 0, 0),), ((0, 2, 0),)]) is None
