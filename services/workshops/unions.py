"""The hours that several losses make together, no task counted twice. A pure function of values.

From the programme's own formula (hours lost a year = occurrences a year × minutes lost × agents ÷ 60, always with a
low and a high value, and graded), added up under three rules of this platform:

1. Losses about the same task overlap by an amount that nobody measured. The heaviest stands for all of them: the union
   is at least that, and adding them could count the same minutes twice.
2. A task's own duration is the whole time spent on it, not the time lost. It counts only while no pain point of the
   same hypothesis says what is lost in that task.

3. Pain points that a person brought together are one and the same loss, whatever tasks they were noted under.

The grade is the worst of what was counted: a sum is known no better than its least known part.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.workshops.schemas import Grade, HoursLost

_FROM_BEST = (Grade.MEASURED, Grade.DECLARED, Grade.ESTIMATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """Hours lost a year, and what they are lost in; `is_whole` when they are a task's own time.

    Losses that share anything they are about stand in one group, directly or through others.
    """

    about: frozenset[UUID]
    hours: HoursLost
    is_whole: bool = False


def union(losses: Iterable[Loss]) -> HoursLost | None:
    """Give the hours a year that these losses make together, to a tenth, or None when there is none."""
    groups = _grouped(losses)
    counted = [one.hours for group in groups for one in _said(group)]
    if not counted:
        return None
    heaviest = [_heaviest([one.hours for one in _said(group)]) for group in groups]
    return HoursLost(
        typical=round(sum(one[0] for one in heaviest), 1),
        low=round(sum(one[1] for one in heaviest), 1),
        high=round(sum(one[2] for one in heaviest), 1),
        grade=max((one.grade for one in counted), key=_FROM_BEST.index),
    )


def _grouped(losses: Iterable[Loss]) -> list[list[Loss]]:
    groups: list[tuple[set[UUID], list[Loss]]] = []
    for loss in losses:
        touching = [group for group in groups if not group[0].isdisjoint(loss.about)]
        groups = [group for group in groups if group not in touching]
        about = loss.about.union(*(group[0] for group in touching))
        groups.append((set(about), [one for group in touching for one in group[1]] + [loss]))
    return [group for _, group in groups]


def _said(group: list[Loss]) -> list[Loss]:
    return [one for one in group if not one.is_whole] or group


def _heaviest(hours: list[HoursLost]) -> tuple[float, float, float]:
    return max(one.typical for one in hours), max(one.low for one in hours), max(one.high for one in hours)
