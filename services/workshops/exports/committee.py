"""One point of a meeting's agenda in plain French: problem, evidence, figures, ask. Pure functions of values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from services.workshops.exports.report_words import NBSP, day, listed, number, plural, span
from services.workshops.schemas import (
    RUNG_LABELS,
    CriterionFigures,
    DecisionOut,
    DecisionOutcome,
    EvidenceFigures,
    HoursLost,
    Verdict,
)

_MIDNIGHT = date(2000, 1, 1)
_VERDICTS = {
    Verdict.CONFIRMED: ("confirmé", "confirmé"),
    Verdict.REFUTED: ("réfuté", "réfuté"),
    Verdict.UNDETERMINED: ("indéterminé", "indéterminé"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What a point is drawn from."""

    place: str
    title: str
    problem: str
    other_explanations: str
    assessors: int
    criteria: Sequence[CriterionFigures]
    evidence: EvidenceFigures
    decision: DecisionOut | None


def drawn(point: Point, *, position: int, starts_at: str) -> dict[str, object]:
    """Give a point as the papers say it; the same values give the same words."""
    return {
        "number": position, "starts_at": starts_at, "place": point.place, "title": point.title,
        "problem": point.problem, "other_explanations": point.other_explanations,
        "criteria": [_criterion(one) for one in point.criteria],
        "evidence": _evidence(point.evidence), "figures": _figures(point),
        "ask": asked(point.decision), "rungs": _rungs(point.decision),
        "rationale": point.decision.rationale if point.decision else "",
    }  # fmt: skip


def asked(decision: DecisionOut | None) -> str:
    """Say what the meeting is asked to do."""
    if decision is None:
        return "Débattre de la suite à donner\u00a0: aucune décision n’est encore préparée."
    answer = _answer(decision)
    if decision.signed_at:
        return f"Prendre acte\u00a0: décision signée, {answer}."
    return f"Signer la décision préparée\u00a0: {answer}."


def hours(lost: HoursLost | None) -> str:
    """Say hours lost a year as an interval with its grade, or that nobody could tell."""
    if lost is None:
        return "heures perdues non chiffrées"
    return f"{span(lost.low, lost.high)}{NBSP}h perdues par an ({lost.grade.label})"


def clock(starts_at: time | None, *, minutes: int) -> str:
    """Write the hour of a point, so many minutes after the beginning: « 14 h 10 »; nothing when no hour is set."""
    if starts_at is None:
        return ""
    when = datetime.combine(_MIDNIGHT, starts_at) + timedelta(minutes=minutes)
    return f"{when.hour}{NBSP}h" + (f"{NBSP}{when.minute:02d}" if when.minute else "")


def _answer(decision: DecisionOut) -> str:
    match decision.outcome:
        case DecisionOutcome.AI | DecisionOutcome.FRUGAL:
            rung = decision.rung or 0
            label = RUNG_LABELS[rung]
            said = label if label.startswith("IA") else label[0].lower() + label[1:]
            return f"{decision.outcome.label}, échelon {rung}, {said}"
        case DecisionOutcome.LOOK_FURTHER:
            until = f" jusqu’au {day(decision.review_on)}" if decision.review_on else ""
            return f"approfondir{until}"
        case DecisionOutcome.STOP:
            return "arrêter ici"


def _criterion(one: CriterionFigures) -> dict[str, object]:
    counts = [(_VERDICTS[verdict], one.count(verdict)) for verdict in Verdict]
    said = [f"{words[0]} par {number(count)}" for words, count in counts if count]
    return {
        "label": one.criterion.label.capitalize(), "said": listed(said) or "non évalué",
        "reasons": [f"{_VERDICTS[each.verdict][0].capitalize()}{NBSP}: {each.reason}" for each in one.reasons],
    }  # fmt: skip


def _evidence(found: EvidenceFigures) -> str:
    return (
        f"{plural(found.supporting, 'preuve la soutient', 'preuves la soutiennent')},"
        f" {plural(found.opposing, 'parle contre elle', 'parlent contre elle')},"
        f" {plural(found.nuancing, 'la nuance', 'la nuancent')}\u00a0; vues lors de"
        f" {plural(found.workshops, 'journée', 'journées')}, dans"
        f" {plural(found.authorities, 'collectivité', 'collectivités')}."
    )


def _figures(point: Point) -> list[str]:
    found, decision = point.evidence, point.decision
    figures = [
        f"{hours(found.hours_lost).capitalize()}, somme de {plural(found.hours_counted, 'irritant', 'irritants')}."
        if found.hours_lost
        else "Heures perdues non chiffrées.",
        f"{plural(point.assessors, 'personne a', 'personnes ont')} évalué les trois critères, chacune de son côté.",
    ]
    if decision and decision.expected_hours is not None:
        figures.append(f"Gain attendu\u00a0: {number(decision.expected_hours)}{NBSP}h par an.")
    return figures


def _rungs(decision: DecisionOut | None) -> list[dict[str, object]]:
    """Give the ladder up to the rung chosen, with the reason against each lower one."""
    if decision is None or decision.rung is None:
        return []
    refused = [
        {"number": rung, "label": RUNG_LABELS[rung], "reason": reason, "is_chosen": False}
        for rung, reason in enumerate(decision.rejections)
    ]
    chosen = {"number": decision.rung, "label": RUNG_LABELS[decision.rung], "reason": "", "is_chosen": True}
    return [*refused, chosen]
