"""CSV, in two flavours, all tables in one archive.

`open`: RFC 4180, commas, UTF-8 without a mark, ISO dates, decimal points: for programs and open data.
`excel`: semicolons, a byte order mark, decimal commas: what a French spreadsheet opens by a double click.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from services.workshops.exports.archives import Archive
from services.workshops.exports.bundle import Bundle
from services.workshops.exports.tables import Column, Kind, Row, Table, Value, filled

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Flavour:
    """How cells are separated, how decimals are written, and whether the file begins with a mark."""

    delimiter: str
    decimal: str
    mark: str


OPEN = Flavour(",", ".", "")
EXCEL = Flavour(";", ",", "\ufeff")


def archive(bundle: Bundle, flavour: Flavour) -> bytes:
    """Write one CSV file a table into a zip archive."""
    with Archive() as files:
        for table, rows in filled(bundle.tables):
            files.add(f"{table.name}.csv", write(table, rows, flavour))
    return files.content


def write(table: Table, rows: Sequence[Row], flavour: Flavour) -> bytes:
    """Write one table, its column names first."""
    text = io.StringIO(newline="")
    text.write(flavour.mark)
    writer = csv.writer(text, delimiter=flavour.delimiter, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in rows:
        writer.writerow([_cell(row[column.name], column, flavour) for column in table.columns])
    return text.getvalue().encode()


def guarded(text: str) -> str:
    """Keep a spreadsheet from reading a person's words as a formula: an apostrophe before them."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _cell(value: Value, column: Column, flavour: Flavour) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return number(value).replace(".", flavour.decimal)
        case str():
            return guarded(value) if column.kind is Kind.TEXT else value


def number(value: float) -> str:
    """Write a number without a useless « .0 »."""
    return repr(int(value)) if value == int(value) else repr(value)
