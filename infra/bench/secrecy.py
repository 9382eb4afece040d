"""Audit of statistical secrecy: random programmes, everything published of each, and what a computer can make of it.

`python -m infra.bench.secrecy [tables] [seconds]`. For each table, every view that may be asked for (each authority,
department, type, stratum, all of them; each column) is put in one linear programme, and the interval of each hidden
cell is computed from all of them together (HiGHS). A cell whose interval is one value is a failure. The same once more
for those of one authority, who know their own row.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import linprog

from infra.bench.random_programmes import Programme, programme
from services.metrics.secrecy import Cell, Grid, Rule, Shown, plans, publish
from services.metrics.secrecy.blocks import Block
from services.metrics.secrecy.cells import total
from services.metrics.secrecy.grids import protect

Matrix = NDArray[np.float64]
HARDER = 4
"""One programme in so many is also shown as finely as can be, with holes: the slowest to audit."""


Tables = tuple[Shown, ...]


def published(one: Programme) -> Tables:
    """Publish what may be of a programme: its columns for all rows together, then row by row."""
    everything = publish(one.leaves, [plans.whole(one.leaves, one.rows, one.columns, one.rule)], one.rule)
    if everything is None:
        return ()
    ladder = plans.levels(one.leaves, one.rows, one.columns, one.rule)
    by_row = publish(one.leaves, ladder, one.rule, is_firm=one.columns.is_firm)
    return (everything, by_row) if by_row else (everything,)


def with_holes(one: Programme) -> Tables:
    """Publish the finest level that can be protected at all, however many holes it has: the harder case to prove."""
    rule = replace(one.rule, most_hidden=1.0)
    everything = publish(one.leaves, [plans.whole(one.leaves, one.rows, one.columns, rule)], rule)
    for level in plans.levels(one.leaves, one.rows, one.columns, rule) if everything else ():
        shown = protect(Grid.of(one.leaves, level), rule)
        if everything and shown and shown.hidden:
            return everything, shown
    return ()


Sums = list[tuple[list[tuple[str, str]], int]]


def views(one: Programme, tables: Tables) -> Sums:
    """Give all that is told, as sums of leaves: every selection of rows by every column, and every total."""
    return [told for table in tables for told in _views(one, table)]


def _views(one: Programme, what: Shown) -> Iterator[tuple[list[tuple[str, str]], int]]:
    grid = what.grid
    everything = frozenset(one.columns.paths)
    selections = {frozenset({row}) for row in grid.rows}
    selections |= {frozenset(row for row in grid.rows if row <= members) for members in one.groups.values()}
    for rows in selections - {frozenset[Block]()}:
        places = [leaf for row in rows for leaf in row]
        for column in {*grid.columns, everything}:
            cell = total(_cells(what, rows)) if column == everything else what.sum_of(rows, column)
            if cell is not None:
                yield [(place, leaf) for place in places for leaf in column], cell.value


def _cells(what: Shown, rows: frozenset[Block]) -> Iterator[Cell]:
    return (cell for (row, _), cell in what.grid.cells.items() if row in rows)


def hidden_of(tables: Tables) -> list[tuple[Block, Block]]:
    """Give the hidden cells of every table."""
    return [spot for table in tables for spot in sorted(table.hidden, key=str)]


def small_leaves(one: Programme, rule: Rule) -> list[tuple[Block, Block]]:
    """Give what nobody may learn: the cells about too few, at the finest level there is."""
    return [
        (frozenset({row}), frozenset({column}))
        for (row, column), cell in sorted(one.leaves.items())
        if not rule.is_safe(cell)
    ]


def given_away(one: Programme, tables: Tables, *, known: str = "") -> int:
    """Count the cells, hidden or put together with others, that may only be worth one value.

    `known`: a place whose own row its people know, from whom groups smaller than theirs are kept. That a hidden cell holds something is told too, noughts being shown.
    """
    rule = replace(one.rule, smallest=one.rule.insiders) if known else one.rule
    hidden = [spot for spot in hidden_of(tables) if known not in spot[0]]
    secret = [*hidden, *(spot for spot in small_leaves(one, rule) if known not in spot[0])]
    if not secret or not tables:
        return 0
    index = {spot: i for i, spot in enumerate((p, c) for p in one.rows.paths for c in one.columns.paths)}
    sums = views(one, tables)
    if known:
        sums += [([(known, c)], one.leaves.get((known, c), Cell()).value) for c in one.columns.paths]
    matrix = np.zeros((len(sums), len(index)))
    for line, (leaves, _) in enumerate(sums):
        matrix[line, [index[leaf] for leaf in leaves]] = 1
    targets = np.zeros((len(secret), len(index)))
    for line, (row, column) in enumerate(secret):
        targets[line, [index[r, c] for r in row for c in column]] = 1
    values = np.array([value for _, value in sums], dtype=float)
    least = np.array([1.0] * len(hidden) + [0.0] * (len(secret) - len(hidden)))
    return int((_ranges(Told(matrix, values, targets, least)) < 0.5).sum())


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a table, as equations, and what is asked of it."""

    matrix: Matrix
    values: Matrix
    targets: Matrix
    least: Matrix
    """What each target is known to be worth at least."""


