"""How a report says numbers, days and hours in French, no-break spaces included."""

from collections.abc import Sequence
from datetime import date

from services.workshops.exports.tables import Row
from services.workshops.schemas import Grade
from services.workshops.schemas.reports import ReportHours

NBSP = "\u00a0"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def number(value: float) -> str:
    """Write 1234.5 as « 1 234,5 », to a tenth."""
    return f"{round(value, 1):,.1f}".removesuffix(".0").replace(",", "\u202f").replace(".", ",")


def plural(count: int, one: str, many: str) -> str:
    """Write « 3 notes », « 0 note »."""
    return f"{number(count)}{NBSP}{one if count < 2 else many}"


def day(when: date) -> str:
    """Write « 24 novembre 2026 »."""
    return f"{'1er' if when.day == 1 else when.day}{NBSP}{_MONTHS[when.month - 1]} {when.year}"


def span(low: float, high: float) -> str:
    """Write « de 2 à 4 », or one value when both are equal."""
    return number(low) if number(low) == number(high) else f"de{NBSP}{number(low)} à{NBSP}{number(high)}"


def quoted(words: str) -> str:
    """Write « words »."""
    return f"«{NBSP}{words}{NBSP}»"


def listed(items: Sequence[str]) -> str:
    """Write « a, b et c »."""
    return f"{', '.join(items[:-1])} et {items[-1]}" if len(items) > 1 else "".join(items)


def shortened(words: str, longest: int = 90) -> str:
    """Keep the first words."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def hours(rows: Sequence[Row]) -> ReportHours | None:
    """Add up the hours lost a year of pain points, low values with low ones, high with high; None when none tells.

    The interval of a sum of intervals is that of their bounds: wide on purpose, as nothing says that errors cancel.
    The grade is the least sure one among them.
    """
    told = [row for row in rows if row["hours_typical"] is not None]
    if not told:
        return None
    low, typical, high = (
        round(sum(float(row[name] or 0) for row in told), 1)
        for name in ("hours_low", "hours_typical", "hours_high")
    )
    found = {row["grade"] for row in told}
    grade = next((one for one in reversed(Grade) if one.value in found), Grade.ESTIMATED)
    text = f"{span(low, high)}{NBSP}h par an, {grade.label}"
    return ReportHours(low=low, typical=typical, high=high, grade=grade, counted=len(told), text=text)


def day_of(iso: str) -> str:
    """Write « 24 novembre 2026 » of an ISO 8601 day."""
    return day(date.fromisoformat(iso))
