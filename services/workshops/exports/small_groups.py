"""What may be told of several authorities at once: no figure that lets one of them be read.

Two rules of public statistics, applied to authorities as the units: a figure rests on at least three of them, and none
weighs 85 % or more of it (French statistical secrecy for businesses, https://www.insee.fr/fr/information/1300624).
The platform adds its own: at least five notes. Small groups are put together before anything is hidden, so that the
lines still add up to the total and none can be found by taking the others away from it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

AUTHORITIES = 3
"""Fewest authorities that a figure may rest on."""
NOTES = 5
"""Fewest notes that a figure may rest on."""
DOMINANCE = 0.85
"""Share of a figure that no authority may reach."""


@dataclass(frozen=True, slots=True)
class Group:
    """Names told together, and what each authority adds to them."""

    names: tuple[str, ...]
    parts: Mapping[str, float]

    @property
    def total(self) -> float:
        """The figure that is told."""
        return sum(self.parts.values())


def is_safe(parts: Mapping[str, float], *, least: float = NOTES) -> bool:
    """Tell whether a figure made of these parts, by authority, may be told."""
    given = [part for part in parts.values() if part > 0]
    total = sum(given)
    return len(given) >= AUTHORITIES and total >= least and max(given) < DOMINANCE * total


def told(cells: Mapping[str, Mapping[str, float]]) -> tuple[Group, ...]:
    """Put small cells together until each group may be told; none at all when even all of them together may not.

    `cells` gives, for each name, what each authority adds. Larger groups come first, the mixed one last.
    """
    seen = {name: parts for name, parts in cells.items() if sum(parts.values()) > 0}
    ranked = sorted(seen, key=lambda name: (-sum(seen[name].values()), name))
    alone = [name for name in ranked if is_safe(seen[name])]
    mixed = [name for name in ranked if name not in alone]
    while mixed and not is_safe(_sum(seen, mixed)):
        if not alone:
            return ()
        mixed.insert(0, alone.pop())
    groups = [Group((name,), seen[name]) for name in alone]
    return (*groups, Group(tuple(mixed), _sum(seen, mixed))) if mixed else tuple(groups)


def _sum(cells: Mapping[str, Mapping[str, float]], names: Sequence[str]) -> Mapping[str, float]:
    total: Counter[str] = Counter()
    for name in names:
        total.update(cells[name])
    return total
