"""Who was active again some months after they began, by opening cohort, and which of those shares may be told.

Cohorts are divided once, by their sizes alone. A share is then told where both those who came back and those who did
not are enough people; and because the share of all together is told too, so must be what is left of it once every share
told is taken away: else one more is kept back, the smallest first. Pure functions.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from services.metrics.secrecy import Cell, Rule
from services.metrics.secrecy.cells import total

Parts = Mapping[str, Cell]
"""What is counted, by authority: those of one know their own part."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Those who began in some months, by authority: who was active again after so many months, and who was not."""

    name: str
    back: Parts = field(default_factory=dict)
    gone: Parts = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Count them all."""
        return _sum(self.back).value + _sum(self.gone).value

    @property
    def returned(self) -> int:
        """Count those who were active again."""
        return _sum(self.back).value

    def is_safe(self, rule: Rule) -> bool:
        """Tell whether both sides may be told, to whoever knows one authority's part as well."""
        return all(
            rule.is_safe(_sum(parts)) and rule.withstands([parts[place] for place in sorted(parts)])
            for parts in (self.back, self.gone)
        )


@dataclass(frozen=True, slots=True)
class Told:
    """Which shares may be told: of which cohorts, and of all together."""

    names: frozenset[str]
    everyone: bool


def told(cohorts: Sequence[Followed], rule: Rule) -> Told:
    """Choose which shares are told, so that no other can be taken from them."""
    kept_back = [one for one in cohorts if not one.is_safe(rule)]
    shown = sorted((one for one in cohorts if one.is_safe(rule)), key=lambda one: (-one.size, one.name))
    while kept_back and not together(kept_back).is_safe(rule) and shown:
        kept_back.append(shown.pop())
    is_whole = bool(cohorts) and together(cohorts).is_safe(rule)
    return Told(frozenset(one.name for one in shown), is_whole)


def together(cohorts: Iterable[Followed]) -> Followed:
    """Put cohorts together. Nobody began twice."""
    several = list(cohorts)
    return Followed("", _united(several, lambda one: one.back), _united(several, lambda one: one.gone))


def _united(cohorts: Sequence[Followed], side: Callable[[Followed], Parts]) -> dict[str, Cell]:
    places = sorted({place for one in cohorts for place in side(one)})
    return {place: total(side(one).get(place, Cell()) for one in cohorts) for place in places}


def _sum(parts: Parts) -> Cell:
    return total(parts.values())
