"""Calendars as files and feeds (RFC 5545, with the name and refresh of RFC 7986): days and hours, no person's name."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LONGEST_LINE = 75
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event. A day that `starts` without an hour lasts the whole day; hours bear their zone.

    `uid` stays the same for ever, `sequence` grows with each change: a calendar program then moves what it knows.
    """

    uid: str
    starts: date
    ends: datetime | None = None
    summary: str
    location: str = ""
    url: str = ""
    is_cancelled: bool = False
    sequence: int = 0


def write(entries: Iterable[Entry], *, product: str, stamp: datetime, name: str = "") -> bytes:
    """Write a calendar as a program reads it. A cancelled event stays and says so, so that calendars take it out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{product}", "METHOD:PUBLISH"]
    if name:
        lines += [f"NAME:{_escaped(name)}", f"X-WR-CALNAME:{_escaped(name)}"]
        lines += ["REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H"]
    for entry in entries:
        lines += _event(entry, f"{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _event(entry: Entry, stamp: str) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{entry.sequence}",
        *_period(entry),
        f"SUMMARY:{_escaped(entry.summary)}",
        *([f"LOCATION:{_escaped(entry.location)}"] if entry.location else []),
        *([f"URL:{entry.url}"] if entry.url else []),
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def _period(entry: Entry) -> list[str]:
    if isinstance(entry.starts, datetime):
        ends = entry.ends or entry.starts
        return [
            f"DTSTART:{entry.starts.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTEND:{ends.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        ]
    # Without an end a whole day lasts that day: so does the last one that a calendar can count.
    following = [] if entry.starts == date.max else [f"DTEND;VALUE=DATE:{_day(entry.starts + _ONE_DAY)}"]
    return [f"DTSTART;VALUE=DATE:{_day(entry.starts)}", *following]


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")  # strftime writes the year 26 without its zeros


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
