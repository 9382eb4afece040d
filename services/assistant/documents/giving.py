"""What of the documents goes with a question: as much as the model is trusted to read, and what was left out is said."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from services.assistant.documents.tables import AttachedDocument

_PLACE = re.compile(r"^\[((?:page|section|feuille|lignes) [^\]\n]*)\]$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Given:
    """A document, and how much of it goes."""

    document: AttachedDocument
    text: str

    @property
    def is_whole(self) -> bool:
        """Tell whether all of it goes."""
        return len(self.text) == self.document.characters

    @property
    def last_place(self) -> str:
        """Name the last place that goes, when the whole does not."""
        if self.is_whole:
            return ""
        places = _PLACE.findall(self.text)
        return places[-1] if places else ""

    @property
    def said(self) -> str:
        """Write it as the model reads it."""
        left = self.document.characters - len(self.text)
        end = f"\n\n[La suite, {left} caractères, n’est pas transmise.]" if left else ""
        return f"Document joint « {self.document.name} » :\n\n{self.text}{end}"


def fit(beginnings: Iterable[tuple[AttachedDocument, str]], *, most: int) -> list[Given]:
    """Share this many characters: the first document is served first, and each is cut at the end of a line.

    Each comes with as much of its text as might go.
    """
    given = []
    for document, beginning in beginnings:
        text = beginning if document.characters <= most else _cut(beginning, most)
        given.append(Given(document, text))
        most -= len(text)
    return given


def question(asked: str, given: Iterable[Given]) -> str:
    """Write a question with its documents before it, as a supplier reads it."""
    return "\n\n---\n\n".join([*(one.said for one in given if one.text), asked])


def material(asked: str, given: Iterable[Given]) -> str:
    """Write a question with its documents after it, as the embedded engine reads a text that was pasted."""
    texts = [_PLACE.sub("", one.text).strip() for one in given if one.text]
    return f"{asked.strip().rstrip(':').rstrip()} :\n" + "\n\n".join(texts) if texts else asked


def _cut(text: str, most: int) -> str:
    head = text[: max(most, 0)]
    line = head.rfind("\n")
    return head[:line].rstrip() if line > len(head) // 2 else head
