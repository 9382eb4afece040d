"""A text that is being read, and its small letters at the same places."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A text, with its lower case of the same length."""

    text: str
    low: str

    @classmethod
    def of(cls, text: str) -> "Page":
        """Open a text."""
        low = text.lower()
        if len(low) != len(text):  # a few letters grow when they shrink, such as the Turkish « İ »
            low = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
        return cls(text, low)

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
