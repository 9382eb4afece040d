"""A spreadsheet in Office Open XML: one sheet a table, typed cells, written row by row."""

import io
from datetime import UTC, date, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from services.workshops.exports.bundle import Bundle
from services.workshops.exports.readme import lines
from services.workshops.exports.tables import Column, Kind, Table, Value, filled

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS = {Kind.TEXT: 48, Kind.CODE: 14, Kind.NUMBER: 10, Kind.DAY: 12, Kind.MOMENT: 18, Kind.FLAG: 10}


def write(bundle: Bundle) -> bytes:
    """Write every table, after a sheet that says what they are. Moments are in UTC, as in the other formats."""
    target = io.BytesIO()
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
        for index, row in enumerate(rows, start=1):
            for place, column in enumerate(table.columns):
                _cell(sheet, (index, place), row[column.name], column, formats)
    book.close()
    return target.getvalue()


def _head(sheet: Worksheet, table: Table, style: Format) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _WIDTHS[column.kind])
        sheet.write_string(0, place, column.name, style)


def _cell(
    sheet: Worksheet, at: tuple[int, int], value: Value, column: Column, formats: dict[Kind, Format]
) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_boolean(*at, value)
        case int() | float():
            sheet.write_number(*at, value)
        case str() if column.kind is Kind.DAY:
            day = datetime.combine(date.fromisoformat(value), datetime.min.time())
            sheet.write_datetime(*at, day, formats[Kind.DAY])
        case str() if column.kind is Kind.MOMENT:
            moment = datetime.fromisoformat(value).astimezone(UTC).replace(tzinfo=None)
            sheet.write_datetime(*at, moment, formats[Kind.MOMENT])
        case str():
            sheet.write_string(*at, value)
