"""A text that is being read, and its small letters at the same places."""

from collections.abc import Iterable
from dataclasses import dataclass, field


def holds_any(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether any of these words stands in a text."""
    for word in words:  # noqa: SIM110  a plain loop takes half the time of `any`
        if word in text:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Page:
    """A text, with its lower case of the same length."""

    text: str
    low: str
    _has: dict[tuple[str, ...], bool] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "Page":
        """Open a text."""
        low = text.lower()
        if len(low) != len(text):  # a few letters grow when they shrink, such as the Turkish « İ »
            low = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
        return cls(text, low)

    def has_any(self, words: tuple[str, ...]) -> bool:
        """Tell whether any of these small words stands anywhere: asked once of a text, however many numbers it has."""
        if (known := self._has.get(words)) is None:
            known = self._has[words] = holds_any(self.low, words)
        return known

    def before(self, place: int, length: int) -> str:
        """Give the small letters just before a place."""
        return self.low[place - length if place > length else 0 : place]

    def places(self, words: Iterable[str]) -> list[int]:
        """Give, sorted, where any of these small words begins."""
        found = []
        for word in words:
            place = self.low.find(word)
            while place >= 0:
                found.append(place)
                place = self.low.find(word, place + 1)
        found.sort()
        return found
