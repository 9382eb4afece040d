"""Spreadsheets of Excel and LibreOffice: one line a row, in the sheet where it stands."""

import re
from datetime import date, timedelta

from services.assistant.extraction.packages import Attributes, Package, Reader, walk
from services.assistant.extraction.parts import MOST_CHARACTERS, Parts, Unreadable, Why

_FIRST_DAY = date(1899, 12, 30)
_LAST_DAY = 2_958_465
"""The serial number of 31 December 9999."""
_DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
"""Excel's own number formats that show a day."""
_DATE_CODE = re.compile(r"[dy]|m{3,}", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_WORKSHEET = "xl/worksheets/"


def read_xlsx(package: Package) -> Parts:
    """Read an Excel workbook.

    Raises: Unreadable.
    """
    parts, book, targets = Parts("xlsx"), _Book(), _Targets()
    walk(package, "xl/workbook.xml", book)
    walk(package, "xl/_rels/workbook.xml.rels", targets)
    strings, styles = _Strings(), _Styles()
    if "xl/sharedStrings.xml" in package.names:
        walk(package, "xl/sharedStrings.xml", strings)
    if "xl/styles.xml" in package.names:
        walk(package, "xl/styles.xml", styles)
    parts.pages = len(book.sheets)
    for name, reference in book.sheets:
        target = targets.found.get(reference, "").lstrip("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        if path in package.names:
            walk(package, path, _Sheet(parts, name, strings.found, styles))
    return parts


def read_ods(package: Package) -> Parts:
    """Read a LibreOffice spreadsheet.

    Raises: Unreadable.
    """
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Unreadable(Why.ENCRYPTED)
    parts = Parts("ods", pages=0)
    walk(package, "content.xml", _OpenSheets(parts))
    return parts


class _Book(Reader):
    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))


class _Targets(Reader):
    def __init__(self) -> None:
        self.found: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            self.found[attributes.get("Id", "")] = attributes.get("Target", "")


class _Strings(Reader):
    """The texts that cells share."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._said: list[str] = []
        self._is_text, self._phonetic, self._length = False, 0, 0

    def start(self, name: str, attributes: Attributes) -> None:
        del attributes
        self._is_text = name == "t"
        self._phonetic += name == "rPh"

    def end(self, name: str) -> None:
        self._is_text = False
        self._phonetic -= name == "rPh"
        if name == "si":
            self.found.append("".join(self._said))
            self._said = []

    def text(self, said: str) -> None:
        if self._is_text and not self._phonetic:
            self._said.append(said)
            self._length += len(said)
            if self._length > MOST_CHARACTERS:
                raise Unreadable(Why.TOO_LONG)


class _Styles(Reader):
    """Which styles of cells show a number as a day."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}
        self._formats: list[str] = []
        self._is_cell = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._is_cell = True
        elif name == "xf" and self._is_cell:
            self._formats.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        self._is_cell = self._is_cell and name != "cellXfs"

    def is_day(self, style: str) -> bool:
        """Tell whether a cell of this style shows a day."""
        if not style.isdecimal() or int(style) >= len(self._formats):
            return False
        number = self._formats[int(style)]
        if number in self._codes:
            return bool(_DATE_CODE.search(_QUOTED.sub("", self._codes[number])))
        return number.isdecimal() and int(number) in _DATES


class _Rows(Reader):
    def __init__(self, parts: Parts, place: str) -> None:
        self._parts, self._place = parts, place
        self._row: list[str] = []
        self._said: list[str] = []

    def _end_row(self) -> None:
        self._parts.add(self._place, " | ".join(cell for cell in self._row if cell))
        self._row = []


class _Sheet(_Rows):
    def __init__(self, parts: Parts, name: str, strings: list[str], styles: _Styles) -> None:
        super().__init__(parts, f"feuille « {name} »")
        self._strings, self._styles = strings, styles
        self._type = self._style = ""
        self._is_value = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._said = []
        self._is_value = name in {"v", "t"}

    def end(self, name: str) -> None:
        self._is_value = False
        if name == "c":
            self._row.append(self._shown("".join(self._said).strip()))
        elif name == "row":
            self._end_row()

    def text(self, said: str) -> None:
        if self._is_value:
            self._said.append(said)

    def _shown(self, value: str) -> str:
        if self._type == "s":
            is_known = value.isdecimal() and int(value) < len(self._strings)
            return self._strings[int(value)].strip() if is_known else ""
        if self._type == "b":
            return "vrai" if value == "1" else "faux"
        if self._type == "n" and value and self._styles.is_day(self._style):
            return _day(value)
        return value


class _OpenSheets(_Rows):
    def __init__(self, parts: Parts) -> None:
        super().__init__(parts, "")
        self._open = self._hidden = 0

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "table":
            self._parts.pages = (self._parts.pages or 0) + 1
            self._place = f"feuille « {attributes.get('name', '')} »"
        elif name in {"table-cell", "covered-table-cell"}:
            self._said = []
        elif name == "annotation":
            self._hidden += 1
        elif name == "p":
            self._open += 1

    def end(self, name: str) -> None:
        if name == "annotation":
            self._hidden -= 1
        elif name == "p":
            self._open -= 1
            self._said.append(" ")
        elif name in {"table-cell", "covered-table-cell"}:
            self._row.append("".join(self._said).strip())
        elif name == "table-row":
            self._end_row()

    def text(self, said: str) -> None:
        if self._open and not self._hidden:
            self._said.append(said)


def _day(value: str) -> str:
    try:
        serial = int(float(value))
    except (ValueError, OverflowError):
        return value
    return f"{_FIRST_DAY + timedelta(days=serial):%d/%m/%Y}" if 0 < serial <= _LAST_DAY else value
