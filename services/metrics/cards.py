"""What cards filled in after a use told, counted: who filled them in is known elsewhere, and never beside."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics.exercises import Months
from services.metrics.kinds import MARKS, Grade
from services.metrics.measures.gains import Bin

_BINS = {
    by: text(f"""
        select authority_id, grade, net, {by}::text, sum(n)::int from card_month
        where month between :start and :end and not is_new group by 1, 2, 3, 4 order by 1, 2, 3, 4
    """)  # noqa: S608  columns of ours
    for by in ("code", "job")
}
_TOLD = text("""
    select authority_id::text, outcome, became, is_new, net > 0, sum(n)::int from card_month
    where month between :start and :end group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
""")


_GRADES = {grade.value: grade for grade in Grade}


@dataclass(frozen=True, slots=True)
class Card:
    """Cards that told the same gain, about tasks that existed before: by code, or by job family."""

    bin: Bin
    leaf: str

    @property
    def place(self) -> str:
        """Their authority."""
        return str(self.bin.authority)


@dataclass(frozen=True, slots=True)
class Said:
    """Cards that said the same of the answer and of the time."""

    place: str
    outcome: str
    became: str
    is_new: bool
    is_gain: bool
    n: int


async def gained(session: AsyncSession, year: Months, *, by: str) -> list[Card]:
    """Read what cards of a year tell of gains, by code or by job."""
    rows = await (await session.connection()).execute(_BINS[by], {"start": year.start, "end": year.end})
    return [
        Card(Bin(place, _GRADES[grade], net, n), leaf)
        for place, grade, net, leaf, n in map(tuple, rows.all())
    ]


async def said(session: AsyncSession, year: Months) -> list[Said]:
    """Read what cards of a year say of answers and of time."""
    rows = await (await session.connection()).execute(_TOLD, {"start": year.start, "end": year.end})
    return [Said(*row) for row in rows.all()]


def mark(name: str) -> int:
    """Give the bit that stands for what a card says."""
    return 1 << MARKS.index(name)
