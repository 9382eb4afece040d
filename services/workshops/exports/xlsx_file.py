"""A spreadsheet in Office Open XML: one sheet a table, typed cells, written row by row."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from services.workshops.exports.bundle import Bundle
from services.workshops.exports.readme import lines
from services.workshops.exports.tables import Column, Kind, Table, Value, filled

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# Spreadsheets count days from 30 December 1899.
_FIRST_DAY = date(1899, 12, 30).toordinal()
_FIRST_MOMENT = datetime(1899, 12, 30, tzinfo=UTC)
_WIDTHS = {Kind.TEXT: 48, Kind.CODE: 14, Kind.NUMBER: 10, Kind.DAY: 12, Kind.MOMENT: 18, Kind.FLAG: 10}


def write(bundle: Bundle) -> bytes:
    """Write every table, after a sheet that says what they are. Moments are in UTC, as in the other formats."""
    target = io.BytesIO()
    import xlsxwriter  # eleven megabytes, for who asks for a workbook

    book = xlsxwriter.Workbook(target, _OPTIONS)
    book.set_properties({"title": "Terrain", "created": bundle.made_at.astimezone(UTC).replace(tzinfo=None)})
    formats = {
        Kind.DAY: book.add_format({"num_format": "yyyy-mm-dd", "align": "left"}),
        Kind.MOMENT: book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", "align": "left"}),
    }
    head = book.add_format({"bold": True, "bg_color": "#F2EEE8", "bottom": 1})
    readme = book.add_worksheet("lisez-moi")
    readme.set_column(0, 0, 90)
    for index, line in enumerate(lines(bundle)):
        readme.write_string(index, 0, line)
    for table, rows in filled(bundle.tables):
        sheet = book.add_worksheet(table.name)
        _head(sheet, table, head)
        columns = [
            (place, column.name, _writer(sheet, column, formats))
            for place, column in enumerate(table.columns)
        ]
        for index, row in enumerate(rows, start=1):
            for place, name, put in columns:
                if (value := row[name]) is not None and value != "":
                    put(index, place, value)
    book.close()
    return target.getvalue()


def _head(sheet: "Worksheet", table: Table, style: "Format") -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _WIDTHS[column.kind])
        sheet.write_string(0, place, column.name, style)


def _writer(
    sheet: "Worksheet", column: Column, styles: dict[Kind, "Format"]
) -> Callable[[int, int, Value], object]:
    """Choose once a column how its cells are written: a day and a moment are numbers with a format of their own."""
    if (serial := _SERIALS.get(column.kind)) is None:
        return partial(_plain, sheet)
    style = styles[column.kind]
    return lambda row, place, value: sheet.write_number(row, place, serial(str(value)), style)


def _plain(sheet: "Worksheet", row: int, place: int, value: Value) -> None:
    match value:
        case bool():
            sheet.write_boolean(row, place, value)
        case int() | float():
            sheet.write_number(row, place, value)
        case str():
            sheet.write_string(row, place, value)


@lru_cache(maxsize=4096)
def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal() - _FIRST_DAY


@lru_cache(maxsize=4096)
def _moment(text: str) -> float:
    return (datetime.fromisoformat(text) - _FIRST_MOMENT) / timedelta(days=1)


_SERIALS: dict[Kind, Callable[[str], float]] = {Kind.DAY: _day, Kind.MOMENT: _moment}
