"""How an answer keeps small groups hidden: the same for every question."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.metrics import secrecy
from services.metrics.evidence import Evidence
from services.metrics.schemas import MeasureRow
from services.metrics.secrecy import Count


@dataclass(frozen=True, slots=True)
class Cell:
    """One line before it is known whether it may be shown."""

    key: str
    label: str
    value: int
    people: int


@dataclass(frozen=True, slots=True)
class Rule:
    """How few is too few."""

    smallest: int

    def hides(self, evidence: Evidence) -> bool:
        """Tell whether uses as a whole are about too few people, or nearly all one person's."""
        users = [person.uses for person in evidence.people if person.uses]
        return 0 < len(users) < self.smallest or secrecy.is_dominated(users)

    def rows(self, cells: Sequence[Cell], *, people: int, is_hidden: bool = False) -> list[MeasureRow]:
        """Show the cells that may be, beside a total about so many people."""
        total = Count(sum(cell.value for cell in cells), people)
        counts = [Count(cell.value, cell.people) for cell in cells]
        kept_back = secrecy.hidden(total, counts, smallest=self.smallest, are_apart=False)
        return [_row(cell, is_hidden=is_hidden or index in kept_back) for index, cell in enumerate(cells)]


def _row(cell: Cell, *, is_hidden: bool) -> MeasureRow:
    if is_hidden and cell.value:
        return MeasureRow(key=cell.key, label=cell.label, value=None, hidden=True)
    return MeasureRow(key=cell.key, label=cell.label, value=cell.value, n=cell.people)
