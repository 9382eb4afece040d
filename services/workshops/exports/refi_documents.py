"""A workshop's notes as one plain text for qualitative analysis, and where each note stands in it.

Positions count Unicode code points, as REFI-QDA wants; the text has one kind of line end and no mark before it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from services.workshops.exports.bundle import Bundle
from services.workshops.exports.ods_file import plain
from services.workshops.exports.tables import (
    AUTHORITIES,
    KEY_MOMENTS,
    OBSERVATIONS,
    PAIN_POINTS,
    TASKS,
    WISHES,
    WORKSHOPS,
    Row,
)
from services.workshops.schemas import CaptureKind

_NOT_IN_FILES = re.compile(r'[/\\:*?"<>|\x00-\x1f]+')
_WORDS = (
    (OBSERVATIONS.name, CaptureKind.OBSERVATION, "text"),
    (TASKS.name, CaptureKind.TASK, "label"),
    (PAIN_POINTS.name, CaptureKind.PAIN_POINT, "statement"),
    (WISHES.name, CaptureKind.WISH, "text"),
    (KEY_MOMENTS.name, CaptureKind.KEY_MOMENT, "text"),
)


@dataclass(frozen=True, slots=True)
class Passage:
    """One note in the text of its workshop: from `start` up to, and without, `end`."""

    row: Row
    kind: CaptureKind
    start: int
    end: int
    line: int
    """The line it starts on; the first is 0."""


@dataclass(frozen=True, slots=True)
class Document:
    """One workshop's text."""

    workshop: Row
    name: str
    text: str
    passages: tuple[Passage, ...]


class Names:
    """Names of sources: readers make files of them, and take no name twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str, ending: str = "") -> str:
        """Give the wanted name as a file can bear it, with a number when it is taken."""
        base = _NOT_IN_FILES.sub("-", plain(wanted))
        tries = (base if number == 1 else f"{base} ({number})" for number in count(1))
        name = next(f"{one}{ending}" for one in tries if f"{one}{ending}".casefold() not in self._taken)
        self._taken.add(name.casefold())
        return name


def written(bundle: Bundle) -> Iterator[Document]:
    """Give one text a workshop: a heading, then its notes in the order they were seen."""
    notes, names = _by_workshop(bundle), day_names(bundle)
    for workshop in bundle.rows(WORKSHOPS.name):
        key = str(workshop["id"])
        yield _document(workshop, names[key], notes.get(key, ()))


def day_names(bundle: Bundle) -> dict[str, str]:
    """Name each workshop by its place and its date, by id."""
    places = {row["id"]: str(row["name"]) for row in bundle.rows(AUTHORITIES.name)}
    names = Names()
    return {
        str(one["id"]): names.take(f"{places.get(one['authority_id']) or 'Collectivité'}, {one['held_on']}")
        for one in bundle.rows(WORKSHOPS.name)
    }


def _document(workshop: Row, name: str, notes: Sequence[tuple[CaptureKind, Row, str]]) -> Document:
    text = plain(f"Atelier « vis ma vie » : {name}\n")
    passages = []
    for kind, row, words in notes:
        body = plain(words)
        text += f"\n{kind.label.capitalize()} : "
        passages.append(Passage(row, kind, len(text), len(text) + len(body), text.count("\n")))
        text += f"{body}\n"
    return Document(workshop, name, text, tuple(passages))


def _by_workshop(bundle: Bundle) -> Mapping[str, Sequence[tuple[CaptureKind, Row, str]]]:
    found: dict[str, list[tuple[CaptureKind, Row, str]]] = {}
    for table, kind, field in _WORDS:
        for row in bundle.rows(table):
            words = "(verbatim non communiqué)" if row.get("is_withheld") else str(row[field])
            found.setdefault(str(row["workshop_id"]), []).append((kind, row, words))
    for notes in found.values():
        notes.sort(key=lambda note: (str(note[1]["seen_at"]), str(note[1]["id"])))
    return found
