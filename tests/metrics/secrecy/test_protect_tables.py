"""Tables of two dimensions: what is hidden cannot be computed back, by any combination of what is shown."""

import random
from itertools import chain

import numpy as np
from hypothesis import given, settings, strategies as st
from scipy.optimize import linprog

from infra.bench import secrecy as bench
from services.metrics.secrecy import Cell, Earlier, Grid, Rule, publish
from services.metrics.secrecy.audit import pinned
from services.metrics.secrecy.blocks import Measure, coarser, gather
from services.metrics.secrecy.grids import protect

SPOT = st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz"))


def many(count: int, first: int = 0, each: int = 3) -> Cell:
    """So many people, numbered from `first`, who did the same each."""
    return Cell(count * each, (1 << count) - 1 << first, each)


@given(st.dictionaries(SPOT, st.integers(1, 4), min_size=1, max_size=9))
@settings(max_examples=120, deadline=None)
def test_it_finds_the_very_cells_that_a_linear_programme_pins(cells: dict[tuple[str, str], int]) -> None:
    spots = sorted(cells)
    lines = [
        [spot[side] == name for spot in spots] for side in (0, 1) for name in {spot[side] for spot in spots}
    ]
    sums = np.array(lines, dtype=float)
    values = sums @ np.array([cells[spot] for spot in spots], dtype=float)
    expected = set()
    for index, spot in enumerate(spots):
        aim = np.zeros(len(spots))
        aim[index] = 1
        low, high = (
            sign * linprog(sign * aim, A_eq=sums, b_eq=values, bounds=(1, None), method="highs").fun
            for sign in (1, -1)
        )
        if high - low < 0.5:
            expected.add(spot)
    assert pinned(cells) == expected


def test_it_lets_no_view_of_a_programme_give_a_hidden_cell_away() -> None:
    found = bench.audit(40, seed=7, seconds=60)
    assert found.small > 300
    assert found.holes > 100, "nothing was hidden, so nothing was tried"
    assert (found.given_away, found.to_insiders) == (0, 0)
    assert found.hidden <= 0.15 * found.cells


def test_it_would_see_a_cell_that_was_left_open() -> None:
    draw = random.Random(7)
    one = next(
        (made, told) for made in iter(lambda: bench.programme(draw), None) if (told := bench.with_holes(made))
    )
    programme, (everything, table) = one
    spot = min(table.hidden, key=lambda s: table.grid.cells[s].value)
    alone = type(table)(table.grid, frozenset({spot}))
    assert bench.given_away(programme, (everything, alone)) >= 1


@given(st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 9), min_size=1), st.booleans())
def test_it_gathers_neighbours_until_each_block_is_large_enough(sizes: dict[str, int], whole: bool) -> None:
    paths = {leaf: ("first" if leaf < "e" else "second",) for leaf in sizes}
    measure = Measure(
        lambda block: sum(sizes[leaf] for leaf in block) >= 5,
        lambda block: sum(sizes[leaf] for leaf in block),
    )
    blocks = gather(paths, measure, whole=whole)
    assert sorted(chain(*blocks)) == sorted(sizes)
    assert len(blocks) == 1 or all(measure.is_safe(block) for block in blocks)
    larger = coarser(blocks, {leaf: path[0] for leaf, path in paths.items()})
    assert all(any(block <= one for one in larger) for block in blocks)


def test_it_shows_a_quarter_where_a_month_is_too_small() -> None:
    people = {"january": 9, "february": 2, "march": 9, "april": 9, "may": 9, "june": 9}
    paths = {month: ("first" if month in {"january", "february", "march"} else "second",) for month in people}
    measure = Measure(lambda block: max(people[m] for m in block) >= 5, len)
    assert set(gather(paths, measure, whole=True)) == {
        frozenset({"january", "february", "march"}), frozenset({"april"}), frozenset({"may"}), frozenset({"june"})
    }  # fmt: skip


def test_it_hides_a_figure_that_is_nearly_all_one_persons() -> None:
    assert not Rule(5).is_safe(Cell(100, 0b11111, 90))
    assert Rule(5).is_safe(Cell(100, 0b11111, 80))
    assert Rule(5).is_safe(Cell()), "nought is about nobody"


def test_it_keeps_hidden_what_was_once_hidden() -> None:
    rows, columns = (
        [frozenset("a"), frozenset("b"), frozenset("c")],
        [frozenset("x"), frozenset("y"), frozenset("z")],
    )
    leaves = {(r, c): many(8, first=100 * i) for i, r in enumerate("abc") for c in "xyz"}
    rule = Rule(5, most_hidden=1.0)
    first = protect(Grid.of(leaves | {("a", "x"): many(2)}, (rows, columns)), rule)
    assert first is not None
    assert (rows[0], columns[0]) in first.hidden
    told = frozenset((*r, *c) for r, c in first.hidden)
    later = publish(leaves, [(rows, columns)], rule, earlier=Earlier((rows, columns), told))
    assert later is not None
    assert first.hidden <= later.hidden


def test_it_shows_nothing_of_a_group_that_is_too_small_as_a_whole() -> None:
    leaves = {("a", "x"): many(2), ("a", "y"): many(2, first=2)}
    assert publish(leaves, [([frozenset("a")], [frozenset("x"), frozenset("y")])], Rule(5)) is None
