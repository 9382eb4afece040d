"""Answers given already, as long as nothing that they rest on has changed.

Measures are about whole and finished months: they change when somebody tells late, or is forgotten. What was told of
them bears a mark, whatever its order; an answer is given again only under the same mark, to the same readers.
"""

from collections import OrderedDict
from collections.abc import Hashable

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics import seen
from services.metrics.exercises import Months
from services.metrics.schemas import MeasureOut

_answers: OrderedDict[Hashable, MeasureOut] = OrderedDict()
_MARK = text(f"""
    with recursive {seen.LATEST_ENROLMENTS}
    select (select bit_xor(hash_record_extended(e, 0)) from event_month e where month <= :end),
        (select bit_xor(hash_record_extended(d, 0)) from latest_enrolment d),
        (select bit_xor(hash_record_extended(s, 0)) from statement_line s where day < cast(:end as date) + interval '1 month'),
        (select min(published_at) from published_pattern)
""")  # noqa: S608  tables of ours


async def mark(session: AsyncSession, year: Months) -> Hashable:
    """Give the mark of all that answers about a year rest on, as far as the session may see it."""
    return tuple((await (await session.connection()).execute(_MARK, {"end": year.end})).one())


def find(key: Hashable) -> MeasureOut | None:
    """Give the answer to a question under a mark, when it was given already."""
    if key in _answers:
        _answers.move_to_end(key)
    return _answers.get(key)


def keep(key: Hashable, answer: MeasureOut, *, most: int) -> MeasureOut:
    """Remember an answer, and let go of what was not asked for longest."""
    if most:
        _answers[key] = answer
    while len(_answers) > most:
        _answers.popitem(last=False)
    return answer


def forget() -> None:
    """Remember nothing."""
    _answers.clear()
