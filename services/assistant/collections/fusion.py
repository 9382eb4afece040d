"""Two lists made one: reciprocal rank fusion.

G. V. Cormack, C. L. A. Clarke, S. Büttcher, « Reciprocal rank fusion outperforms Condorcet and individual rank learning
methods », SIGIR 2009: a thing scores the sum of 1 / (60 + its rank) over the lists that have it.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

K = 60
"""The constant of the paper."""
_T = TypeVar("_T", bound=Hashable)


def fuse(*lists: Sequence[_T]) -> list[tuple[_T, float]]:
    """Give each thing once with its score, the best first; the order of the first list decides between equals."""
    scores: dict[_T, float] = defaultdict(float)
    for ranked in lists:
        for rank, one in enumerate(dict.fromkeys(ranked), 1):
            scores[one] += 1 / (K + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])
