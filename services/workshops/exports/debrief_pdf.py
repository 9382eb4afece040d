"""The debrief of a day as a tagged PDF (PDF/UA-1), one page of it to hang on a wall."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from services.workshops.exports.report_pdf import cleaned
from services.workshops.exports.report_words import NBSP, day, number, quoted, span
from services.workshops.paris_days import PARIS
from services.workshops.schemas import MOOD_LABELS, SEVERITY_LABELS, DebriefOut, HoursLost

_TEMPLATE = Path(__file__).with_name("debrief.typ").read_bytes()


def write(debrief: DebriefOut, *, name: str, pictures: Mapping[UUID, bytes]) -> bytes:
    """Write the sheet. Words and pictures reach the template as data, never as markup."""
    made_at = debrief.debriefed_at or datetime.combine(debrief.held_on, datetime.min.time(), UTC)
    import typst  # seven megabytes, for who prints

    written = typst.compile(
        _TEMPLATE, format="pdf", pdf_standards=["ua-1"], timestamp=int(made_at.timestamp()),
        ignore_system_fonts=True, sys_inputs={"sheet": json.dumps(cleaned(_drawn(debrief, name, pictures)), ensure_ascii=False)},
    )  # fmt: skip
    if not isinstance(written, bytes):
        raise TypeError("a PDF is one file")
    return written


def _drawn(debrief: DebriefOut, name: str, pictures: Mapping[UUID, bytes]) -> dict[str, object]:
    return {
        "title": f"Restitution, {name}" if name else "Restitution", "day": day(debrief.held_on), "place": debrief.place,
        "seen": debrief.seen, "quotes": [quoted(one) for one in debrief.quotes],
        "moments": [
            {"at": _clock(one.starts_at), "text": one.text, "mood": MOOD_LABELS.get(one.mood, "non dit") if one.mood is not None else "non dit"}
            for one in debrief.moments
        ],
        "curve": [{"at": _minutes(one.starts_at), "mood": one.mood} for one in debrief.moments if one.mood is not None],
        "tasks": [{"label": one.label, "hours": _hours(one.hours)} for one in debrief.tasks],
        "pains": [
            {"statement": one.statement, "severity": f"{one.severity}, {SEVERITY_LABELS[one.severity]}", "hours": _hours(one.hours)}
            for one in debrief.pain_points
        ],
        "wishes": [f"{one.text} ({one.author_role})" if one.author_role else one.text for one in debrief.wishes],
        "photos": [{"words": one.caption, "data": list(pictures[one.id])} for one in debrief.photos if one.id in pictures],
        "kept_back": debrief.kept_back, "unread": debrief.unread,
    }  # fmt: skip


def _hours(hours: HoursLost | None) -> str:
    return f"{span(hours.low, hours.high)}{NBSP}h par an, {hours.grade.label}" if hours else "non chiffré"


def _clock(when: datetime) -> str:
    there = when.astimezone(PARIS)
    return f"{number(there.hour)}{NBSP}h" + (f"{NBSP}{there.minute:02d}" if there.minute else "")


def _minutes(when: datetime) -> int:
    there = when.astimezone(PARIS)
    return there.hour * 60 + there.minute
