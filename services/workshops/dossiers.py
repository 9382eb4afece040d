"""All that one decision rests on and what came of it, in one read: what its signer sees, and its reader afterwards."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.principal import Principal
from services.workshops import (
    assessments,
    decision_records,
    decisions,
    evidence,
    follow_ups,
    gains,
    register_entries,
    sentences,
    trials,
)
from services.workshops.schemas import (
    Criterion,
    CriterionFigures,
    EvidenceFigures,
    EvidenceOut,
    Grade,
    HoursLost,
    Stance,
    StatedReason,
    Statement,
    Verdict,
)
from services.workshops.sight import Sight
from services.workshops.tables import Assessment, Decision, Hypothesis


class Grounds(TypedDict):
    """What a decision on a hypothesis rests on."""

    problem: str
    other_explanations: str
    assessors: int
    criteria: list[CriterionFigures]
    evidence: EvidenceFigures


async def read(session: AsyncSession, decision: Decision, *, by: Principal) -> dict[str, object]:
    """Give the dossier of a decision, with its evidence in figures: raw notes stay where they were written."""
    hypothesis = await session.get_one(Hypothesis, decision.hypothesis_id)
    steps = await trials.of(session, decision)
    entry = await register_entries.of(session, decision)
    [record] = await decision_records.shown(session, [decision])
    return {
        "decision": record, **await grounds(session, hypothesis, by=by),
        "history": await decisions.history(session, hypothesis),
        "follow_ups": await follow_ups.of(session, decision), "steps": steps,
        "next_steps": trials.following(decision, steps) if record["standing"] == "in_force" else (),
        "gain_checks": await gains.of(session, decision), "due_checks": await gains.due(session, decision=decision),
        "register_entry": (await register_entries.shown(session, [entry]))[0] if entry else None,
    }  # fmt: skip


async def grounds(session: AsyncSession, hypothesis: Hypothesis, *, by: Principal) -> Grounds:
    """Give what a decision on a hypothesis rests on: the problem, the judgements, the evidence in figures."""
    pieces = await evidence.shown(session, [hypothesis], sight=Sight.of(by))
    return {
        "problem": sentences.assemble(Statement.model_validate(hypothesis, from_attributes=True)),
        "other_explanations": hypothesis.other_explanations,
        "assessors": await assessments.complete(session, hypothesis),
        "criteria": await _criteria(session, hypothesis), "evidence": weighed(pieces.get(hypothesis.id, [])),
    }  # fmt: skip


def weighed(pieces: Sequence[EvidenceOut]) -> EvidenceFigures:
    """Count the pieces of evidence that stand, and add up what the supporting ones cost a year."""
    kept = [one for one in pieces if not one.is_removed]
    stances = Counter(one.stance for one in kept)
    told = [one.hours_lost for one in kept if one.stance is Stance.FOR and one.hours_lost]
    days: list[date] = [one.held_on for one in kept]
    return EvidenceFigures(
        supporting=stances[Stance.FOR], opposing=stances[Stance.AGAINST], nuancing=stances[Stance.NUANCE],
        workshops=len({one.workshop_id for one in kept}), authorities=len({one.authority_id for one in kept}),
        kinds=dict(Counter(one.capture_kind for one in kept)), first_seen_on=min(days, default=None),
        hours_lost=_sum(told), hours_counted=len(told),
    )  # fmt: skip


def _sum(hours: Sequence[HoursLost]) -> HoursLost | None:
    """Add up hours a year: the interval is that of the bounds, the grade that of the least sure value."""
    if not hours:
        return None
    grades = {one.grade for one in hours}
    return HoursLost(
        low=round(sum(one.low for one in hours), 1), typical=round(sum(one.typical for one in hours), 1),
        high=round(sum(one.high for one in hours), 1),
        grade=next(grade for grade in reversed(Grade) if grade in grades),
    )  # fmt: skip


async def _criteria(session: AsyncSession, hypothesis: Hypothesis) -> list[CriterionFigures]:
    """Give what was judged of each criterion, once it is shown to all."""
    query = select(Assessment).where(Assessment.hypothesis_id == hypothesis.id).order_by(col(Assessment.id))
    found = (await session.exec(query)).all() if hypothesis.assessments_revealed_at else ()
    return [
        CriterionFigures(
            criterion=criterion,
            reasons=[
                StatedReason(verdict=Verdict(one.verdict), reason=one.reason)
                for one in found
                if one.criterion == criterion
            ],
        )
        for criterion in Criterion
    ]
