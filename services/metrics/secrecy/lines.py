"""Statistical secrecy: what may not be shown, and what would let it be computed back. Pure functions.

A table of one dimension is published with its total. Hiding the small cells is not enough: what is hidden adds up to
the total minus what is shown, so that sum must itself be about enough people and have several explanations (primary
and complementary suppression: INSEE, « Manuel de protection des tableaux »; Hundepool et al., « Statistical Disclosure
Control », 2012, ch. 4).

What this does not stop: somebody who knows this very method and reasons from what it chose to hide (minimality), and
the comparison of several published tables. Hence whole weeks only, and no free crossing of dimensions.
"""

from collections.abc import Sequence, Set as AbstractSet
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Count:
    """How many times something happened, and how many people, at least, it is about."""

    value: int
    people: int


def is_small(count: Count, *, smallest: int) -> bool:
    """Tell whether a count is about too few people. Nought is about nobody, so it may be shown."""
    return count.value > 0 and count.people < smallest


def hidden(total: Count, cells: Sequence[Count], *, smallest: int, are_apart: bool) -> frozenset[int]:
    """Choose the cells of a table that must not be shown beside its total.

    `are_apart`: nobody is counted in two cells (as in a table by authority), so that their people add up.
    """
    everything = frozenset(range(len(cells)))
    if is_small(total, smallest=smallest):
        return everything

    kept_back = {index for index, cell in enumerate(cells) if is_small(cell, smallest=smallest)}
    while kept_back and not _is_safe([cells[index] for index in kept_back], smallest, are_apart):
        shown = [index for index in everything - kept_back if cells[index].value]
        if not shown:
            break
        kept_back.add(min(shown, key=lambda index: (cells[index].value, index)))
    # Nothing but noughts left to show: they would only tell that every other cell holds something.
    return everything if kept_back and _shows_nothing(cells, kept_back) else frozenset(kept_back)


def _is_safe(cells: Sequence[Count], smallest: int, are_apart: bool) -> bool:
    """Tell whether the sum of hidden cells, which anyone can compute, gives none of them away.

    A lone small cell never passes: its own people are too few. Each cell is known to be at least one, noughts being
    shown: a sum equal to their number would leave no doubt.
    """
    people = [cell.people for cell in cells]
    reach = sum(people) if are_apart else max(people)
    return sum(cell.value for cell in cells) > len(cells) and reach >= smallest


def _shows_nothing(cells: Sequence[Count], kept_back: AbstractSet[int]) -> bool:
    return not any(cell.value for index, cell in enumerate(cells) if index not in kept_back)
