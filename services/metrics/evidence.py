"""What is known of some months and some authorities, read from the rollups in five questions and never from the events."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics.kinds import Grade, Kind
from services.metrics.measures.adoption import Person
from services.metrics.measures.gains import Bin


@dataclass(frozen=True, slots=True)
class Scope:
    """Whole months, and some authorities; none named means all that the caller may see."""

    start: date
    end: date
    """The first days of the first and of the last month."""
    authorities: tuple[UUID, ...] = ()
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Uses:
    """Uses of a month, by code and model."""

    month: date
    code: int
    model: str
    n: int
    input: int
    output: int


@dataclass(frozen=True, slots=True)
class Card:
    """Cards that told the same."""

    bin: Bin
    code: int
    outcome: str
    became: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """Facts of one kind that told the same."""

    kind: Kind
    detail: str
    n: int
    amount: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All of it."""

    uses: Sequence[Uses]
    people: Sequence[Person]
    cards: Sequence[Card]
    facts: Sequence[Fact]
    invited: int
    left_out: int = 0
    """Authorities of a chosen group that are too small to be added to it."""


_IN = "month between :start and :end and authority_id = any(cast(:places as uuid[]))"
_PLACES = text("""
    select authority_id, max(people) from (
        select authority_id, source, count(distinct person) as people from person_month
        where month between :start and :end and n > 0
            and (cardinality(cast(:places as uuid[])) = 0 or authority_id = any(cast(:places as uuid[])))
        group by 1, 2) seen group by 1
""")
_USES = text(f"""
    select month, code, model, sum(n)::bigint, sum(u.input)::bigint, sum(u.output)::bigint
    from use_month u join usage_origin o on o.id = u.origin
    where {_IN} and (cast(:code as int) is null or code = :code) group by 1, 2, 3 order by 1, 2, 3
""")  # noqa: S608  a constant of ours
_PEOPLE = text("""
    select authority_id, source, min(month) filter (where n > 0) as first,
        array_agg(month) filter (where month between :start and :end and n > 0) as months,
        sum(n) filter (where month between :start and :end) as n,
        sum(bit_count(days::bit(64))) filter (where month between :start and :end) as days,
        bit_or(codes) filter (where month between :start and :end) as codes,
        sum(cards) filter (where month between :start and :end) as cards,
        sum(kept) filter (where month between :start and :end) as kept,
        bit_or(card_codes) filter (where month between :start and :end) as card_codes
    from person_month where month <= :end and authority_id = any(cast(:places as uuid[]))
    group by authority_id, source, person
    having bool_or(month between :start and :end)
""")
_CARDS = text(f"""
    select authority_id, grade, net, code, outcome, became, is_new, sum(n)::int from card_month
    where {_IN} and (cast(:code as int) is null or code = :code) group by 1, 2, 3, 4, 5, 6, 7
    order by 1, 2, 3, 4, 5, 6, 7
""")  # noqa: S608  a constant of ours
_FACTS = text(f"""
    select kind, detail, sum(n)::int, sum(amount)::bigint from fact_month where {_IN} group by 1, 2 order by 1, 2
""")  # noqa: S608  a constant of ours
_INVITED = text("""
    select coalesce(sum(invited), 0)::int from (select distinct on (authority_id) invited from enrolment_day
    where day < (cast(:end as date) + interval '1 month') and authority_id = any(cast(:places as uuid[]))
    order by authority_id, day desc) latest
""")
_EVERYWHERE = text("""
    select authority_id from use_month union select authority_id from enrolment_day
    union select authority_id from card_month union select authority_id from fact_month
""")


async def places(session: AsyncSession) -> list[UUID]:
    """Give the authorities about which anything was counted."""
    return sorted((await (await session.connection()).execute(_EVERYWHERE)).scalars().all())


async def gather(session: AsyncSession, scope: Scope, *, smallest: int) -> Evidence:
    """Read what is known.

    A group that the reader makes up leaves out its authorities with too few people: added to others, one could be told
    by comparing two groups.
    """
    connection = await session.connection()
    asked = {"start": scope.start, "end": scope.end, "code": scope.code, "places": list(scope.authorities)}
    kept, left_out = list(scope.authorities) or await places(session), 0
    if len(scope.authorities) > 1:
        people: dict[UUID, int] = dict((await connection.execute(_PLACES, asked)).all())
        kept = [place for place in kept if people.get(place, 0) >= smallest]
        left_out = len(scope.authorities) - len(kept)
    asked["places"] = kept
    return Evidence(
        [Uses(*row) for row in (await connection.execute(_USES, asked)).all()],
        _people((await connection.execute(_PEOPLE, asked)).all(), scope.code),
        [
            Card(Bin(place, Grade(grade), net, n), code, outcome, became, is_new)
            for place, grade, net, code, outcome, became, is_new, n in await connection.execute(_CARDS, asked)
        ],
        [
            Fact(Kind(kind), detail, n, amount)
            for kind, detail, n, amount in await connection.execute(_FACTS, asked)
        ],
        (await connection.execute(_INVITED, asked)).scalar_one(),
        left_out,
    )


def _people(rows: Iterable[Any], code: int | None) -> list[Person]:
    """Take the source that saw most people of each authority: one person bears a pseudonym in each."""
    by_source: dict[tuple[UUID, int], list[Person]] = defaultdict(list)
    for place, source, first, months, uses, days, codes, cards, kept, card_codes in rows:
        person = Person(
            authority=place, first=first or date.max, months=frozenset(months or ()), uses=uses or 0, days=days or 0,
            codes=codes or 0, cards=cards or 0, kept=kept or 0, card_codes=card_codes or 0,
        )  # fmt: skip
        if code is None or (person.codes | person.card_codes) >> code & 1:
            by_source[place, source].append(person)
    most: dict[UUID, list[Person]] = {}
    for (place, _), people in sorted(by_source.items()):
        if len(people) > len(most.get(place, ())):
            most[place] = people
    return [person for people in most.values() for person in people]
