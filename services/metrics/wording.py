"""How figures are written in the sentences of answers: French typography, no more digits than they are worth."""

from datetime import date

NBSP, THIN = "\u00a0", "\u202f"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip


def number(value: float, *, decimals: int | None = None) -> str:
    """Write « 12 480 » or « 2,4 »."""
    if decimals is None:
        decimals = 0 if abs(value) >= 10 or value == int(value) else 1 if abs(value) >= 0.1 else 3
    return f"{value:,.{decimals}f}".replace(",", THIN).replace(".", ",").replace("-", "−")


def percent(share: float) -> str:
    """Write « 37 % »."""
    return f"{round(share * 100)}{NBSP}%"


def count(value: int, one: str, many: str) -> str:
    """Write « 3 fiches »: singular below two."""
    return f"{number(value)}{NBSP}{one if value < 2 else many}"


def signed(minutes: float) -> str:
    """Write « + 11 min » or « − 3 min »."""
    sign = "+" if minutes > 0 else "−" if minutes < 0 else ""
    return f"{sign}{NBSP if sign else ''}{number(abs(minutes))}{NBSP}min"


def month(first: date) -> str:
    """Write « mars 2026 »."""
    return f"{_MONTHS[first.month - 1]} {first.year}"


def months(start: date, end: date) -> str:
    """Write « mars 2026 » or « de novembre 2025 à janvier 2026 »."""
    if start == end:
        return month(start)
    elided = "d’" if _MONTHS[start.month - 1][0] in "ao" else "de "
    return f"{elided}{month(start)} à {month(end)}"


def listed(items: list[str]) -> str:
    """Write « a, b et c »."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} et {items[-1]}" if items else ""


def capital(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]
