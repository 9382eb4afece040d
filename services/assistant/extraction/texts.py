"""Text documents of Word and LibreOffice: their paragraphs, in the section where each stands."""

import re

from services.assistant.extraction.packages import Attributes, Package, Reader, walk
from services.assistant.extraction.parts import Parts, Unreadable, Why

_HEADING = re.compile(r"(?:heading|titre|title)[ _-]?\d*$", re.IGNORECASE)
_LONGEST_HEADING = 120


def read_docx(package: Package) -> Parts:
    """Read a Word document.

    Raises: Unreadable.
    """
    parts = Parts("docx")
    walk(package, "word/document.xml", _Word(parts))
    return parts


def read_odt(package: Package) -> Parts:
    """Read a LibreOffice text.

    Raises: Unreadable.
    """
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Unreadable(Why.ENCRYPTED)
    parts = Parts("odt")
    walk(package, "content.xml", _OpenText(parts))
    return parts


class _Paragraphs(Reader):
    """Paragraphs, cells of a row on one line, and the heading above."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._said: list[str] = []
        self._row: list[str] = []
        self._rows = self._hidden = 0
        self._place = ""
        self._is_heading = False

    def _end_paragraph(self) -> None:
        text = re.sub(r"[ \t\xa0]+", " ", "".join(self._said)).strip()
        self._said = []
        if self._rows:
            self._row.append(text)
            return
        if self._is_heading and text:
            self._place = f"section « {text[:_LONGEST_HEADING]} »"
        self._is_heading = False
        self._parts.add(self._place, text)

    def _end_row(self) -> None:
        self._rows -= 1
        if not self._rows:
            self._parts.add(self._place, " | ".join(cell for cell in self._row if cell))
            self._row = []


class _Word(_Paragraphs):
    _is_text = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "t":
            self._is_text = True
        elif name in {"tab", "br", "cr"}:
            self._said.append("\n" if name != "tab" else " ")
        elif name == "tr":
            self._rows += 1
        elif name == "Fallback":  # the same content once more, for older programs
            self._hidden += 1
        elif (name == "pStyle" and _HEADING.match(attributes.get("val", ""))) or name == "outlineLvl":
            self._is_heading = attributes.get("val") != "9"

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "p":
            self._end_paragraph()
        elif name == "tr":
            self._end_row()
        elif name == "Fallback":
            self._hidden -= 1

    def text(self, said: str) -> None:
        if self._is_text and not self._hidden:
            self._said.append(said)


class _OpenText(_Paragraphs):
    _SKIPPED = frozenset({"annotation", "tracked-changes", "note", "scripts", "automatic-styles"})
    _open = 0

    def start(self, name: str, attributes: Attributes) -> None:
        del attributes
        if name in self._SKIPPED:
            self._hidden += 1
        elif name in {"p", "h"}:
            self._open += 1
            self._is_heading = name == "h"
        elif name in {"s", "tab"}:
            self._said.append(" ")
        elif name == "line-break":
            self._said.append("\n")
        elif name == "table-row":
            self._rows += 1

    def end(self, name: str) -> None:
        if name in self._SKIPPED:
            self._hidden -= 1
        elif name in {"p", "h"}:
            self._open -= 1
            if not self._hidden:
                self._end_paragraph()
        elif name == "table-row":
            self._end_row()

    def text(self, said: str) -> None:
        if self._open and not self._hidden:
            self._said.append(said)
