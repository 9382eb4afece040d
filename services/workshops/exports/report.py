"""The closing report of one authority, drawn from a snapshot alone: no figure without the notes it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from services.kit.errors import Conflict
from services.workshops import paris_days
from services.workshops.exports import report_limits, report_sources, report_summary
from services.workshops.exports.bundle import Bundle
from services.workshops.exports.report_sources import ids, key
from services.workshops.exports.report_words import day, hours, plural, span
from services.workshops.exports.tables import EVIDENCE, HYPOTHESES, PAIN_POINTS, WORKSHOPS, Row
from services.workshops.schemas import Stance, Theme
from services.workshops.schemas.reports import (
    ReportDay,
    ReportHypothesis,
    ReportOut,
    ReportPainPoint,
    ReportSentence,
    ReportTheme,
)

HEAVIEST = 5
_SAID = {
    Stance.FOR: ("la soutient", "la soutiennent"),
    Stance.AGAINST: ("parle contre elle", "parlent contre elle"),
    Stance.NUANCE: ("la nuance", "la nuancent"),
}


class NotOneAuthority(Conflict):
    """A closing report is of one authority, and this snapshot spans a programme."""

    sentence = (
        "Le bilan est celui d’une seule collectivité, et ce cliché porte sur tout le programme."
        " Faites un cliché de la collectivité voulue."
    )


def draw(bundle: Bundle) -> ReportOut:
    """Draw the report of a snapshot: equal snapshots give equal reports.

    Raises: NotOneAuthority.
    """
    if bundle.is_regional:
        raise NotOneAuthority
    made_on = paris_days.day_of(bundle.made_at)
    days, themes = _days(bundle, made_on), _themes(bundle.rows(PAIN_POINTS.name))
    return ReportOut(
        snapshot_id=UUID(bundle.fact("id")), authority_id=UUID(bundle.fact("authority_id")),
        scope_name=bundle.fact("scope_name"), programme=bundle.fact("programme"), made_at=bundle.made_at,
        made_on=day(made_on), summary=report_summary.said(bundle, days, themes), days=days, by_theme=themes,
        heaviest=_heaviest(bundle.rows(PAIN_POINTS.name)), hypotheses=_hypotheses(bundle),
        limits=report_limits.said(bundle, days), sources=report_sources.listed(bundle),
    )  # fmt: skip


def _days(bundle: Bundle, made_on: date) -> tuple[ReportDay, ...]:
    """Give the days that were held: a day to come, or cancelled, counts only when something was noted on it."""
    notes = report_sources.by_workshop(bundle)
    found = []
    for row in sorted(bundle.rows(WORKSHOPS.name), key=lambda row: (str(row["held_on"]), str(row["id"]))):
        held_on, noted = date.fromisoformat(str(row["held_on"])), notes.get(str(row["id"]), ())
        if noted or (row["state"] != "cancelled" and held_on <= made_on):
            found.append(
                ReportDay(
                    held_on=held_on, day=day(held_on), place=str(row["place"] or ""), notes=len(noted),
                    sources=(key(row), *ids(noted)),
                )
            )  # fmt: skip
    return tuple(found)


def _themes(rows: Sequence[Row]) -> tuple[ReportTheme, ...]:
    grouped = {theme: [row for row in rows if row["theme"] == theme.value] for theme in Theme}
    drawn = [_theme(theme, found) for theme, found in grouped.items() if found]
    return tuple(sorted(drawn, key=lambda one: -one.count))


def _theme(theme: Theme, rows: Sequence[Row]) -> ReportTheme:
    severities = [float(row["severity"] or 0) for row in rows]
    low, high = min(severities), max(severities)
    return ReportTheme(
        theme=theme.label, count=len(rows), severity_low=low, severity_high=high, severity=span(low, high),
        hours=hours(rows), sources=ids(rows),
    )  # fmt: skip


def _heaviest(rows: Sequence[Row]) -> tuple[ReportPainPoint, ...]:
    """Give those that cost most hours, then the most severe: an untold cost comes after the told ones."""
    ranked = sorted(
        rows,
        key=lambda row: (-float(row["hours_typical"] or 0), -float(row["severity"] or 0), str(row["id"])),
    )
    return tuple(
        ReportPainPoint(
            statement=str(row["statement"]), theme=Theme(str(row["theme"])).label, hours=hours([row]),
            severity=span(float(row["severity"] or 0), float(row["severity"] or 0)), sources=ids([row]),
        )
        for row in ranked[:HEAVIEST]
    )  # fmt: skip


def _hypotheses(bundle: Bundle) -> tuple[ReportHypothesis, ...]:
    evidence: dict[str, list[Row]] = {}
    for row in bundle.rows(EVIDENCE.name):
        evidence.setdefault(str(row["hypothesis_id"]), []).append(row)
    return tuple(
        ReportHypothesis(
            title=str(row["title"]), sentence=ReportSentence(text=str(row["sentence"]), sources=(key(row),)),
            evidence=tuple(_evidence(evidence.get(str(row["id"]), ()))),
            other_explanations=str(row["other_explanations"] or ""),
        )
        for row in bundle.rows(HYPOTHESES.name)
    )  # fmt: skip


def _evidence(rows: Sequence[Row]) -> Iterable[ReportSentence]:
    by_stance: Mapping[Stance, list[Row]] = {
        stance: [row for row in rows if row["stance"] == stance.value] for stance in Stance
    }
    for stance, found in by_stance.items():
        one, many = _SAID[stance]
        text = f"{plural(len(found), 'note', 'notes')} {one if len(found) < 2 else many}."
        text = text if found else f"Aucune note ne {one}."
        yield ReportSentence(text=text, sources=tuple(UUID(str(row["capture_id"])) for row in found))
