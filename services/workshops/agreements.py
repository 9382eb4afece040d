"""How far those who assess agree, over a programme's revealed hypotheses."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops import coefficients
from services.workshops.coefficients import Cluster, Coefficient, Unit
from services.workshops.schemas import Criterion, Verdict
from services.workshops.schemas.agreement import (
    AgreementOut,
    CoefficientOut,
    CriterionAgreement,
    NotComputable,
    VerdictCounts,
)
from services.workshops.tables import Assessment, Hypothesis, Programme, ProgrammeAuthority

Judged = dict[UUID, dict[str, Counter[str]]]


async def read(session: AsyncSession, programme: Programme) -> AgreementOut:
    """Give the agreement by criterion and overall, of what was judged blind and is revealed."""
    enrolled = select(ProgrammeAuthority.authority_id).where(ProgrammeAuthority.programme_id == programme.id)
    query = (
        select(Assessment.hypothesis_id, Assessment.criterion, Assessment.verdict)
        .join(Hypothesis, col(Hypothesis.id) == Assessment.hypothesis_id)
        .where(
            col(Hypothesis.assessments_revealed_at).is_not(None), col(Hypothesis.authority_id).in_(enrolled)
        )
    )
    judged: Judged = {}
    for hypothesis_id, criterion, verdict in await session.exec(query):
        judged.setdefault(hypothesis_id, {}).setdefault(criterion, Counter())[verdict] += 1
    # A thousand draws take a while: other requests go on meanwhile.
    items = await asyncio.to_thread(_all, judged)
    return AgreementOut(programme_id=programme.id, items=items)


def _all(judged: Judged) -> list[CriterionAgreement]:
    return [_one(judged, None), *(_one(judged, criterion) for criterion in Criterion)]


def _one(judged: Judged, criterion: Criterion | None) -> CriterionAgreement:
    wanted = [criterion] if criterion else list(Criterion)
    clusters = [_cluster(one, wanted) for one in judged.values()]
    twice = [one for one in clusters if any(sum(unit) > 1 for unit in one)]
    units = coefficients.flat(Counter(twice))
    return CriterionAgreement(
        criterion=criterion,
        hypotheses=len(twice),
        verdicts=_verdicts(units),
        share=coefficients.share(units),
        alpha=_coefficient(coefficients.alpha, twice),
        ac1=_coefficient(coefficients.ac1, twice),
    )


def _cluster(verdicts: dict[str, Counter[str]], wanted: Iterable[Criterion]) -> Cluster:
    found = (verdicts.get(criterion, Counter()) for criterion in wanted)
    return tuple(tuple(one[verdict] for verdict in Verdict) for one in found)


def _coefficient(coefficient: Coefficient, clusters: Sequence[Cluster]) -> CoefficientOut:
    if len(clusters) < 2:
        return CoefficientOut(value=None, low=None, high=None, why_not=NotComputable.TOO_FEW)
    value = coefficient(coefficients.flat(Counter(clusters)))
    if value is None:
        return CoefficientOut(value=None, low=None, high=None, why_not=NotComputable.CONSTANT)
    bounds = coefficients.interval(coefficient, clusters)
    low, high = (bounds.low, bounds.high) if bounds else (None, None)
    return CoefficientOut(value=value, low=low, high=high, why_not=None)


def _verdicts(units: Iterable[tuple[Unit, int]]) -> VerdictCounts:
    total: Counter[Verdict] = Counter()
    for unit, times in units:
        for verdict, people in zip(Verdict, unit, strict=True):
            total[verdict] += people * times
    return VerdictCounts(**{verdict.value: total[verdict] for verdict in Verdict})
