"""The levels at which a table may be shown, from fine to coarse, each made of whole blocks of the finer ones."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

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
    row_measure, measure = _measure(leaves, 0, rule.is_safe), _column_measure(leaves, rule)
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


def _measure(leaves: Cells, side: int, is_safe: Callable[[Cell], bool]) -> Measure:
    sums: dict[str, list[Cell]] = {}
    for place, cell in leaves.items():
        sums.setdefault(place[side], []).append(cell)

    def of(block: Iterable[str]) -> Cell:
        return total(cell for leaf in block for cell in sums.get(leaf, ()))

    return Measure(lambda block: is_safe(of(block)), lambda block: of(block).value)


def _column_measure(leaves: Cells, rule: Rule) -> Measure:
    """Judge columns by their total, and by what is left of it to those who know one row."""
    plain = _measure(leaves, 1, rule.is_safe)
    rows = {row for row, _ in leaves}
    if not rule.insiders or len(rows) < 2:
        return plain
    inside = replace(rule, smallest=rule.insiders)

    def is_safe(block: Block) -> bool:
        cells = {place: cell for place, cell in leaves.items() if place[1] in block}
        lefts = (total(cell for place, cell in cells.items() if place[0] != row) for row in rows)
        return plain.is_safe(block) and all(inside.is_safe(left) for left in lefts)

    return Measure(is_safe, plain.size)
