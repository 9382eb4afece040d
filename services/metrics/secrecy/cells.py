"""One cell of a table, and the rule that says whether it may be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Cell:
    """How often something happened, whom it is about (one bit each), and the most that one of them did."""

    value: int = 0
    people: int = 0
    largest: int = 0

    @property
    def size(self) -> int:
        """Count the people."""
        return self.people.bit_count()


NOTHING = Cell()


def total(cells: Iterable[Cell]) -> Cell:
    """Add cells up. Somebody in two of them is counted once; what they did at most is bounded from above."""
    value = people = largest = 0
    for cell in cells:
        # Where nobody is in two cells, nobody did more than in one of them.
        largest = max(largest, cell.largest) if not people & cell.people else largest + cell.largest
        value, people = value + cell.value, people | cell.people
    return Cell(value, people, min(largest, value))


@dataclass(frozen=True, slots=True)
class Rule:
    """How few is too few, and how much one person may weigh (INSEE: 85 %, « Manuel de protection des tableaux »)."""

    smallest: int
    dominance: float = 0.85
    insiders: int = 0
    """Those of one row know their own row: without it, what is left must still be about so many. 0: rows are all one's."""
    most_hidden: float = 0.15
    """Share of cells above which a table is generalised rather than shown with holes."""

    def is_safe(self, cell: Cell) -> bool:
        """Tell whether a cell may be shown. Nought is about nobody."""
        return cell.value == 0 or (cell.size >= self.smallest and cell.largest <= self.dominance * cell.value)

    def withstands(self, parts: Sequence[Cell]) -> bool:
        """Tell whether those of one part, who know it and take it away, are left with a sum about enough people."""
        if not self.insiders or len(parts) < 2:
            return True
        inside = replace(self, smallest=self.insiders)
        return all(inside.is_safe(total([*parts[:i], *parts[i + 1 :]])) for i in range(len(parts)))
