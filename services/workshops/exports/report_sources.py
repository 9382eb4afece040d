"""What a report cites: each day, note and hypothesis of the snapshot, numbered in one order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from services.workshops.exports.bundle import Bundle
from services.workshops.exports.report_words import day_of, shortened
from services.workshops.exports.tables import (
    HYPOTHESES,
    KEY_MOMENTS,
    OBSERVATIONS,
    PAIN_POINTS,
    TASKS,
    WISHES,
    WORKSHOPS,
    Row,
)
from services.workshops.schemas.reports import ReportSource, SourceKind

NOTES = (
    (OBSERVATIONS.name, SourceKind.OBSERVATION, "text"),
    (TASKS.name, SourceKind.TASK, "label"),
    (PAIN_POINTS.name, SourceKind.PAIN_POINT, "statement"),
    (WISHES.name, SourceKind.WISH, "text"),
    (KEY_MOMENTS.name, SourceKind.KEY_MOMENT, "text"),
)
_LABELS = {
    SourceKind.WORKSHOP: "journée", SourceKind.OBSERVATION: "observation", SourceKind.TASK: "tâche",
    SourceKind.PAIN_POINT: "irritant", SourceKind.WISH: "souhait", SourceKind.HYPOTHESIS: "hypothèse",
    SourceKind.KEY_MOMENT: "moment clé",
}  # fmt: skip
_HIDDEN = "Verbatim non communiqué"


def key(row: Row) -> UUID:
    """Give a row's id."""
    return UUID(str(row["id"]))


def ids(rows: Iterable[Row]) -> tuple[UUID, ...]:
    """Give the ids of rows."""
    return tuple(key(row) for row in rows)


def notes(bundle: Bundle) -> tuple[Row, ...]:
    """Give every note, kind after kind."""
    return tuple(row for table, _kind, _field in NOTES for row in bundle.rows(table))


def by_workshop(bundle: Bundle) -> Mapping[str, Sequence[Row]]:
    """Give the notes of each day."""
    found: dict[str, list[Row]] = {}
    for row in notes(bundle):
        found.setdefault(str(row["workshop_id"]), []).append(row)
    return found


def listed(bundle: Bundle) -> tuple[ReportSource, ...]:
    """Number what may be cited: days, then notes, then hypotheses."""
    return tuple(
        ReportSource(
            number=number, kind=kind, label=_LABELS[kind], id=key(row), words=shortened(words) or _HIDDEN,
            workshop_id=_workshop(kind, row),
        )
        for number, (kind, row, words) in enumerate(_found(bundle), start=1)
    )  # fmt: skip


def _found(bundle: Bundle) -> Iterator[tuple[SourceKind, Row, str]]:
    for row in bundle.rows(WORKSHOPS.name):
        yield SourceKind.WORKSHOP, row, day_of(str(row["held_on"]))
    for table, kind, field in NOTES:
        for row in bundle.rows(table):
            yield kind, row, "" if row.get("is_withheld") else str(row[field])
    for row in bundle.rows(HYPOTHESES.name):
        yield SourceKind.HYPOTHESIS, row, str(row["title"])


def _workshop(kind: SourceKind, row: Row) -> UUID | None:
    if kind is SourceKind.HYPOTHESIS:
        return None
    return key(row) if kind is SourceKind.WORKSHOP else UUID(str(row["workshop_id"]))
