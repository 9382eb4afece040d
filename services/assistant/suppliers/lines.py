"""What this process knows of each supplier: its free places, how it has been doing, and what may be retried."""

import time
from dataclasses import dataclass, field

from services.assistant.offers import Endpoint, Offer
from services.assistant.suppliers.admission import Gate
from services.assistant.suppliers.breakers import Breaker

_SHARE = 0.1
"""Retries that each request pays for: a supplier in trouble is asked a tenth more, not three times as much."""
_SAVED = 10.0


@dataclass(slots=True)
class Budget:
    """Retries that may still be made."""

    left: float = _SAVED

    def earn(self) -> None:
        """Count a first attempt."""
        self.left = min(self.left + _SHARE, _SAVED)

    def spend(self) -> bool:
        """Take one retry, if there is one left."""
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass(slots=True)
class Line:
    """One supplier, as this process sees it."""

    gate: Gate
    budget: Budget = field(default_factory=Budget)


@dataclass(slots=True)
class Lines:
    """Every supplier asked so far."""

    _lines: dict[str, Line] = field(default_factory=dict)
    _breakers: dict[tuple[str, str], Breaker] = field(default_factory=dict)

    def to(self, endpoint: Endpoint) -> Line:
        """Give the line to an endpoint."""
        line = self._lines.get(endpoint.id)
        if line is None:
            line = self._lines[endpoint.id] = Line(Gate(endpoint.max_parallel))
        line.gate.places = endpoint.max_parallel
        return line

    def breaker(self, offer: Offer) -> Breaker:
        """Give the breaker of a model at an endpoint."""
        breaker = self._breakers.get(offer.key)
        if breaker is None:
            breaker = self._breakers[offer.key] = Breaker(time.monotonic)
        return breaker

    def forget(self) -> None:
        """Begin again, as a new process would."""
        self._lines.clear()
        self._breakers.clear()
