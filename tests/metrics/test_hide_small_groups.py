"""Statistical secrecy, proved: on every small table, and on large random ones."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, strategies as st

from services.metrics.secrecy import Count, hidden, is_small

NOBODY = Count(0, 0)


def total_of(cells: list[Count], *, people: int) -> Count:
    return Count(sum(cell.value for cell in cells), people)


@st.composite
def tables(draw: st.DrawFn) -> tuple[Count, list[Count], bool]:
    """A table as reality makes one: at most one person a use, at least one; a total that everyone is in."""
    cell = st.integers(1, 40).flatmap(lambda value: st.builds(Count, st.just(value), st.integers(1, value)))
    cells = draw(st.lists(st.one_of(st.just(NOBODY), cell), min_size=1, max_size=12))
    are_apart = draw(st.booleans())
    most = sum(cell.people for cell in cells)
    people = most if are_apart else draw(st.integers(max(cell.people for cell in cells), most))
    return total_of(cells, people=people), cells, are_apart


@given(tables(), st.integers(3, 11))
def test_it_hides_every_cell_about_too_few(table: tuple[Count, list[Count], bool], smallest: int) -> None:
    total, cells, are_apart = table
    kept_back = hidden(total, cells, smallest=smallest, are_apart=are_apart)
    assert all(index in kept_back for index, cell in enumerate(cells) if is_small(cell, smallest=smallest))


@given(tables(), st.integers(3, 11))
def test_it_leaves_no_hidden_cell_to_be_computed_from_the_total(
    table: tuple[Count, list[Count], bool], smallest: int
) -> None:
    total, cells, are_apart = table
    kept_back = hidden(total, cells, smallest=smallest, are_apart=are_apart)
    if not kept_back or is_small(total, smallest=smallest):
        return
    rest = total.value - sum(cell.value for index, cell in enumerate(cells) if index not in kept_back)
    least = 0 if len(kept_back) == len(cells) else 1
    lowest, highest = least, rest - least * (len(kept_back) - 1)
    assert lowest < highest, "one value only fits what is shown"


@given(tables(), st.integers(3, 11))
def test_it_never_lets_the_hidden_sum_be_about_too_few(
    table: tuple[Count, list[Count], bool], smallest: int
) -> None:
    total, cells, are_apart = table
    kept_back = hidden(total, cells, smallest=smallest, are_apart=are_apart)
    if not kept_back or len(kept_back) == len(cells):
        return  # the sum is then the total, which was judged by itself
    people = [cells[index].people for index in kept_back]
    assert (sum(people) if are_apart else max(people)) >= smallest


@given(tables(), st.integers(3, 11))
def test_it_hides_nothing_when_every_group_is_large(
    table: tuple[Count, list[Count], bool], smallest: int
) -> None:
    total, cells, are_apart = table
    if not any(is_small(one, smallest=smallest) for one in (total, *cells)):
        assert hidden(total, cells, smallest=smallest, are_apart=are_apart) == frozenset()


def explanations(rest: int, cells: int, least: int) -> Iterator[tuple[int, ...]]:
    """Give every way to share `rest` between hidden cells: what somebody with a pencil would write down."""
    if cells == 1:
        yield from [(rest,)] if rest >= least else []
        return
    for first in range(least, rest + 1):
        yield from ((first, *others) for others in explanations(rest - first, cells - 1, least))


SMALL = [NOBODY, *(Count(value, people) for value in range(1, 5) for people in range(1, value + 1))]


@pytest.mark.parametrize("are_apart", [True, False])
def test_it_leaves_doubt_about_every_hidden_cell_of_every_small_table(are_apart: bool) -> None:
    for cells in product(SMALL, repeat=3):
        total = total_of(list(cells), people=sum(cell.people for cell in cells))
        kept_back = hidden(total, cells, smallest=3, are_apart=are_apart)
        if not kept_back or is_small(total, smallest=3):
            continue
        rest = total.value - sum(cell.value for index, cell in enumerate(cells) if index not in kept_back)
        ways = list(explanations(rest, len(kept_back), least=0 if len(kept_back) == 3 else 1))
        assert all(len(set(values)) > 1 for values in zip(*ways, strict=True)), cells


def test_it_hides_all_of_a_table_whose_total_is_about_too_few() -> None:
    cells = [Count(3, 2), NOBODY, Count(4, 2)]
    assert hidden(Count(7, 4), cells, smallest=5, are_apart=False) == {0, 1, 2}


def test_it_hides_the_next_smallest_with_a_lone_small_cell() -> None:
    cells = [Count(40, 9), Count(3, 2), Count(12, 6), NOBODY]
    assert hidden(Count(55, 12), cells, smallest=5, are_apart=False) == {1, 2}


def test_it_shows_nought_beside_large_groups() -> None:
    assert hidden(Count(20, 8), [Count(20, 8), NOBODY], smallest=5, are_apart=False) == frozenset()


def test_it_hides_one_more_when_each_hidden_cell_could_only_be_one() -> None:
    cells = [Count(1, 1), Count(1, 1), Count(1, 1), Count(9, 6), Count(20, 9)]
    assert hidden(Count(32, 18), cells, smallest=3, are_apart=True) == {0, 1, 2, 3}
