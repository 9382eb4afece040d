"""Surveys of one authority: opened, counted, ended. Who answers is nobody's business."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit import paging
from services.kit.db import now
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.paging import Slice, Window
from services.kit.principal import Principal
from services.metrics.periods import PARIS
from services.metrics.surveys.events import SurveyEnded, SurveyOpened
from services.metrics.surveys.schemas import SurveyIn, SurveyOut, Wave
from services.metrics.tables import MeasuredPlace, Survey

LONGEST = timedelta(days=120)
REMINDED = timedelta(days=7)
"""How long before its last day a survey that few have answered is recalled."""

_COUNTS = text("""
    select survey_id, count(*) filter (where sheet is null)::int, count(sheet)::int,
        count(*) filter (where is_answered)::int
    from survey_invitation where survey_id = any(:ids) group by 1
""")


class AlreadyOpen(Conflict):
    """A survey of the same round is open in this authority."""

    sentence = "Une enquête de cette étape est déjà ouverte dans cette collectivité."


class SurveyOver(Conflict):
    """The survey takes no more answers."""

    sentence = "Cette enquête est terminée : elle ne reçoit plus de réponses."


class SurveyNotBegun(Conflict):
    """The survey takes no answers yet."""

    sentence = "Cette enquête n’a pas encore commencé. Revenez à la date annoncée : votre lien sera le même."


@dataclass(frozen=True, slots=True)
class Counted:
    """How many are invited, by which way, and how many answered."""

    links: int = 0
    sheets: int = 0
    answered: int = 0

    @property
    def invited(self) -> int:
        """Count those invited either way."""
        return self.links + self.sheets

    @property
    def rate(self) -> float | None:
        """Give the share that answered; None where nobody is invited."""
        return round(self.answered / self.invited, 4) if self.invited else None


def today() -> date:
    """Give the day it is in France."""
    return now().astimezone(PARIS).date()


def last_day(survey: Survey) -> date:
    """Give the last day on which answers came or come."""
    return min(survey.closes_on, survey.ended_on) if survey.ended_on else survey.closes_on


def is_over(survey: Survey) -> bool:
    """Tell whether no more answers come. Never undone: what is published then never moves by one answer."""
    return survey.ended_on is not None or survey.closes_on < today()


def is_open(survey: Survey) -> bool:
    """Tell whether answers are taken."""
    return not is_over(survey) and survey.opens_on <= today()


async def open_survey(session: AsyncSession, new: SurveyIn, *, by: Principal) -> Survey:
    """Open a survey to an authority's agents.

    Raises: Invalid, AlreadyOpen.
    """
    authority = await _authority(session, new.authority_id, by=by)
    opens_on = new.opens_on or today()
    if not opens_on <= new.closes_on <= opens_on + LONGEST or new.closes_on < today():
        raise _fault("/closes_on", "date", "Le dernier jour suit le premier, 120 jours après au plus.")
    same = select(Survey).where(Survey.authority_id == authority, Survey.wave == new.wave.value)
    await (await session.connection()).execute(_ONE_AT_A_TIME, {"key": f"{authority}{new.wave.value}"})
    if any(not is_over(one) for one in (await session.exec(same)).all()):
        raise AlreadyOpen
    survey = Survey(authority_id=authority, wave=new.wave.value, opens_on=opens_on, closes_on=new.closes_on)
    session.add(survey)
    await session.flush()
    record(session, SurveyOpened(authority_id=authority, survey_id=survey.id, wave=survey.wave), actor=by)
    return survey


_ONE_AT_A_TIME = text("select pg_advisory_xact_lock(hashtextextended(:key, 7))")


async def end(session: AsyncSession, survey_id: UUID, *, by: Principal) -> Survey:
    """End a survey before its last day. Ended already, nothing changes.

    Raises: NotFound.
    """
    survey = await get(session, survey_id, is_locked=True)
    if not is_over(survey):
        survey.ended_on = today()
        record(session, SurveyEnded(authority_id=survey.authority_id, survey_id=survey.id), actor=by)
    return survey


async def get(session: AsyncSession, survey_id: UUID, *, is_locked: bool = False) -> Survey:
    """Read a survey; locked, it waits its turn among those who write to it.

    Raises: NotFound.
    """
    query = select(Survey).where(Survey.id == survey_id)
    survey = (await session.exec(query.with_for_update() if is_locked else query)).first()
    if survey is None:
        raise NotFound
    return survey


async def read(session: AsyncSession, window: Window) -> Slice[Survey]:
    """List surveys, the latest first."""
    query = select(Survey).order_by(col(Survey.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(Survey.id < window.after)
    return paging.cut((await session.exec(query)).all(), window)


async def counted(session: AsyncSession, ids: list[UUID]) -> Mapping[UUID, Counted]:
    """Count the invited and the answers of some surveys."""
    rows = (await (await session.connection()).execute(_COUNTS, {"ids": ids})).all()
    return {row[0]: Counted(row[1], row[2], row[3]) for row in rows}


async def told(session: AsyncSession, surveys: list[Survey]) -> list[SurveyOut]:
    """Tell surveys with their response rates."""
    counts = await counted(session, [one.id for one in surveys])
    names = await named(session, {one.authority_id for one in surveys})
    return [_out(one, counts.get(one.id, Counted()), names.get(one.authority_id, "")) for one in surveys]


async def named(session: AsyncSession, ids: set[UUID]) -> Mapping[UUID, str]:
    """Name authorities."""
    rows = await session.exec(select(MeasuredPlace).where(col(MeasuredPlace.id).in_(ids)))
    return {row.id: row.name for row in rows.all()}


def _out(survey: Survey, count: Counted, name: str) -> SurveyOut:
    wave, few = Wave(survey.wave), count.rate is not None and count.rate < 0.5
    return SurveyOut(
        id=survey.id, authority_id=survey.authority_id, authority_name=name, wave=wave, title=wave.label,
        opens_on=survey.opens_on, closes_on=last_day(survey), is_open=is_open(survey), is_over=is_over(survey),
        is_published=survey.pool is not None, links=count.links, sheets=count.sheets, answered=count.answered,
        rate=count.rate, is_due=few and is_open(survey) and survey.closes_on - today() <= REMINDED,
    )  # fmt: skip


async def _authority(session: AsyncSession, asked: UUID | None, *, by: Principal) -> UUID:
    authority = asked or by.authority
    known = await session.get(MeasuredPlace, authority) if authority else None
    is_theirs = by.is_operator or authority == by.authority
    if authority is None or known is None or not is_theirs or known.kind == "operator":
        raise _fault("/authority_id", "unknown", "Choisissez une collectivité du programme.")
    return authority


def _fault(pointer: str, kind: str, message: str) -> Invalid:
    return Invalid(errors=[{"pointer": pointer, "type": kind, "message": message}])
