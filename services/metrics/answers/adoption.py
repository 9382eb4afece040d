"""Answers about who began, who stayed and how often."""

from datetime import date

from services.kit.db import now
from services.metrics.answers.rule import Cell, Rule
from services.metrics.evidence import Evidence, Scope
from services.metrics.measures import adoption
from services.metrics.measures.adoption import Step
from services.metrics.periods import PARIS
from services.metrics.schemas import MeasureOut, MeasureRow, Question

_STEPS = {
    Step.NEVER: "jamais", Step.ONCE_OR_TWICE: "une ou deux fois par mois",
    Step.SEVERAL_A_MONTH: "plusieurs fois par mois", Step.SEVERAL_A_WEEK: "plusieurs fois par semaine",
    Step.EVERY_DAY: "tous les jours",
}  # fmt: skip


def activation(evidence: Evidence, _: Scope, rule: Rule) -> MeasureOut:
    """Give the share of invited agents with at least one kept result."""
    kept, invited = adoption.activated(evidence.people), evidence.invited
    is_hidden = 0 < kept < rule.smallest
    # All or none would tell something of each: the bounds are enough.
    share = min(0.9, max(0.1, kept / invited)) if invited and kept else None
    return MeasureOut(
        question=Question.ACTIVATION, title="Agents dont au moins un résultat a été gardé", unit="part",
        value=None if is_hidden else share, n=invited, counted="agents invités", hidden=is_hidden,
        source="Agents avec au moins un résultat gardé ÷ agents invités ; bornée à 10 % et 90 %.",
    )  # fmt: skip


def active(evidence: Evidence, scope: Scope, rule: Rule) -> MeasureOut:
    """Give the agents active each month."""
    months = months_of(scope)
    counts = [adoption.active(evidence.people, month) for month in months]
    rows = [_month(month, count, rule) for month, count in zip(months, counts, strict=True)]
    users = sum(person.uses > 0 for person in evidence.people)
    is_hidden = 0 < users < rule.smallest
    return MeasureOut(
        question=Question.ACTIVE, title="Agents actifs chaque mois", unit="agents",
        value=None if is_hidden else users, n=evidence.invited, counted="agents invités", hidden=is_hidden, rows=rows,
        source="Pseudonymes distincts ayant fait un usage dans le mois ; deux outils ne comptent pas double.",
    )  # fmt: skip


def retention(evidence: Evidence, scope: Scope, rule: Rule) -> MeasureOut:
    """Give those who came back one and three months after their first month."""
    running = now().astimezone(PARIS).date().replace(day=1)
    found = adoption.cohorts(evidence.people, months=months_of(scope), running=running)
    known = [one for one in found if one.after_three is not None]
    size, back = sum(one.size for one in known), sum(one.after_three or 0 for one in known)
    rows = []
    for one in found:
        is_small = one.size < rule.smallest or 0 < (one.after_three or 0) < rule.smallest
        rows.append(
            MeasureRow(
                key=str(one.began), label=f"{one.began:%m/%Y}", n=None if is_small else one.size, hidden=is_small,
                value=None if is_small or one.after_three is None else one.after_three / one.size,
            )
        )  # fmt: skip
    is_hidden = 0 < size < rule.smallest or 0 < back < rule.smallest
    return MeasureOut(
        question=Question.RETENTION, title="Agents encore là trois mois après leurs débuts", unit="part",
        value=back / size if size and not is_hidden else None, n=0 if is_hidden else size, counted="agents suivis",
        hidden=is_hidden, rows=rows,
        source="Par mois de début : part des agents actifs trois mois plus tard.",
    )  # fmt: skip


def frequency(evidence: Evidence, scope: Scope, rule: Rule) -> MeasureOut:
    """Give the ladder of frequency."""
    steps = adoption.ladder(evidence.people, invited=evidence.invited, months=len(months_of(scope)))
    cells = [Cell(step.value, _STEPS[step], count, count) for step, count in steps.items()]
    total = sum(steps.values())
    often = steps[Step.SEVERAL_A_WEEK] + steps[Step.EVERY_DAY]
    is_hidden = 0 < total < rule.smallest or 0 < often < rule.smallest
    return MeasureOut(
        question=Question.FREQUENCY, title="À quel rythme les agents s’en servent", unit="agents",
        value=None if is_hidden else often, n=total, counted="agents", hidden=is_hidden,
        rows=rule.rows(cells, people=total), source="Jours d’usage par mois, en moyenne sur la période.",
    )  # fmt: skip


def months_of(scope: Scope) -> list[date]:
    """Give every month asked for."""
    months, month = [], scope.start
    while month <= scope.end:
        months.append(month)
        month = adoption.add_months(month, 1)
    return months


def _month(month: date, count: int, rule: Rule) -> MeasureRow:
    is_hidden = 0 < count < rule.smallest
    value = None if is_hidden else count
    return MeasureRow(key=str(month), label=f"{month:%m/%Y}", value=value, n=value, hidden=is_hidden)
