"""The register of decisions: looked through by authority, outcome, rung and period, and told in figures."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.paging import Window, cut
from services.workshops import paris_days, signed, standing
from services.workshops.schemas import (
    RUNG_LABELS,
    DecisionFigures,
    DecisionOutcome,
    DecisionStanding,
    OutcomeCount,
    RungCount,
)
from services.workshops.tables import Decision, Hypothesis, HypothesisEvidence, Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which decisions are wanted; what is left out does not matter. Days are those of the signature, in Paris."""

    authority_id: UUID | None = None
    outcome: DecisionOutcome | None = None
    rung: int | None = None
    standing: DecisionStanding | None = None
    since: date | None = None
    until: date | None = None


async def page(session: AsyncSession, window: Window, wanted: Filters) -> dict[str, object]:
    """Give the decisions the caller may see, the latest prepared first, as the register shows them."""
    query = select(Decision).where(*_conditions(wanted)).order_by(col(Decision.id).desc())
    if window.after:
        query = query.where(col(Decision.id) < window.after)
    found = cut((await session.exec(query.limit(window.limit + 1))).all(), window)
    return {"items": await shown(session, found.items), "next": found.next}


async def figures(session: AsyncSession, wanted: Filters) -> DecisionFigures:
    """Count the decisions in force by outcome and rung, and how long they took.

    The frugal share is frugal answers ÷ decisions in force; days run from the first day on which something that
    supports, opposes or nuances the hypothesis was noted to the signature.
    """
    found = (await session.exec(select(Decision).where(*_conditions(wanted)))).all()
    stands = await standings(session, found)
    kept = [one for one in found if stands[one.id] is DecisionStanding.IN_FORCE]
    outcomes, rungs = Counter(one.outcome for one in kept), Counter(one.rung for one in kept)
    days = await _days(session, kept)
    return DecisionFigures(
        in_force=len(kept), to_sign=sum(one is DecisionStanding.TO_SIGN for one in stands.values()),
        by_outcome=[OutcomeCount(outcome=one, count=outcomes[one.value]) for one in DecisionOutcome],
        by_rung=[RungCount(rung=rung, count=rungs[rung]) for rung in range(len(RUNG_LABELS))],
        frugal_share=outcomes[DecisionOutcome.FRUGAL.value] / len(kept) if kept else None,
        median_days=float(median(days)) if days else None, days_counted=len(days),
    )  # fmt: skip


async def shown(session: AsyncSession, found: Sequence[Decision]) -> list[dict[str, object]]:
    """Give decisions as the register shows them: with their hypothesis's title, their standing and its state."""
    stands = await standings(session, found)
    query = select(Hypothesis).where(col(Hypothesis.id).in_([one.hypothesis_id for one in found]))
    hypotheses = {one.id: one for one in await session.exec(query)}
    states = await standing.of(session, list(hypotheses.values()))
    return [
        {
            **one.model_dump(), "title": hypotheses[one.hypothesis_id].title, "standing": stands[one.id],
            "state": states[one.hypothesis_id],
        }
        for one in found
    ]  # fmt: skip


async def standings(session: AsyncSession, found: Sequence[Decision]) -> Mapping[UUID, DecisionStanding]:
    """Tell where each decision stands."""
    kept = await signed.in_force(session, [one.id for one in found])
    return {
        one.id: DecisionStanding.TO_SIGN
        if one.signed_at is None
        else DecisionStanding.IN_FORCE
        if one.id in kept
        else DecisionStanding.REPLACED
        for one in found
    }


def _conditions(wanted: Filters) -> list[ColumnElement[bool]]:
    moment = func.coalesce(col(Decision.signed_at), col(Decision.prepared_at))
    day = cast(func.timezone(paris_days.PARIS.key, moment), Date)
    asked: tuple[tuple[object, Callable[[], ColumnElement[bool]]], ...] = (
        (wanted.authority_id, lambda: col(Decision.authority_id) == wanted.authority_id),
        (wanted.outcome, lambda: col(Decision.outcome) == wanted.outcome),
        (wanted.rung, lambda: col(Decision.rung) == wanted.rung),
        (wanted.since, lambda: day >= wanted.since),
        (wanted.until, lambda: day <= wanted.until),
        (wanted.standing, lambda: _stands(wanted.standing)),
    )
    return [condition() for value, condition in asked if value is not None]


def _stands(wanted: DecisionStanding | None) -> ColumnElement[bool]:
    is_signed = col(Decision.signed_at).is_not(None)
    match wanted:
        case DecisionStanding.IN_FORCE:
            return is_signed & ~signed.is_replaced()
        case DecisionStanding.REPLACED:
            return is_signed & signed.is_replaced()
        case _:
            return ~is_signed


async def _days(session: AsyncSession, found: Sequence[Decision]) -> list[int]:
    """Give the days from the first note to the signature, for each decision that rests on notes."""
    query = (
        select(HypothesisEvidence.hypothesis_id, func.min(col(Workshop.held_on)))
        .join(Workshop, col(Workshop.id) == col(HypothesisEvidence.workshop_id))
        .where(col(HypothesisEvidence.hypothesis_id).in_([one.hypothesis_id for one in found]))
        .group_by(col(HypothesisEvidence.hypothesis_id))
    )
    first = dict((await session.exec(query)).all())
    return [
        (paris_days.day_of(one.signed_at) - first[one.hypothesis_id]).days
        for one in found
        if one.signed_at and one.hypothesis_id in first
    ]
