"""A published table as one reader asks for it: some of its places, and what may be said of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.metrics.patterns import Published, Raw
from services.metrics.places import EVERYONE, Places, Selection
from services.metrics.schemas import MeasureRow
from services.metrics.secrecy import Cell, Shown
from services.metrics.secrecy.blocks import Block
from services.metrics.secrecy.cells import NOTHING, total

Name = Callable[[Block], str]


@dataclass(frozen=True, slots=True)
class View:
    """Some rows of a table. `shown` is None where nothing of them may be said."""

    raw: Raw
    shown: Shown | None
    rows: frozenset[Block]
    left_out: frozenset[str]
    """Places of the group that are too small to be told apart from others outside it."""

    @property
    def places(self) -> frozenset[str]:
        """The places that it is about."""
        return frozenset().union(*self.rows)

    @property
    def columns(self) -> tuple[Block, ...]:
        """Its columns, in the order of their axis."""
        order = {leaf: index for index, leaf in enumerate(self.raw.columns.paths)}
        return (
            tuple(
                sorted(self.shown.grid.columns, key=lambda block: min(order.get(leaf, 0) for leaf in block))
            )
            if self.shown
            else ()
        )

    @property
    def has_holes(self) -> bool:
        """Tell whether some column may not be shown."""
        return any(self.cell(column) is None for column in self.columns)

    def cell(self, column: Block) -> Cell | None:
        """Add up a column; None where it is hidden."""
        return self.shown.sum_of(self.rows, column) if self.shown else None

    def total(self, columns: Iterable[Block] | None = None) -> Cell | None:
        """Add up everything, or some columns; None where that is hidden."""
        if self.shown is None:
            return None
        if columns is None:
            return total(
                self.shown.grid.cells.get((r, c), NOTHING) for r in self.rows for c in self.shown.grid.columns
            )
        cells = [self.cell(column) for column in columns]
        return None if None in cells else total(cell for cell in cells if cell)

    @property
    def has_detail(self) -> bool:
        """Tell whether its columns are told apart at all."""
        return len(self.columns) > 1 or len(self.raw.columns.paths) == 1

    def with_leaves(self, leaves: frozenset[str]) -> tuple[Block, ...]:
        """Give the columns that lie wholly within some leaves."""
        return tuple(column for column in self.columns if column <= leaves)

    def sum_of(self, leaves: frozenset[str]) -> Cell | None:
        """Add up some leaves; None where one of them is hidden, or told together with others."""
        columns = self.with_leaves(leaves)
        return self.total(columns) if leaves == frozenset().union(*columns) else None

    def holding(self, leaf: str) -> Block | None:
        """Give the column in which a leaf is told, alone or with others."""
        return next((column for column in self.columns if leaf in column), None)

    def table(self, name: Name) -> list[MeasureRow]:
        """Give its columns as lines: a hidden one without a value; none where it tells no more than its total."""
        if not self.has_detail:
            return []
        whole = self.total()
        return [_line(column, self.cell(column), whole, name) for column in self.columns]


def look(raw: Raw, published: Published, selection: Selection, places: Places) -> View:
    """Take of a published table what is about a group of authorities."""
    members = frozenset(key for key in raw.rows.paths if places[key].is_in(selection))
    if selection == EVERYONE:
        whole = published.whole
        return View(raw, whole, frozenset(whole.grid.rows) if whole else frozenset(), frozenset())
    by_row = published.by_row
    rows = (
        frozenset(block for block in by_row.grid.rows if block <= members) if by_row else frozenset[Block]()
    )
    return View(raw, by_row if rows else None, rows, members - frozenset().union(*rows))


def _line(column: Block, cell: Cell | None, whole: Cell | None, name: Name) -> MeasureRow:
    key, label = "+".join(sorted(column)), name(column)
    if cell is None or whole is None:
        return MeasureRow(key=key, label=label, value=None, hidden=True)
    share = cell.value / whole.value if whole.value else None
    return MeasureRow(key=key, label=label, value=cell.value, share=share, n=cell.size)
