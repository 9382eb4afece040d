"""What uses cost, in euros, from prices that the operator sets: none is known beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """Euros for a million tokens, read and answered."""

    input: float
    output: float


def euros(tokens: Sequence[tuple[str, int, int]], prices: Mapping[str, Price]) -> tuple[float, int]:
    """Give the cost of (model, read, answered), and the tokens whose model has no price."""
    cost, without = 0.0, 0
    for model, read, answered in tokens:
        known = [name for name in prices if model.startswith(name)]
        if not known:
            without += read + answered
            continue
        price = prices[max(known, key=len)]
        cost += (read * price.input + answered * price.output) / 1_000_000
    return cost, without


def per_hour(cost: float, minutes: int) -> float | None:
    """Give euros for an hour gained; nothing when no hour was gained."""
    return cost / (minutes / 60) if minutes > 0 else None
