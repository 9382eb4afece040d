"""A text that is being read, and its small letters at the same places."""

from collections.abc import Iterable
from dataclasses import dataclass, field


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
            known = self._has[words] = any(word in self.low for word in words)
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
