"""The measures of some months and some authorities, as one page needs them."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import NotFound
from services.kit.principal import Principal
from services.metrics import answers, evidence
from services.metrics.answers import Rule
from services.metrics.evidence import Scope
from services.metrics.measures.costs import Price
from services.metrics.schemas import MeasureOut, MeasuresOut, Question
from services.metrics.settings import MetricsSettings


async def read(
    session: AsyncSession, scope: Scope, *, settings: MetricsSettings, by: Principal
) -> MeasuresOut:
    """Answer every question. Inside one authority the group is the smaller one; across several, the larger.

    Raises: NotFound for another authority than the caller's own.
    """
    if not by.is_operator and any(one != by.authority for one in scope.authorities):
        raise NotFound
    everywhere = await evidence.places(session)
    is_one = len(scope.authorities or everywhere) <= 1
    smallest = settings.small_group if is_one else settings.small_group_across
    known = await evidence.gather(session, scope, smallest=settings.small_group)
    prices = {name: Price(one.input, one.output) for name, one in settings.token_prices.items()}
    return MeasuresOut(
        start=scope.start, end=scope.end, smallest=smallest, authorities=everywhere, left_out=known.left_out,
        measures=answers.every(known, scope, rule=Rule(smallest), prices=prices),
    )  # fmt: skip


async def answer(
    session: AsyncSession, question: Question, scope: Scope, *, settings: MetricsSettings, by: Principal
) -> MeasureOut:
    """Answer one question.

    Raises: NotFound for another authority than the caller's own.
    """
    found = await read(session, scope, settings=settings, by=by)
    return next(measure for measure in found.measures if measure.question is question)


def places(named: list[UUID]) -> tuple[UUID, ...]:
    """Put the authorities asked for in order, each once."""
    return tuple(sorted(set(named)))
