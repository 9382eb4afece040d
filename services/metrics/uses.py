"""Uses, counted by authority, by family and by week, with what is about too few people left out."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics import families, periods, secrecy
from services.metrics.periods import Period
from services.metrics.schemas import AuthorityUses, Family, FamilyUses, UsesOut, WeekUses
from services.metrics.secrecy import Count
from services.metrics.tables import PersonWeek, UseWeek

NOTHING = Count(0, 0)


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


async def tables(session: AsyncSession, asked: Asked, *, smallest: int) -> Tables:
    """Count uses, hiding what is about fewer than `smallest` agents and what would give it away."""
    uses = await _uses(session, asked)
    people = (await _people(session, asked, by=()))[None]
    authorities = _counts(uses, key=0, people={place: {place: n} for place, n in people.items()})
    weeks = _counts(uses, key=1, people=await _people(session, asked, by=(col(PersonWeek.week),)))
    by_family_people = {one: (await _people(session, asked, by=(_has(one),))).get(True, {}) for one in Family}
    family_counts = _counts(uses, key=2, people=by_family_people)
    # Nobody works in two authorities: their people add up, as those of families and weeks do not.
    total = Count(sum(uses.values()), sum(people.values()))

    named = sorted(authorities)
    known, mondays = list(Family), asked.period.weeks
    by_authority = _masked(total, [authorities[one] for one in named], smallest=smallest, are_apart=True)
    by_family = _masked(total, [family_counts.get(one, NOTHING) for one in known], smallest=smallest)
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


def _counts(
    uses: Mapping[tuple[UUID, date, Family], int], *, key: int, people: Mapping[Any, Mapping[UUID, int]]
) -> dict[Any, Count]:
    sums: dict[Any, int] = defaultdict(int)
    for keys, n in uses.items():
        sums[keys[key]] += n
    return {one: Count(n, sum(people.get(one, {}).values())) for one, n in sums.items()}


def _has(family: Family) -> ColumnElement[bool]:
    return col(PersonWeek.codes).op("&")(families.bits(family)) != 0


async def _uses(session: AsyncSession, asked: Asked) -> dict[tuple[UUID, date, Family], int]:
    week, code = col(UseWeek.week), col(UseWeek.code)
    counted = select(col(UseWeek.authority_id), week, code, col(UseWeek.n)).where(*_inside(UseWeek, asked))
    uses: dict[tuple[UUID, date, Family], int] = defaultdict(int)
    for authority, monday, number, n in (await (await session.connection()).execute(counted)).all():
        uses[authority, monday, families.family_of(number)] += n
    return uses


async def _people(session: AsyncSession, asked: Asked, *, by: Sequence[Any]) -> dict[Any, dict[UUID, int]]:
    """Count people by authority under each key.

    One person bears a pseudonym in each source: within an authority, the source that saw most agents speaks for all.
    """
    person = func.count(func.distinct(col(PersonWeek.person)))
    authority, source = col(PersonWeek.authority_id), col(PersonWeek.source)
    counted = (
        select(authority, person, *by).where(*_inside(PersonWeek, asked)).group_by(authority, source, *by)
    )
    most: dict[Any, dict[UUID, int]] = defaultdict(dict)
    for place, people, *key in (await (await session.connection()).execute(counted)).all():
        seen = most[key[0] if key else None]
        seen[place] = max(seen.get(place, 0), people)
    return most


def _inside(table: type[UseWeek] | type[PersonWeek], asked: Asked) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = [col(table.week).between(asked.period.start, asked.period.end)]
    return [*kept, col(table.authority_id) == asked.authority] if asked.authority else kept


def _masked(total: Count, cells: Sequence[Count], *, smallest: int, are_apart: bool = False) -> list[UsesOut]:
    kept_back = secrecy.hidden(total, cells, smallest=smallest, are_apart=are_apart)
    return [_shown(cell, is_hidden=index in kept_back) for index, cell in enumerate(cells)]


def _shown(count: Count, *, is_hidden: bool) -> UsesOut:
    if is_hidden:
        return UsesOut(uses=None, agents=None, hidden=True)
    return UsesOut(uses=count.value, agents=count.people)
