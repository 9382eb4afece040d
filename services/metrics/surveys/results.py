"""Results of surveys that are over: an authority's own for its people, and the programme's for the operator.

The two are never mixed: an authority's figures follow the smaller threshold, and its people alone read them. The
programme's are added up from pools that were published together, each about enough people, and from what each pool may
show: no two of its states differ by too few people.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import uuid7
from services.kit.errors import Conflict, Forbidden
from services.kit.events import record
from services.kit.principal import Principal
from services.metrics.settings import MetricsSettings
from services.metrics.surveys import box, figures, surveys
from services.metrics.surveys.events import SurveysPublished
from services.metrics.surveys.schemas import PublicationOut, RoundOut, SurveyResultsOut, Wave
from services.metrics.surveys.surveys import Counted
from services.metrics.surveys.tallies import Key, Tally, tallied, together
from services.metrics.tables import Survey

Shown = Mapping[Key, Tally | None]


class TooFewAnswers(Conflict):
    """What would be published is about too few people. Wait for other surveys of the same round to end."""

    sentence = "Trop peu de réponses pour publier cette étape : attendez que d’autres enquêtes de la même étape se terminent."


async def read(session: AsyncSession, settings: MetricsSettings, *, by: Principal) -> SurveyResultsOut:
    """Read the results that the caller may read, round by round."""
    if by.is_operator:
        return await programme(session, smallest=settings.small_group_across)
    return await _read(session, [[one] for one in await _over(session)], smallest=settings.small_group)


async def programme(session: AsyncSession, *, smallest: int) -> SurveyResultsOut:
    """Read the results of the whole programme: what may be told to everyone."""
    over = await _over(session)
    pools = _pools([one for one in over if one.pool])
    found = await _read(session, pools, smallest=smallest, is_programme=True)
    waiting = {one.wave for one in over if one.pool is None}
    return found.model_copy(update={"waiting": [wave for wave in Wave if wave.value in waiting]})


async def _over(session: AsyncSession) -> list[Survey]:
    every = (await session.exec(select(Survey).order_by(col(Survey.closes_on)))).all()
    return [one for one in every if surveys.is_over(one)]


async def _read(
    session: AsyncSession, groups: Sequence[list[Survey]], *, smallest: int, is_programme: bool = False
) -> SurveyResultsOut:
    ids = [one.id for group in groups for one in group]
    replies, counts = await box.answers(session, ids), await surveys.counted(session, ids)
    shown = [
        (group, tallied([reply for one in group for reply in replies[one.id]], smallest=smallest)) for group in groups
    ]  # fmt: skip
    rounds = [_round(group, table, counts) for group, table in (_by_wave(shown) if is_programme else shown)]
    order = list(Wave)
    return SurveyResultsOut(
        smallest=smallest, is_programme=is_programme, waiting=[],
        rounds=sorted(rounds, key=lambda one: (order.index(one.wave), one.ended_on)),
    )  # fmt: skip


async def publish(
    session: AsyncSession, wave: Wave, *, settings: MetricsSettings, by: Principal
) -> PublicationOut:
    """Put the surveys of a round that are over together, once and for all.

    Raises: Forbidden, TooFewAnswers.
    """
    if not by.is_operator:
        raise Forbidden
    query = select(Survey).where(Survey.wave == wave.value, col(Survey.pool).is_(None)).with_for_update()
    over = [one for one in (await session.exec(query)).all() if surveys.is_over(one)]
    counts = await surveys.counted(session, [one.id for one in over])
    if sum(one.answered for one in counts.values()) < settings.small_group_across:
        raise TooFewAnswers
    pool = uuid7()
    for survey in over:
        survey.pool = pool
    record(session, SurveysPublished(authority_id=None, wave=wave.value, surveys=len(over)), actor=by)
    return PublicationOut(wave=wave, surveys=len(over))


def _pools(published: Sequence[Survey]) -> list[list[Survey]]:
    found: dict[UUID | None, list[Survey]] = {}
    for survey in published:
        found.setdefault(survey.pool, []).append(survey)
    return list(found.values())


def _by_wave(
    pools: Iterable[tuple[list[Survey], dict[Key, Tally | None]]],
) -> Iterable[tuple[list[Survey], dict[Key, Tally | None]]]:
    waves: dict[str, list[tuple[list[Survey], dict[Key, Tally | None]]]] = {}
    for group, table in pools:
        waves.setdefault(group[0].wave, []).append((group, table))
    for same in waves.values():
        yield [one for group, _ in same for one in group], together(table for _, table in same)


def _round(group: Sequence[Survey], table: Shown, counts: Mapping[UUID, Counted]) -> RoundOut:
    wave, own = Wave(group[0].wave), [counts.get(one.id, Counted()) for one in group]
    return RoundOut(
        wave=wave, title=wave.label, ended_on=max(surveys.last_day(one) for one in group),
        invited=sum(one.invited for one in own), answered=sum(one.answered for one in own),
        figures=figures.told(table, wave),
    )  # fmt: skip
