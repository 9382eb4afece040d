"""A text that is being read, and its small letters at the same places."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
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


def is_near(places: Sequence[int], place: int, *, within: int) -> bool:
    """Tell whether one of these places, sorted, lies at most this far before another."""
    last = bisect_right(places, place) - 1
    return last >= 0 and place - places[last] <= within
