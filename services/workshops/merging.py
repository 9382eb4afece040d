"""Two people changed the same note from the same version: what goes together, and what does not."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import JsonValue

Values = Mapping[str, JsonValue]
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Merge:
    """What becomes of a change, field by field."""

    taken: dict[str, JsonValue]
    """Fields that nobody else touched: they take the new value."""
    contested: dict[str, JsonValue]
    """Fields that somebody else changed meanwhile, with the value that was meant: both are kept."""


def merge(base: Values, present: Values, change: Values) -> Merge:
    """Merge a change into what stands now, knowing what its author saw (three-way merge, field by field).

    A field that already says the same is neither taken nor contested. One that the base does not tell is contested
    unless it says the same: what its author saw is not known.
    """
    different = {name: value for name, value in change.items() if value != present.get(name, _ABSENT)}
    untouched = {name for name in different if base.get(name, _ABSENT) == present.get(name)}
    return Merge(
        taken={name: value for name, value in different.items() if name in untouched},
        contested={name: value for name, value in different.items() if name not in untouched},
    )
