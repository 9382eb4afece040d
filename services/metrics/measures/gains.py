"""Net gain of a use: usual time − time with AI − checking time, in minutes. It may be negative (domain, part 6).

Checking time is deducted because trials that left it out promised more than they found (UK DBT, 2024). The median and
quartiles are of uses. The interval is a percentile bootstrap that draws whole authorities (Cameron, Gelbach and Miller,
« Bootstrap-Based Improvements for Inference with Clustered Errors », 2008): agents of one authority resemble each other.
"""

import random
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from uuid import UUID

from services.metrics.kinds import Grade

DRAWS = 400
FEWEST = 11
"""Cards under which nothing is claimed."""


@dataclass(frozen=True, slots=True)
class Bin:
    """So many cards of one authority and one grade told the same net minutes."""

    authority: UUID
    grade: Grade
    net: int
    n: int


@dataclass(frozen=True, slots=True)
class Gain:
    """Net minutes a use, how sure, and the total told."""

    n: int
    grade: Grade | None
    """The weakest that makes up a tenth of the cards or more."""
    median: int | None = None
    lower: int | None = None
    upper: int | None = None
    """Quartiles."""
    low: int | None = None
    high: int | None = None
    """95 % interval of the median; None with a single authority, which says nothing of others."""
    total: int = 0

    @property
    def is_claim(self) -> bool:
        """Tell whether a gain, or a loss, may be claimed: enough cards, and an interval that leaves nought out."""
        return (
            self.n >= FEWEST and self.low is not None and self.high is not None and self.low * self.high > 0
        )


@lru_cache(maxsize=64)
def net(bins: tuple[Bin, ...]) -> Gain:
    """Sum up cards, and tell how sure their median is. Under eleven of them only their number is given."""
    found = spread(bins)
    if found.median is None:
        return found
    values, clusters = _clusters(bins)
    low, high = _interval(values, clusters)
    return replace(found, low=low, high=high)


def spread(bins: Sequence[Bin]) -> Gain:
    """Sum up cards without drawing anything: their number, median and quartiles."""
    n = sum(one.n for one in bins)
    if n < FEWEST:
        return Gain(n, _grade(bins, n))
    counts: dict[int, int] = defaultdict(int)
    for one in bins:
        counts[one.net] += one.n
    values = sorted(counts)
    whole = [counts[value] for value in values]
    return Gain(
        n, _grade(bins, n), quantile(values, whole, 0.5), quantile(values, whole, 0.25),
        quantile(values, whole, 0.75), total=sum(one.net * one.n for one in bins),
    )  # fmt: skip


def _clusters(bins: Sequence[Bin]) -> tuple[list[int], list[list[int]]]:
    values = sorted({one.net for one in bins})
    places = {value: place for place, value in enumerate(values)}
    counts: dict[UUID, list[int]] = defaultdict(lambda: [0] * len(values))
    for one in bins:
        counts[one.authority][places[one.net]] += one.n
    return values, [counts[authority] for authority in sorted(counts)]


def quantile(values: Sequence[int], counts: Sequence[int], share: float) -> int:
    """Give the smallest value that at least this share does not exceed."""
    sums = list(accumulate(counts))
    return values[bisect_left(sums, share * sums[-1] - 1e-9)]


def _interval(values: Sequence[int], clusters: Sequence[Sequence[int]]) -> tuple[int | None, int | None]:
    if len(clusters) < 2:
        return None, None
    draw = random.Random(20_260_101)  # noqa: S311  the same answer each time it is asked
    medians = []
    for _ in range(DRAWS):
        drawn = draw.choices(clusters, k=len(clusters))
        medians.append(quantile(values, [sum(column) for column in zip(*drawn, strict=True)], 0.5))
    medians.sort()
    return medians[int(DRAWS * 0.025)], medians[int(DRAWS * 0.975) - 1]


def _grade(bins: Sequence[Bin], n: int) -> Grade | None:
    by_grade: dict[Grade, int] = defaultdict(int)
    for one in bins:
        by_grade[one.grade] += one.n
    return max((grade for grade, count in by_grade.items() if count * 10 >= n), default=None)
