"""What people were told is kept, and what the database says of it at the end."""

import threading
from collections import Counter
from dataclasses import dataclass, field

import psycopg

# Every text that any version of a note has had, in order, and every text that waits beside one.
_VERSIONS = """
select capture_id::text, version, coalesce(content->>'statement', content->>'text')
from capture_revision order by capture_id, version
"""
_WAITING = "select coalesce(content->>'statement', content->>'text') from revision_candidate"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial showed. Anything but zero in the last four is a fault."""

    captured: int
    corrected: int
    contested: int
    lost: int
    repeated: int
    overwritten: int
    left: int
    """Operations and photos that the tablet still held at the end, with the line mended."""

    @property
    def is_whole(self) -> bool:
        """Tell whether every promise was kept."""
        return not (self.lost or self.repeated or self.overwritten or self.left)

    def __str__(self) -> str:
        return (
            f"{self.captured} captures and {self.corrected} corrections told « enregistré », {self.contested} kept both ways:\n"
            f"  lost {self.lost}, duplicated {self.repeated}, silently overwritten {self.overwritten},"
            f" left on the tablet {self.left}"
        )


@dataclass(slots=True)
class Ledger:
    """Every text that somebody typed: each is used once, so that it names its note."""

    tried: set[str] = field(default_factory=set)
    kept: set[str] = field(default_factory=set)
    """Captures that the page told « enregistré » or « envoyé »."""
    seen: dict[str, str] = field(default_factory=dict)
    """Corrections, and the words that their author had before their eyes."""
    corrected: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _next: int = 0

    def words(self, about: str) -> str:
        """Give words that nobody used, with what machines stumble on."""
        with self._lock:
            self._next += 1
            odd = ("« guillemets »", "l’é\u0301tat", "🗂️ 手", "\\ \" ' <b>", "a\tb", "50 %")[self._next % 6]
            text = f"{about} {self._next} : {odd} fin"
            self.tried.add(text)
            return text

    def tell(self, text: str, *, seen: str = "") -> None:
        """Note that somebody was told that this is kept."""
        if seen:
            self.corrected.add(text)
        else:
            self.kept.add(text)

    def compare(self, connection: psycopg.Connection, *, left: int) -> Outcome:
        """Count what is missing, what is there twice, and what took the place of words its author had not seen."""
        found, began, waiting = Counter[str](), Counter[str](), Counter[str]()
        overwritten = 0
        before: tuple[str, str] = ("", "")
        for note, version, text in connection.execute(_VERSIONS).fetchall():
            if before[0] != note:
                began[text] += 1
            elif text != before[1]:
                found[text] += 1
                overwritten += version > 1 and self.seen.get(text) != before[1]
            before = (note, text)
        waiting.update(text for (text,) in connection.execute(_WAITING).fetchall())
        told = found + waiting
        return Outcome(
            captured=len(self.kept), corrected=len(self.corrected), contested=waiting.total(),
            lost=sum(not began[text] for text in self.kept) + sum(not told[text] for text in self.corrected),
            repeated=sum(max(began[text] - 1, 0) + max(told[text] - 1, 0) for text in self.tried),
            overwritten=overwritten, left=left,
        )  # fmt: skip
