"""What a text means, as a model's numbers: comparable with those of the same model alone."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

_MOST = 256
_REST = 30.0
"""Seconds without asking, after a model was too slow or failed: questions go on by their words."""

BATCH = 16
"""Passages of one call, of one document: 17,600 characters at most."""
SHORTEST, LONGEST = 5.0, 600.0
"""Seconds that an authority's passages wait after a failure, doubled each time."""

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A text's vector, of length 1, and the model that made it."""

    model: str
    vector: tuple[float, ...]


@dataclass(slots=True)
class Pace:
    """How an authority's passages go: how many at once, and until when they wait."""

    size: int = BATCH
    failures: int = 0
    until: float = 0
    refused: set[UUID] = field(default_factory=set)
    """Passages that the supplier refused alone: found by their words, until the process starts again."""

    def wait(self, *, seconds: float = 0) -> None:
        """Leave the supplier alone for a while."""
        self.until = time.monotonic() + (seconds or min(SHORTEST * 2**self.failures, LONGEST))
        self.failures = min(self.failures + 1, 10)

    def go_on(self) -> None:
        """Count a batch that went well."""
        self.size, self.failures, self.until = BATCH, 0, 0


@dataclass(slots=True)
class Memory:
    """What this process knows: the last questions' vectors, by a digest of what was asked (a preview and its question make
    one call), and how each authority's passages go.
    """

    rests_until: float = 0
    dimensions: dict[tuple[UUID, str], int] = field(default_factory=dict)
    """How long the vectors of an authority's model were last: of others under its name, the work in the background rids us."""
    paces: dict[UUID, Pace] = field(default_factory=dict)
    _known: OrderedDict[Key, Meaning] = field(default_factory=OrderedDict)

    @property
    def is_resting(self) -> bool:
        """Tell whether the model is left alone for now."""
        return time.monotonic() < self.rests_until

    def rest(self) -> None:
        """Leave the model alone for a while."""
        self.rests_until = time.monotonic() + _REST

    def forget(self) -> None:
        """Begin again, as a new process would."""
        self.rests_until = 0
        self._known.clear()
        self.dimensions.clear()
        self.paces.clear()

    def find(self, key: Key) -> Meaning | None:
        """Give what is remembered."""
        return self._known.get(key)

    def keep(self, key: Key, meaning: Meaning) -> Meaning:
        """Remember; the oldest is forgotten."""
        self._known[key] = meaning
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return meaning


def key(authority: object, model: str, text: str) -> Key:
    """Give the key of a text for an authority and a model."""
    return str(authority), model, sha256(text.encode()).hexdigest()
