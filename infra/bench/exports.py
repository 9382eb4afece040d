"""Write 100,000 rows in each format: `python -m infra.bench.exports`. Prints seconds, and the ratio to a plain CSV writer."""

import csv
import io
import statistics
import time
from collections.abc import Callable, Sequence
from uuid import UUID

from services.workshops.exports import report_pdf
from services.workshops.exports.bundle import SCHEMA_VERSION, Bundle
from services.workshops.exports.formats import ALL
from services.workshops.exports.tables import PAIN_POINTS, WORKSHOPS, Kind, Row, Table, Value
from services.workshops.schemas import FileFormat

ROWS, DAYS, ROUNDS = 100_000, 1000, 3
REPORTS = (50, 300, 1000)


def bundle() -> Bundle:
    """Make a thousand days and a hundred thousand pain points."""
    days = [_row(WORKSHOPS, number) for number in range(DAYS)]
    notes = [
        {**_row(PAIN_POINTS, number), "workshop_id": days[number % DAYS]["id"]} for number in range(ROWS)
    ]
    facts: dict[str, Value] = {
        "id": str(UUID(int=1)), "made_at": "2026-11-24T10:00:00+00:00", "programme": "Mesure", "scope_name": "Mesure",
        "programme_id": str(UUID(int=2)), "authority_id": None,
    }  # fmt: skip
    tables: dict[str, Sequence[Row]] = {"workshops": days, "pain_points": notes}
    return Bundle({"schema_version": SCHEMA_VERSION, "snapshot": facts, "tables": tables})


def plain(one: Bundle) -> bytes:
    """Write the same rows with the csv module alone: the baseline."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for table in (WORKSHOPS, PAIN_POINTS):
        writer.writerows(table.cells(row) for row in one.rows(table.name))
    return text.getvalue().encode()


def main() -> None:
    """Time each format and the baseline in turn, then reports of three sizes, and print the medians."""
    _formats()
    _reports()


def _reports() -> None:
    print(f"Draw and set the closing report of an authority (goal: 3 s; n = {ROUNDS})")
    whole = bundle().content
    facts = {**whole["snapshot"], "authority_id": str(UUID(int=3))}
    for notes in REPORTS:
        tables = {
            "workshops": whole["tables"]["workshops"][:9],
            "pain_points": whole["tables"]["pain_points"][:notes],
        }
        one = Bundle({**whole, "snapshot": facts, "tables": tables})
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            report_pdf.write(one)
            times.append(time.perf_counter() - started)
        print(
            f"  {notes:>6} notes  median {statistics.median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"
        )


def _formats() -> None:
    one = bundle()
    ways: dict[str, Callable[[Bundle], bytes]] = {"plain csv": plain}
    ways |= {name.value: form.write for name, form in ALL.items() if name is not FileFormat.PDF}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    sizes = {}
    for _ in range(ROUNDS):
        for name, write in ways.items():
            started = time.perf_counter()
            sizes[name] = len(write(one))
            seconds[name].append(time.perf_counter() - started)
    base = statistics.median(seconds["plain csv"])
    print(f"Write {ROWS} pain points and {DAYS} days (goal: 10 s a format; n = {ROUNDS})")
    for name, times in seconds.items():
        middle, spread = statistics.median(times), f"{min(times):.2f} to {max(times):.2f}"
        print(
            f"  {name:<10} median {middle:6.2f} s ({spread}), {sizes[name]:>12,} bytes, ratio {middle / base:6.2f}"
        )


def _row(table: Table, number: int) -> Row:
    samples: dict[Kind, Value] = {
        Kind.TEXT: f"La même demande d’acte est saisie trois fois, note {number}", Kind.NUMBER: 2.5,
        Kind.DAY: "2026-11-24", Kind.MOMENT: "2026-11-24T09:15:00+00:00", Kind.FLAG: False,
    }  # fmt: skip
    given: dict[str, Value] = {
        "id": str(UUID(int=number)), "theme": "citizens", "state": "planned", "version": 1, "authority_id": str(UUID(int=3)),
    }  # fmt: skip
    return {column.name: given.get(column.name, samples.get(column.kind, "week")) for column in table.columns}


if __name__ == "__main__":
    main()
