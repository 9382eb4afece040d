"""A row of the database as a snapshot holds it."""

from datetime import date, datetime
from typing import cast
from uuid import UUID

from services.workshops.exports.tables import Row, Table, Value


def row_of(table: Table, source: object, **given: Value) -> Row:
    """Read a table's columns from a row of the database, but for those given."""
    return {
        column.name: given[column.name] if column.name in given else _plain(getattr(source, column.name))
        for column in table.columns
    }


def _plain(value: object) -> Value:
    match value:
        case UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return cast("Value", value)
