"""Plain text, Markdown and comma-separated values."""

import csv
import re
from io import StringIO

from services.assistant.extraction.parts import Parts, Unreadable, Why

_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*$")
_ROWS = 50
"""Rows of a table that make one part."""
_ODD = frozenset(chr(code) for code in range(32)) - frozenset("\t\n\r\f\x1b")


def read_text(data: bytes) -> Parts:
    """Read plain text; what Markdown marks as a heading names the section.

    Raises: Unreadable.
    """
    parts, place, is_code = Parts("txt"), "", False
    lines: list[str] = []
    for line in _decoded(data).splitlines():
        is_code ^= line.lstrip().startswith("```")
        if not is_code and (heading := _HEADING.match(line)):
            parts.add(place, "\n".join(lines))
            lines, place = [heading[1]], f"section « {heading[1][:120]} »"
        else:
            lines.append(line.rstrip())
    parts.add(place, "\n".join(lines))
    return parts


def read_csv(data: bytes) -> Parts:
    """Read a table whose first line names the columns.

    Raises: Unreadable.
    """
    parts, text = Parts("csv"), _decoded(data)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    rows: list[str] = []
    begun = 1
    try:
        for number, row in enumerate(csv.reader(StringIO(text), delimiter=delimiter), 1):
            rows.append(" | ".join(cell.strip() for cell in row if cell.strip()))
            if len(rows) == _ROWS:
                parts.add(f"lignes {begun} à {number}", "\n".join(rows))
                rows, begun = [], number + 1
    except csv.Error as error:
        raise Unreadable(Why.BROKEN) from error
    parts.add(f"lignes {begun} à {begun + len(rows) - 1}", "\n".join(rows))
    return parts


def _decoded(data: bytes) -> str:
    """Read text in the encodings that French offices write.

    Raises: Unreadable when it is no text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if sum(text.count(odd) for odd in _ODD) > len(text) // 200:
        raise Unreadable(Why.UNKNOWN)
    return text
