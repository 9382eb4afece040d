"""What comes out of a document: its text in parts that have a place, within bounds; or why it cannot be read."""

from dataclasses import dataclass, field
from enum import StrEnum

LARGEST = 10 * 1024 * 1024
"""Bytes of a file."""
MOST_PAGES = 500
MOST_CHARACTERS = 600_000
"""Of text, about three hundred pages."""


class Why(StrEnum):
    """Why a document cannot be read."""

    UNKNOWN = "unknown"
    OLD = "old"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    IMAGES = "images"
    EMPTY = "empty"
    SWOLLEN = "swollen"
    ENTITIES = "entities"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_LONG = "too_long"
    TOO_HEAVY = "too_heavy"


class Unreadable(Exception):
    """The document is refused, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(slots=True)
class Parts:
    """The text as it is gathered, each part with its place in the document."""

    kind: str
    found: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of a place, in French (« page 3 »), and the text there."""
    pages: int | None = None
    """Where the file itself says: pages, or sheets."""
    unread_pages: int = 0
    """Pages that hold no text, such as scanned ones."""
    _length: int = 0

    def add(self, place: str, text: str) -> None:
        """Add what stands at a place. What follows at the same place is one part with it.

        Raises: Unreadable beyond the bound.
        """
        text = text.replace("\x00", "").strip()
        if not text:
            return
        self._length += len(text)
        if self._length > MOST_CHARACTERS:
            raise Unreadable(Why.TOO_LONG)
        if self.found and self.found[-1][0] == place:
            self._together.append(text)
        else:
            self._close()
            self._together = [text]
            self.found.append((place, ""))

    def whole(self) -> list[tuple[str, str]]:
        """Give the parts.

        Raises: Unreadable when there is no text at all.
        """
        self._close()
        if not self.found:
            raise Unreadable(Why.EMPTY)
        return self.found

    _together: list[str] = field(default_factory=list)

    def _close(self) -> None:
        if self.found and self._together:
            self.found[-1] = (self.found[-1][0], "\n".join(self._together))
            self._together = []
