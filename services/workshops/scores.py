"""What scores come to: weighted, averaged, and how far apart they are. Functions of values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from uuid import UUID

Review = Mapping[UUID, int]
"""One person's scores by criterion, from 0 to 5."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A mean and the two ends that it lies between, on how many values."""

    count: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None


def weighted(review: Review, weights: Mapping[UUID, int]) -> float:
    """Average one person's scores by the weights of the criteria: sum of weight × score ÷ sum of weights.

    Give a review of every criterion: a missing one would weigh nothing.
    """
    return sum(weights[one] * score for one, score in review.items()) / sum(weights[one] for one in review)


def overall(reviews: Iterable[Review], weights: Mapping[UUID, int]) -> Spread:
    """Average what each person's scores come to, every person counting the same."""
    return spread([weighted(review, weights) for review in reviews if review])


def spread(values: Sequence[float]) -> Spread:
    """Give the mean of values with the lowest and the highest; of no value, nothing."""
    if not values:
        return Spread(0)
    # The mean of equal floats may fall a hair outside of them.
    mean = min(max(fmean(values), min(values)), max(values))
    return Spread(len(values), mean, min(values), max(values))
