"""A table of two dimensions with its totals: generalised first, then hidden where it must be, and proved.

Rows are apart (nobody is in two of them: authorities); columns need not be (the same agent uses several codes). Every
row total, every column total and the total are shown, and so is the sum of any rows that holds all of a column's
hidden cells or none of them.
"""

from collections.abc import Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import chain

from services.metrics.secrecy import audit
from services.metrics.secrecy.audit import Place
from services.metrics.secrecy.blocks import Block
from services.metrics.secrecy.cells import NOTHING, Cell, Rule, total

Cells = Mapping[Place, Cell]
"""Only those that hold something."""
Spot = tuple[Block, Block]
Level = tuple[Sequence[Block], Sequence[Block]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by row and column, both of them blocks of leaves."""

    rows: tuple[Block, ...]
    columns: tuple[Block, ...]
    cells: Mapping[Spot, Cell]
    is_apart: bool = False
    """Nobody is in two columns."""
    parts: Mapping[Spot, Sequence[Cell]] = field(default_factory=dict)
    """What each leaf row brings to a cell, where its row holds several."""

    @classmethod
    def of(cls, leaves: Cells, level: Level, *, is_apart: bool = False) -> "Grid":
        """Add leaves up into blocks."""
        rows, columns = level
        row_of = {leaf: block for block in rows for leaf in block}
        column_of = {leaf: block for block in columns for leaf in block}
        found: dict[Spot, dict[str, list[Cell]]] = {}
        for (row, column), cell in leaves.items():
            found.setdefault((row_of[row], column_of[column]), {}).setdefault(row, []).append(cell)
        cells = {spot: total(chain(*own.values())) for spot, own in found.items()}
        parts = {
            spot: [total(each) for each in own.values()] for spot, own in found.items() if len(spot[0]) > 1
        }
        return cls(tuple(rows), tuple(columns), cells, is_apart, parts)

    def row(self, row: Block) -> dict[Block, Cell]:
        """Give the cells of a row that hold something."""
        return {column: cell for (own, column), cell in self.cells.items() if own == row}

    def column(self, column: Block) -> dict[Block, Cell]:
        """Give the cells of a column that hold something."""
        return {row: cell for (row, own), cell in self.cells.items() if own == column}


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it may be shown: its blocks, and which of its cells are hidden."""

    grid: Grid
    hidden: frozenset[Spot]

    @property
    def share(self) -> float:
        """The share of its cells that are hidden."""
        return len(self.hidden) / len(self.grid.cells) if self.grid.cells else 0.0

    @property
    def worth(self) -> tuple[bool, int]:
        """Whether it tells more than totals, and how many cells are shown."""
        return len(self.grid.columns) > 1, len(self.grid.cells) - len(self.hidden)

    def sum_of(self, rows: AbstractSet[Block], column: Block) -> Cell | None:
        """Add up some rows of a column; None where that would single out some of its hidden cells."""
        held = {row for row, own in self.hidden if own == column}
        if held & rows and not held <= rows:
            return None
        if held and len(rows) == 1:
            return None
        return total(self.grid.cells.get((row, column), NOTHING) for row in rows)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier publication of the same table settled: it is never undone."""

    level: Level
    hidden: frozenset[Place]
    """Leaves (row, column) of cells that were hidden."""


def publish(
    leaves: Cells, levels: Sequence[Level], rule: Rule, *,
    is_apart: bool = False, is_firm: bool = False, earlier: Earlier | None = None,
) -> Shown | None:  # fmt: skip
    """Choose the level that shows most without many holes, details before mere totals; None when there is none.

    `is_apart`: nobody is in two columns. `is_firm`: the first level that may be shown, so that rows stay as fine as can
    be. With `earlier`, its blocks are kept and what it hid stays hidden.
    """
    if not rule.is_safe(total(leaves.values())):
        return None
    if earlier:
        return protect(
            Grid.of(leaves, _with_newcomers(earlier.level, leaves), is_apart=is_apart),
            rule,
            before=earlier.hidden,
        )
    best: Shown | None = None
    for level in levels:
        shown = protect(Grid.of(leaves, level, is_apart=is_apart), rule)
        is_whole = shown is not None and shown.share <= rule.most_hidden
        if shown and is_whole and (best is None or shown.worth > best.worth):
            best = shown
        if best and is_firm:
            break
    return best


def _with_newcomers(level: Level, leaves: Cells) -> Level:
    """Put what nobody had told of when the blocks were settled into the last one of its axis."""
    sides = []
    for side, blocks in enumerate(level):
        known = frozenset().union(*blocks)
        late = {place[side] for place in leaves} - known
        sides.append((*blocks[:-1], blocks[-1] | late))
    return sides[0], sides[1]


def protect(grid: Grid, rule: Rule, *, before: AbstractSet[Place] = frozenset()) -> Shown | None:
    """Hide the small cells and what would let them be computed back; None where a total may not be shown."""
    margins = chain((grid.row(row) for row in grid.rows), (grid.column(column) for column in grid.columns))
    if not all(rule.is_safe(total(line.values())) for line in margins):
        return None
    kept_back = {
        place for place, cell in grid.cells.items()
        if not (rule.is_safe(cell) and rule.withstands(grid.parts.get(place, ())))
    }  # fmt: skip
    if not before and len(kept_back) > rule.most_hidden * len(grid.cells):
        return None
    kept_back |= {place for place in grid.cells if any(leaf in before for leaf in _leaves(place))}
    while faulty := _faulty(grid, kept_back, rule):
        more = _complement(grid, kept_back, faulty)
        if not more:
            return None
        kept_back |= more
    return Shown(grid, frozenset(kept_back))


def _leaves(place: Spot) -> Iterable[Place]:
    return ((row, column) for row in place[0] for column in place[1])


def _faulty(grid: Grid, kept_back: AbstractSet[Spot], rule: Rule) -> list[Spot]:
    """Find the hidden cells that what is shown gives away: their line's sum says too much, or only one value fits."""
    names = {place: (_name(place[0]), _name(place[1])) for place in kept_back}
    found = {place for place in kept_back if not _hides_enough(grid, kept_back, place, rule)}
    pins = _pinned(grid, kept_back)
    for row in {place[0] for place in kept_back} if rule.insiders and len(grid.rows) > 1 else ():
        pins |= _pinned(grid, {place for place in kept_back if place[0] != row})
    found |= {place for place in kept_back if place in pins}
    return sorted(found, key=lambda place: (grid.cells[place].value, names[place]))


def _hides_enough(grid: Grid, kept_back: AbstractSet[Spot], place: Spot, rule: Rule) -> bool:
    """Tell whether the sum of what is hidden in the cell's row, and in its column, is itself about enough people."""
    own, across = place
    row = [grid.cells[p] for p in kept_back if p[0] == own]
    if len(grid.columns) > 1 and not rule.is_safe(total(row)):
        return False
    if len(grid.rows) == 1:
        return True
    column = {p[0]: grid.cells[p] for p in kept_back if p[1] == across}
    if not rule.is_safe(total(column.values())):
        return False
    # Those of one row take their own away from the sum: what is left must still be several rows' and enough people's.
    inside = replace(rule, smallest=rule.insiders or 1)
    lefts = (
        [[cell for other, cell in column.items() if other != row] for row in column] if rule.insiders else []
    )
    return all(inside.is_safe(total(left)) for left in lefts)


def _pinned(grid: Grid, kept_back: AbstractSet[Spot]) -> set[Spot]:
    """Find the hidden cells of which anyone may compute how often, or how many people."""
    spots = {_named(spot): spot for spot in kept_back}
    rows_told, columns_told = len(grid.columns) > 1 or len(grid.rows) == 1, len(grid.rows) > 1
    often = {name: grid.cells[spot].value for name, spot in spots.items()}
    many = {name: grid.cells[spot].size for name, spot in spots.items()}
    # People add up along a column; along a row only where nobody is in two columns.
    found = audit.pinned(often, told=(rows_told, columns_told))
    found |= audit.pinned(many, told=(rows_told and grid.is_apart, columns_told))
    return {spots[name] for name in found}


def _complement(grid: Grid, kept_back: AbstractSet[Spot], faulty: list[Spot]) -> set[Spot]:
    """Choose what else to hide for the first faulty cell: the cheapest corners of a rectangle, else of its lines."""
    row, column = faulty[0]
    shown = {place: cell.value for place, cell in grid.cells.items() if place not in kept_back}
    in_row, in_column = grid.row(row), grid.column(column)
    corners = [
        {(row, c), (r, column), (r, c)} & shown.keys()
        for r in in_column for c in in_row if r != row and c != column and (r, c) in grid.cells
    ]  # fmt: skip
    lines = [{(row, c)} for c in in_row] + [{(r, column)} for r in in_column]
    useful = [one & shown.keys() for one in lines]
    for choices in (corners, useful):
        if offered := [set(one) for one in choices if one]:
            return min(
                offered, key=lambda one: (len(one), sum(shown[p] for p in one), sorted(map(_named, one)))
            )
    return set()


def _named(place: Spot) -> tuple[str, str]:
    return _name(place[0]), _name(place[1])


def _name(block: Block) -> str:
    return "+".join(sorted(block))
