"""What cards filled in after a use told, counted: who filled them in is known elsewhere, and never beside."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics.exercises import Months
from services.metrics.kinds import MARKS, Grade
from services.metrics.measures.gains import Bin

_CARDS = text("""
    select authority_id, grade, net, code::text, job::text, outcome, became, is_new, sum(n)::int from card_month
    where month between :start and :end group by 1, 2, 3, 4, 5, 6, 7, 8 order by 1, 2, 3, 4, 5, 6, 7, 8
""")


@dataclass(frozen=True, slots=True)
class Card:
    """Cards that told the same."""

    bin: Bin
    code: str
    job: str
    outcome: str
    became: str
    is_new: bool

    @property
    def place(self) -> str:
        """Their authority."""
        return str(self.bin.authority)


async def read(session: AsyncSession, year: Months) -> list[Card]:
    """Read the cards of a year."""
    rows = await (await session.connection()).execute(_CARDS, {"start": year.start, "end": year.end})
    return [
        Card(Bin(place, Grade(grade), net, n), *rest)
        for place, grade, net, *rest, n in map(tuple, rows.all())
    ]


def mark(name: str) -> int:
    """Give the bit that stands for what a card says."""
    return 1 << MARKS.index(name)