def _ranges(told: Told) -> Matrix:
    """Find how far each target may vary: at least so much.

    Pairs of tables that both satisfy what is told, and differ in as many targets as can be, come first. Each target that
    none of them moved gets its own two programmes, which alone can say that a cell does not vary.
    """
    low, high = np.full(len(told.targets), np.inf), np.full(len(told.targets), -np.inf)
    while (still := high - low < 0.5).any():
        moved = _pair(told, still)
        low, high = np.minimum(low, moved.min(axis=0)), np.maximum(high, moved.max(axis=0))
        if (still == (high - low < 0.5)).all():
            break
    for line in np.flatnonzero(high - low < 0.5):
        for sign in (1.0, -1.0):
            answer = _solved(
                sign * told.targets[line], A_eq=told.matrix, b_eq=told.values, A_ub=-told.targets, b_ub=-told.least
            )  # fmt: skip
            reached = told.targets @ answer
            low, high = np.minimum(low, reached), np.maximum(high, reached)
    spread: Matrix = high - low
    return spread


def _pair(told: Told, still: NDArray[np.bool_]) -> Matrix:
    """Find two tables that satisfy what is told and set apart, by one at most, the targets that have not varied yet."""
    lines, leaves = told.targets.shape
    targets, one = sparse.csr_array(told.targets), sparse.eye_array(lines, format="csr")
    beyond = sparse.block_array(
        [[-targets, None, 0 * one], [None, -targets, 0 * one], [targets, -targets, one]], format="csr"
    )
    matrix = sparse.csr_array(told.matrix)
    both = sparse.block_array([[matrix, None], [None, matrix]], format="csr")
    answer = _solved(
        np.concatenate([np.zeros(2 * leaves), -still.astype(float)]), A_ub=beyond,
        b_ub=np.concatenate([-told.least, -told.least, np.zeros(lines)]), b_eq=np.tile(told.values, 2),
        A_eq=sparse.hstack([both, sparse.csr_array((both.shape[0], lines))], format="csr"),
        bounds=[(0, None)] * (2 * leaves) + [(0, 1)] * lines,
    )  # fmt: skip
    return np.array([told.targets @ answer[:leaves], told.targets @ answer[leaves : 2 * leaves]])


def _solved(aim: Matrix, **told: object) -> Matrix:
    answer = linprog(aim, method="highs", **{"bounds": (0, None), **told})
    if answer.status != 0:
        raise ValueError(f"the true table must satisfy what is told of it: {answer.message}")
    found: Matrix = answer.x
    return found


@dataclass(slots=True)
class Findings:
    """What an audit found."""

    tables: int = 0
    mute: int = 0
    cells: int = 0
    hidden: int = 0
    views: int = 0
    with_holes: int = 0
    holes: int = 0
    small: int = 0
    given_away: int = 0
    to_insiders: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    worst: float = 0.0
    milliseconds: list[float] = field(default_factory=list)


def audit(tables: int, *, seed: int = 1, seconds: float = 3_600.0) -> Findings:
    """Try so many random tables, at most so long: as published, and as finely as can be protected at all."""
    draw, found, end = random.Random(seed), Findings(), time.monotonic() + seconds
    while found.tables < tables and time.monotonic() < end:
        one = programme(draw)
        start = time.perf_counter()
        told = published(one)
        found.milliseconds.append((time.perf_counter() - start) * 1000)
        found.tables += 1
        found.mute += not told
        found.shapes["+".join(f"{_kind(one, table)}" for table in told) or "nothing"] += 1
        found.views += len(views(one, told))
        found.cells += sum(len(table.grid.cells) for table in told)
        found.hidden += len(hidden_of(told))
        found.small += len(small_leaves(one, one.rule))
        found.worst = max([found.worst, *(table.share for table in told)])
        harder = with_holes(one) if found.tables % HARDER == 0 else ()
        found.with_holes, found.holes = found.with_holes + bool(harder), found.holes + len(hidden_of(harder))
        insider = draw.choice(sorted(one.rows.paths)) if one.rule.insiders else ""
        for case in (told, harder):
            found.given_away += given_away(one, case)
            found.to_insiders += given_away(one, case, known=insider) if insider else 0
    return found


def _kind(one: Programme, table: Shown) -> str:
    rows, columns = len(table.grid.rows), len(table.grid.columns)
    return "all" if rows == 1 < len(one.rows.paths) else "rows" if columns > 1 else "row totals"


def main() -> None:
    """Print what an audit of the tables asked for finds."""
    tables = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    found = audit(tables, seconds=float(sys.argv[2]) if len(sys.argv) > 2 else 3_600.0)
    print(f"random programmes {found.tables}, of which {found.mute} may not even show a total")
    print(
        f"views published {found.views}; cells after generalising {found.cells}, hidden {found.hidden}",
        end=" ",
    )
    print(f"({found.hidden / max(1, found.cells):.1%}; most in one table {found.worst:.1%})")
    print(
        f"shown again as finely as can be, with holes: {found.with_holes} programmes, {found.holes} hidden cells"
    )
    print(f"cells about too few at the finest level, hidden or put together with others: {found.small}")
    print(f"cells of either kind that all views together give away: {found.given_away}")
    print(f"the same to those who know one authority's row: {found.to_insiders}")
    print(f"what was published: {dict(found.shapes.most_common())}")
    print(
        f"time to publish one: median {median(found.milliseconds):.1f} ms, most {max(found.milliseconds):.0f} ms"
    )


if __name__ == "__main__":
    main()
