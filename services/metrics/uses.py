"""Uses, counted by authority, by family and by week, with what is about too few people left out."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Subquery, Text, case, cast, func, literal, select, union_all
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.events import EventRow
from services.metrics import facts, periods, secrecy
from services.metrics.periods import Period
from services.metrics.schemas import AuthorityUses, Family, FamilyUses, UsesOut, WeekUses
from services.metrics.secrecy import Count
from services.metrics.tables import UsageEvent

NOTHING = Count(0, 0)

Key = TypeVar("Key", UUID, str, date)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which weeks, and one authority or all that the caller may see."""

    period: Period
    authority: UUID | None = None


@dataclass(frozen=True, slots=True)
class Tables:
    """One total, and the three ways it is divided."""

    total: UsesOut
    by_authority: list[AuthorityUses]
    by_family: list[FamilyUses]
    by_week: list[WeekUses]


@dataclass(frozen=True, slots=True)
class Seen(Generic[Key]):
    """What one source told of one authority, under one key of a table."""

    key: Key
    authority: UUID
    source: str
    uses: int
    agents: int


async def tables(session: AsyncSession, asked: Asked, *, smallest: int) -> Tables:
    """Count uses, hiding what is about fewer than `smallest` agents and what would give it away."""
    use = _every_use()
    authorities = await _count(session, use, asked, key=use.c.authority_id)
    families = await _count(session, use, asked, key=use.c.family)
    weeks = await _count(session, use, asked, key=_monday(use.c.at))
    # Nobody works in two authorities: their people add up, as those of families and weeks do not.
    every = authorities.values()
    total = Count(sum(one.value for one in every), sum(one.people for one in every))

    named = sorted(authorities)
    known, mondays = list(Family), asked.period.weeks
    by_authority = _masked(total, [authorities[one] for one in named], smallest=smallest, are_apart=True)
    by_family = _masked(total, [families.get(one, NOTHING) for one in known], smallest=smallest)
    by_week = _masked(total, [weeks.get(one, NOTHING) for one in mondays], smallest=smallest)
    return Tables(
        total=_shown(total, is_hidden=secrecy.is_small(total, smallest=smallest)),
        by_authority=[
            AuthorityUses(authority_id=one, **dict(cell))
            for one, cell in zip(named, by_authority, strict=True)
        ],
        by_family=[
            FamilyUses(family=one, label=one.label, **dict(cell))
            for one, cell in zip(known, by_family, strict=True)
        ],
        by_week=[
            WeekUses(week=periods.iso(one), start=one, **dict(cell))
            for one, cell in zip(mondays, by_week, strict=True)
        ],
    )


def _every_use() -> Subquery:
    """Bring uses of the assistant and uses told by programs into one shape, the family always one that we know."""
    told_family = facts.told("family")
    made = select(
        col(EventRow.authority_id).label("authority_id"),
        col(EventRow.at).label("at"),
        # A program's key is nobody: counted as a person, a few keys would unmask a real one.
        case((facts.told("caller_kind") != "key", cast(col(EventRow.actor_id), Text))).label("agent"),
        literal(facts.USE_MADE).label("source"),
        case((told_family.in_(list(Family)), told_family), else_=Family.OTHER.value).label("family"),
    ).where(col(EventRow.name) == facts.USE_MADE, col(EventRow.authority_id).is_not(None))
    sent = select(
        col(UsageEvent.authority_id), col(UsageEvent.at), col(UsageEvent.agent), col(UsageEvent.source),
        col(UsageEvent.family),
    ).where(col(UsageEvent.type) == "terrain.use")  # fmt: skip
    return union_all(made, sent).subquery("use")


def _monday(at: ColumnElement[datetime]) -> ColumnElement[date]:
    return cast(func.date_trunc("week", func.timezone("Europe/Paris", at)), Date)


async def _count(
    session: AsyncSession, use: Subquery, asked: Asked, *, key: ColumnElement[Key]
) -> dict[Key, Count]:
    start, end = asked.period.bounds
    agents = func.count(func.distinct(use.c.agent))
    counted = select(key, use.c.authority_id, use.c.source, func.count(), agents)
    counted = counted.where(use.c.at >= start, use.c.at < end)
    if asked.authority:
        counted = counted.where(use.c.authority_id == asked.authority)
    grouped = counted.group_by(key, use.c.authority_id, use.c.source)
    rows = (await (await session.connection()).execute(grouped)).all()
    return _people_once([Seen(*row) for row in rows])


def _people_once(rows: Sequence[Seen[Key]]) -> dict[Key, Count]:
    """Fold rows into one count a key.

    One person bears a pseudonym in each source: within an authority, the source that saw most agents speaks for all.
    """
    uses: dict[Key, int] = defaultdict(int)
    most: dict[Key, dict[UUID, int]] = defaultdict(dict)
    for row in rows:
        uses[row.key] += row.uses
        most[row.key][row.authority] = max(most[row.key].get(row.authority, 0), row.agents)
    return {key: Count(uses[key], sum(most[key].values())) for key in uses}


def _masked(total: Count, cells: Sequence[Count], *, smallest: int, are_apart: bool = False) -> list[UsesOut]:
    kept_back = secrecy.hidden(total, cells, smallest=smallest, are_apart=are_apart)
    return [_shown(cell, is_hidden=index in kept_back) for index, cell in enumerate(cells)]


def _shown(count: Count, *, is_hidden: bool) -> UsesOut:
    if is_hidden:
        return UsesOut(uses=None, agents=None, hidden=True)
    return UsesOut(uses=count.value, agents=count.people)
