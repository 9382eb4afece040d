"""The hours of several losses together: no task counted twice."""

from uuid import UUID

from hypothesis import given, strategies as some

from services.workshops.schemas import Grade, HoursLost
from services.workshops.unions import Loss, union

ONE, OTHER = UUID(int=1), UUID(int=2)


def hours(low, typical, high, grade=Grade.DECLARED):
    return HoursLost(low=low, typical=typical, high=high, grade=grade)


def loss(about, *values, grade=Grade.DECLARED, is_whole=False):
    return Loss(
        about=frozenset(about if isinstance(about, tuple) else {about}),
        hours=hours(*values, grade),
        is_whole=is_whole,
    )


TENTHS = some.lists(some.integers(0, 10_000), min_size=3, max_size=3).map(
    lambda three: [n / 10 for n in sorted(three)]
)
LOSSES = some.lists(
    some.builds(
        lambda about, values, grade, is_whole: loss(about, *values, grade=grade, is_whole=is_whole),
        some.sampled_from([ONE, OTHER, UUID(int=3), (ONE, OTHER), (OTHER, UUID(int=3))]), TENTHS, some.sampled_from(Grade), some.booleans(),
    ),
    max_size=8,
)  # fmt: skip


def test_it_says_nothing_of_nothing():
    assert union([]) is None


def test_it_adds_what_is_lost_in_different_tasks():
    added = union([loss(ONE, 10, 20, 30), loss(OTHER, 1, 2, 4)])
    assert added == hours(11, 22, 34)


def test_it_lets_the_heaviest_stand_for_one_task():
    assert union([loss(ONE, 10, 20, 30), loss(ONE, 12, 15, 40)]) == hours(12, 20, 40)


def test_it_lets_the_heaviest_stand_for_what_was_brought_together():
    together = [loss((ONE, UUID(int=3)), 10, 20, 30), loss((OTHER, UUID(int=3)), 12, 15, 40)]
    assert union(together) == hours(12, 20, 40)
    assert union([*together, loss(ONE, 1, 2, 50), loss(UUID(int=9), 1, 1, 1)]) == hours(13, 21, 51)


def test_it_counts_a_whole_task_only_while_nothing_says_what_is_lost_in_it():
    whole = loss(ONE, 100, 200, 300, grade=Grade.ESTIMATED, is_whole=True)
    assert union([whole]) == whole.hours
    assert union([whole, loss(ONE, 10, 20, 30)]) == hours(10, 20, 30)


def test_it_is_known_no_better_than_its_least_known_part():
    parts = [loss(ONE, 1, 2, 3, grade=Grade.MEASURED), loss(OTHER, 1, 2, 3, grade=Grade.ESTIMATED)]
    assert union(parts).grade is Grade.ESTIMATED
    assert union(parts[:1]).grade is Grade.MEASURED


@given(LOSSES, some.randoms(use_true_random=False))
def test_it_cares_for_no_order(losses, random):
    assert union(losses) == union(random.sample(losses, len(losses)))


@given(LOSSES)
def test_it_counts_the_same_loss_once(losses):
    assert union(losses) == union([*losses, *losses])


@given(LOSSES)
def test_it_keeps_low_typical_and_high_in_order(losses):
    found = union(losses)
    assert found is None or found.low <= found.typical <= found.high


@given(LOSSES)
def test_it_never_passes_the_plain_sum(losses):
    found = union(losses)
    assert found is None or found.high <= sum(one.hours.high for one in losses) + 1e-6
