"""The levels at which a table may be shown, from fine to coarse, each made of whole blocks of the finer ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.metrics.secrecy.blocks import Block, Measure, coarser, gather
from services.metrics.secrecy.cells import Cell, Rule, total
from services.metrics.secrecy.grids import Cells, Level


@dataclass(frozen=True, slots=True)
class Axis:
    """The leaves of an axis and what each belongs to, the nearest last: (quarter,) of a month, (family,) of a code."""

    paths: Mapping[str, tuple[str, ...]]
    whole: bool = False
    """One child too small, and its parent replaces every child."""
    is_firm: bool = False
    """What it is divided into at the top is what the figure is about: never joined, but all at once."""

    @property
    def everything(self) -> tuple[Block, ...]:
        """The coarsest division."""
        return (frozenset(self.paths),)

    def divisions(self, measure: Measure) -> list[Sequence[Block]]:
        """Give its divisions from fine to coarse, the last one but `everything`."""
        found: list[Sequence[Block]] = [gather(self.paths, measure, whole=self.whole)]
        for depth in range(max((len(path) for path in self.paths.values()), default=0), 0, -1):
            parent = {leaf: "/".join(path[:depth]) for leaf, path in self.paths.items()}
            found.append(coarser(found[-1], parent))
        return [one for index, one in enumerate(found) if len(one) > 1 and one not in found[:index]]


def whole(leaves: Cells, rows: Axis, columns: Axis, rule: Rule) -> Level:
    """Give the table of all rows together: its columns are gathered until each may be shown, so it has no holes."""
    return rows.everything, gather(columns.paths, _column_measure(leaves, rule), whole=columns.whole)


def levels(leaves: Cells, rows: Axis, columns: Axis, rule: Rule) -> list[Level]:
    """Give every level at which rows are told apart, each made of whole blocks of `whole`.

    Both are made coarser by what they belong to, then one of them two by two from the smallest: rows where columns are
    firm, else columns. At last there are totals by row.
    """
    row_measure, measure = _row_measure(leaves, rule), _column_measure(leaves, rule)
    by_row = rows.divisions(row_measure)
    by_column = columns.divisions(measure)
    if by_column and not columns.whole and not columns.is_firm:
        by_column += _joining(by_column[-1], measure)
    if by_row and columns.is_firm:
        by_row += _joining(by_row[-1], row_measure)
    detailed: list[Level] = [(own, across) for own in by_row for across in by_column]
    return detailed + [(own, columns.everything) for own in by_row]


def _joining(blocks: Sequence[Block], measure: Measure) -> list[Sequence[Block]]:
    found, current = list[Sequence[Block]](), list(blocks)
    while len(current) > 2:
        current.sort(key=lambda block: (-measure.size(block), sorted(block)))
        current = [*current[:-2], current[-2] | current[-1]]
        found.append(tuple(current))
    return found


def _row_measure(leaves: Cells, rule: Rule) -> Measure:
    """Judge rows by their total, and by what is left of it to those of one of the rows put together."""
    sums: dict[str, list[Cell]] = {}
    for (row, _), cell in leaves.items():
        sums.setdefault(row, []).append(cell)
    totals = {row: total(cells) for row, cells in sums.items()}

    def parts(block: Block) -> list[Cell]:
        return [totals[row] for row in sorted(block) if row in totals]

    return Measure(
        lambda block: rule.is_safe(total(parts(block))) and rule.withstands(parts(block)),
        lambda block: total(parts(block)).value,
    )  # fmt: skip


def _column_measure(leaves: Cells, rule: Rule) -> Measure:
    """Judge columns by their total, and by what is left of it to those who know one row."""

    def parts(block: Block) -> list[Cell]:
        found: dict[str, list[Cell]] = {}
        for (row, column), cell in leaves.items():
            if column in block:
                found.setdefault(row, []).append(cell)
        return [total(cells) for cells in found.values()]

    def is_safe(block: Block) -> bool:
        own = parts(block)
        return rule.is_safe(total(own)) and rule.withstands(own)

    return Measure(is_safe, lambda block: total(parts(block)).value)
