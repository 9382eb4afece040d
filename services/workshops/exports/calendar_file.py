"""The days « vis ma vie » as an iCalendar file (RFC 5545): whole days, no person's name."""

from datetime import UTC, date, timedelta

from services.workshops.exports.bundle import Bundle
from services.workshops.exports.tables import AUTHORITIES, WORKSHOPS, Row
from services.workshops.schemas import WorkshopState

_LONGEST_LINE = 75


def write(bundle: Bundle) -> bytes:
    """Write one event a workshop; a cancelled one says so, so that calendars take it out."""
    names = {row["id"]: str(row["name"]) for row in bundle.rows(AUTHORITIES.name)}
    stamp = f"{bundle.made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Terrain//Workshops//FR", "METHOD:PUBLISH"]
    for row in bundle.rows(WORKSHOPS.name):
        lines += _event(row, names.get(row["authority_id"], ""), stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(row: Row, name: str, stamp: str) -> list[str]:
    day = date.fromisoformat(str(row["held_on"]))
    is_cancelled = row["state"] == WorkshopState.CANCELLED
    return [
        "BEGIN:VEVENT",
        f"UID:{row['id']}@terrain",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{int(row['version'] or 1) - 1}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(f'Atelier « vis ma vie » : {name}' if name else 'Atelier « vis ma vie »')}",
        *([f"LOCATION:{_escaped(str(row['place']))}"] if row["place"] else []),
        f"STATUS:{'CANCELLED' if is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    for found, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        text = text.replace(found, written)
    return "".join(sign for sign in text if sign >= " " or sign == "\t")


def _folded(line: str) -> str:
    """Cut a line into pieces of at most 75 bytes, never inside a character."""
    pieces: list[str] = []
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > _LONGEST_LINE - (1 if pieces else 0):
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])
