"""Figures of surveys: what may be shown of answers, and what would let one answer be computed back. Pure functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.metrics.secrecy import Count, hidden, is_small
from services.metrics.surveys.questions import SCALES, TASKS, Scale

Replies = Mapping[str, int]
Key = tuple[str, str]
"""A question and about whom: all, users, non_users, or trainings_0 to trainings_3."""

FREQUENT = 3
"""Several times a week, and more."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many replied, what they add up to, and the share among them that counts: `high` of `whole`."""

    n: int = 0
    total: int = 0
    high: int = 0
    whole: int = 0
    is_unanimous: bool = False

    def __add__(self, other: "Tally") -> "Tally":
        """Put two tallies together. They are about different people."""
        return Tally(
            self.n + other.n, self.total + other.total, self.high + other.high, self.whole + other.whole
        )

    @property
    def count(self) -> Count:
        """How many people it is about for statistical secrecy.

        Where everyone said the same, it tells what each one said: as good as one person.
        """
        return Count(self.n, 1 if self.is_unanimous else self.n)


def tallied(answers: Sequence[Replies], *, smallest: int) -> dict[Key, Tally | None]:
    """Count answers that are published together; None where it must not be shown.

    Every table is one total and cells that nobody shares; a cell of those who did not tell their group counts among
    them, so that it cannot be taken from the total.
    """
    shown: dict[Key, Tally | None] = {}
    often = _frequency(answers)
    shown["frequency", "all"] = _whole(often, smallest)
    for scale in SCALES:
        if scale.is_for_users:
            own = _tally([one for one in answers if is_user(one)], scale)
            shown[scale.name, "users"] = _whole(own, smallest)
        elif scale.name == "confidence":
            shown |= _grouped(answers, scale, [_trained(one) for one in answers], smallest)
        else:
            sides = ["users" if is_user(one) else "non_users" for one in answers]
            shown |= _grouped(answers, scale, sides, smallest)
    return shown | {("tasks", "all"): _whole(_tasks(answers), smallest)}


def is_user(replies: Replies) -> bool:
    """Tell whether somebody uses an AI tool at all."""
    return replies.get("frequency", 0) > 0


def together(tables: Iterable[Mapping[Key, Tally | None]]) -> dict[Key, Tally | None]:
    """Add up what has been published, and nothing else: a sum then tells no more than its parts do."""
    found: dict[Key, Tally | None] = {}
    for table in tables:
        for key, tally in table.items():
            known = found.get(key)
            found[key] = known + tally if known and tally else known or tally
    return found


def _grouped(
    answers: Sequence[Replies], scale: Scale, groups: Sequence[str], smallest: int
) -> dict[Key, Tally | None]:
    sides = {
        group: [one for one, own in zip(answers, groups, strict=True) if own == group] for group in groups
    }
    cells = {group: _tally(some, scale) for group, some in sides.items()}
    whole = _tally(answers, scale)
    return _table(scale.name, whole, cells, smallest) | {(scale.name, "all"): _whole(whole, smallest)}


def _whole(tally: Tally, smallest: int) -> Tally | None:
    return None if not tally.n or is_small(tally.count, smallest=smallest) else tally


def _table(name: str, whole: Tally, cells: Mapping[str, Tally], smallest: int) -> dict[Key, Tally | None]:
    names, counts = list(cells), [cell.count for cell in cells.values()]
    kept_back = hidden(whole.count, counts, smallest=smallest, are_apart=True)
    return {
        (name, group): None if index in kept_back or not cells[group].n else cells[group]
        for index, group in enumerate(names)
    }


def _tally(answers: Sequence[Replies], scale: Scale) -> Tally:
    values = [one[scale.name] for one in answers if scale.name in one]
    high = sum(value >= scale.favourable for value in values)
    return Tally(len(values), sum(values), high, len(values), is_unanimous=len(set(values)) == 1)


def _frequency(answers: Sequence[Replies]) -> Tally:
    values = [one["frequency"] for one in answers if "frequency" in one]
    high = sum(value >= FREQUENT for value in values)
    return Tally(len(values), 0, high, len(values), is_unanimous=len(set(values)) == 1)


def _tasks(answers: Sequence[Replies]) -> Tally:
    """Count tasks that are supported among those that people have; n counts the people who have some."""
    own = [[one[name] for name in TASKS if one.get(name, 0) > 0] for one in answers]
    having = [replies for replies in own if replies]
    yes = sum(reply == 2 for replies in having for reply in replies)
    whole = sum(map(len, having))
    return Tally(len(having), 0, yes, whole, is_unanimous=yes in (0, whole))


def _trained(replies: Replies) -> str:
    return f"trainings_{replies['trainings']}" if "trainings" in replies else "untold"
