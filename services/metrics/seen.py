"""What is known of the people of a year, read from the rollups and never from the events: to be counted, never shown."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics.exercises import Months
from services.metrics.kinds import Kind
from services.metrics.measures.adoption import Person
from services.metrics.secrecy import Cell
from services.metrics.secrecy.grids import Cells

Pseudonym = tuple[str, int, int]
"""Place, source, person."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What the cards of one pseudonym say under one leaf of an axis (a code, a job family), one bit each."""

    who: Pseudonym
    leaf: str
    marks: int

    @property
    def place(self) -> str:
        """Their authority."""
        return self.who[0]


@dataclass(slots=True)
class Crowd:
    """Numbers people by bits. One person bears a pseudonym in each source: the source that saw most speaks for all."""

    _numbers: dict[Pseudonym, int] = field(default_factory=dict)
    _sources: dict[str, int] = field(default_factory=dict)
    _strangers: int = 0

    @classmethod
    def of(cls, people: Iterable[Pseudonym]) -> "Crowd":
        """Number the people of a year."""
        known = sorted(set(people))
        own: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        for place, source, person in known:
            own[place][source].append(person)
        most = {place: max(sources, key=partial(_voice, sources)) for place, sources in own.items()}
        main = [who for who in known if most[who[0]] == who[1]]
        return cls({who: index for index, who in enumerate(main)}, most)

    def bit(self, who: Pseudonym) -> int:
        """Give somebody's bit, or none when another source speaks for them."""
        return 1 << self._numbers[who] if who in self._numbers else 0

    def bits(self, place: str, sources: Iterable[int], persons: Iterable[int]) -> int:
        """Give the bits of several pseudonyms of one authority."""
        main, numbers = self._sources.get(place), self._numbers
        found = bytearray(len(numbers) // 8 + 1)
        for source, person in zip(sources, persons, strict=True):
            if source == main and (number := numbers.get((place, source, person))) is not None:
                found[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(found, "little")

    def has(self, person: Person, source: int) -> bool:
        """Tell whether this source speaks for the person's authority."""
        return self._sources.get(str(person.authority), source) == source

    def strangers(self, count: int) -> int:
        """Give bits to people of whom only the number is known: those invited who never came."""
        first = len(self._numbers) + self._strangers
        self._strangers += count
        return ((1 << count) - 1) << first


def _voice(sources: Mapping[int, Sequence[int]], source: int) -> tuple[int, int]:
    # Between two that saw as many, a pseudonym decides: a source's number tells only which was met first.
    return len(sources[source]), -min(sources[source])


_EACH = "select authority_id, {leaf} as leaf, source, person, sum(n)::int as n from person_code_month"
_USES = {
    by: text(f"""
        select authority_id::text, leaf::text, sum(n)::int, max(n), array_agg(source), array_agg(person) from ({each}
            where month between :start and :end group by 1, 2, 3, 4) told where n > 0 group by 1, 2
    """)  # noqa: S608  columns of ours
    for by, each in {
        # By month there is a table that is twenty times as small.
        "month": _EACH.format(leaf="month").replace("person_code_month", "person_month"),
        "code": _EACH.format(leaf="code"), "job": _EACH.format(leaf="job"),
    }.items()
}  # fmt: skip
_MARKED = {
    by: text(f"""
        select authority_id::text, source, person, ({leaf})::text, bit_or(marks) from person_code_month
        where month between :start and :end and cards > 0 group by 1, 2, 3, 4
    """)  # noqa: S608  columns of ours
    for by, leaf in {"code": "code", "job": "job", "": "''"}.items()
}
_PEOPLE = text("""
    select authority_id, source, person, min(month) filter (where n > 0), array_agg(month) filter (where n > 0),
        sum(n) filter (where month >= :start), sum(bit_count(days::bit(64))) filter (where month >= :start),
        sum(kept) filter (where month >= :start)
    from person_month where month <= :end group by 1, 2, 3 having bool_or(month >= :start)
""")
_PLACES = text("""
    select distinct authority_id from (
        select authority_id, month from event_month
        union all select authority_id, date_trunc('month', day)::date from statement_line) told
    where month between :start and :end order by 1
""")
LATEST_ENROLMENTS = """
    enrolled as (
        (select authority_id from enrolment_day order by authority_id limit 1)
        union all select (
            select d.authority_id from enrolment_day d where d.authority_id > enrolled.authority_id
            order by d.authority_id limit 1) from enrolled where enrolled.authority_id is not null),
    latest_enrolment as (
        select latest.authority_id, latest.invited from enrolled cross join lateral (
            select d.authority_id, d.invited from enrolment_day d
            where d.authority_id = enrolled.authority_id and d.day < cast(:end as date) + interval '1 month'
            order by d.day desc limit 1) latest)
"""
"""The last enrolment of each authority by the end of a year: from one authority to the next in the index, whatever the
days told. Measured with 13,080 days of 60 authorities: 1.2 ms, where reading them all took 4.5.
"""
_INVITED = text(f"""
    with recursive {LATEST_ENROLMENTS} select authority_id::text, invited from latest_enrolment
""")  # noqa: S608  tables of ours
_FACTS = text("""
    select authority_id::text, month, detail, sum(n)::int, sum(amount)::bigint from fact_month
    where month between :start and :end and kind = :kind group by 1, 2, 3 order by 1, 2, 3
""")

_SPENT = text("""
    select authority_id::text, month, model, sum(u.input)::bigint, sum(u.output)::bigint from use_month u
    join usage_origin o on o.id = u.origin where month between :start and :end group by 1, 2, 3 order by 1, 2, 3
""")


async def uses(session: AsyncSession, year: Months, *, by: str, crowd: Crowd) -> Cells:
    """Count uses by place, and by month, code or job family, with those who made them."""
    rows = await (await session.connection()).execute(_USES[by], _between(year))
    return {
        (place, leaf): Cell(n, crowd.bits(place, sources, persons), most)
        for place, leaf, n, most, sources, persons in rows.all()
    }


async def marked(session: AsyncSession, year: Months, *, by: str) -> list[Marked]:
    """Read who filled in cards that say what, by code, by job family or (the empty string) in all."""
    rows = await (await session.connection()).execute(_MARKED[by], _between(year))
    return [Marked((place, source, person), leaf, marks) for place, source, person, leaf, marks in rows.all()]


async def people(session: AsyncSession, year: Months) -> tuple[list[tuple[Pseudonym, Person]], Crowd]:
    """Read each pseudonym of a year, and number them."""
    rows = (await (await session.connection()).execute(_PEOPLE, _between(year))).all()
    found = [((str(place), source, person), _person(place, rest)) for place, source, person, *rest in rows]
    return found, Crowd.of(who for who, _ in found)


def _person(place: UUID, told: Sequence[Any]) -> Person:
    first, months, uses, days, kept = told
    return Person(
        authority=place, first=first or date.max, months=frozenset(months or ()), uses=int(uses or 0),
        days=int(days or 0), kept=int(kept or 0),
    )  # fmt: skip


async def places(session: AsyncSession, year: Months) -> list[UUID]:
    """Give the authorities about which anything was counted in a year."""
    return list((await (await session.connection()).execute(_PLACES, _between(year))).scalars().all())


async def invited(session: AsyncSession, year: Months) -> dict[str, int]:
    """Give how many agents each authority had invited by the end of a year."""
    return dict((await (await session.connection()).execute(_INVITED, {"end": year.end})).all())


@dataclass(frozen=True, slots=True)
class Fact:
    """So many facts of one kind that told the same, in a month of an authority."""

    place: str
    month: date
    detail: str
    n: int
    amount: int


async def facts(session: AsyncSession, year: Months, kind: Kind) -> list[Fact]:
    """Read the facts of one kind: nobody is named in them, so each is counted as somebody's."""
    asked = _between(year) | {"kind": int(kind)}
    return [Fact(*row) for row in (await (await session.connection()).execute(_FACTS, asked)).all()]


@dataclass(frozen=True, slots=True)
class Spent:
    """Tokens of a model, in a month of an authority."""

    place: str
    month: date
    model: str
    input: int
    output: int


async def spent(session: AsyncSession, year: Months) -> list[Spent]:
    """Read the tokens of a year."""
    rows = (await (await session.connection()).execute(_SPENT, _between(year))).all()
    return [Spent(*row) for row in rows]


def _between(year: Months) -> dict[str, object]:
    return {"start": year.start, "end": year.end}
