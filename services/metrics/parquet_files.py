"""The lines of the open-data set as Parquet: typed columns, read by DuckDB, Polars, pandas, R or a lakehouse.

The library is loaded when a file is first asked for: a house that writes none does not carry it. Nothing in the file
depends on the moment: the same lines give the same bytes.
"""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

from services.metrics import open_data
from services.metrics.open_data import Line

if TYPE_CHECKING:
    from arro3.core import Array

_EPOCH = date(1970, 1, 1)


def write(lines: Sequence[Line], notes: Mapping[str, object]) -> bytes:
    """Write lines, with how to read them under the key `terrain` of the file's metadata (JSON)."""
    from arro3.core import Field, Schema, Table
    from arro3.io import write_parquet

    kinds = {str(one["name"]): str(one["type"]) for one in open_data.columns()}
    columns = {
        column.name: _array([getattr(line, column.name) for line in lines], kinds[column.name])
        for column in fields(Line)
    }
    schema = Schema([Field(name, array.type, nullable=True) for name, array in columns.items()])
    target = io.BytesIO()
    # One key of metadata only: several would be written in no set order.
    write_parquet(
        Table.from_arrays(list(columns.values()), schema=schema), target, compression="zstd(3)", created_by="Terrain",
        key_value_metadata={"terrain": json.dumps(notes, ensure_ascii=False, default=str)},
        skip_arrow_metadata=True,
    )  # fmt: skip
    return target.getvalue()


def _array(values: list[object], kind: str) -> "Array":
    from arro3.core import Array, DataType

    match kind:
        case "date":
            days = [(day - _EPOCH).days if isinstance(day, date) else None for day in values]
            return Array(days, DataType.int32()).cast(DataType.date32())
        case "integer":
            return Array(values, DataType.int64())
        case "number":
            return Array([None if one is None else float(str(one)) for one in values], DataType.float64())
        case "boolean":
            return Array(values, DataType.bool())
        case _:
            return Array(
                [one or None for one in values], DataType.string()
            )  # as in the CSV: empty is nothing
