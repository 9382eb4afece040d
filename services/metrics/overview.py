"""The overview: everything that the page of measures shows, and what the last days brought."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.errors import NotFound
from services.kit.events import EventRow
from services.kit.principal import Principal
from services.metrics import facts, samples, uses
from services.metrics.schemas import NewsOut, OverviewOut, OwnUsesOut, Split
from services.metrics.settings import MetricsSettings
from services.metrics.tables import EnrolmentDay
from services.metrics.uses import Asked


async def read(
    session: AsyncSession, asked: Asked, *, settings: MetricsSettings, by: Principal
) -> OverviewOut:
    """Count what happened in a period.

    Raises: NotFound for another authority than the caller's own.
    """
    if asked.authority and asked.authority != by.authority and not by.is_operator:
        raise NotFound
    counted = await uses.tables(session, asked, smallest=settings.small_group)
    invited = await _invited(session, asked)
    inside = facts.inside(asked.period.bounds, asked.authority)
    split = settings.published_split
    return OverviewOut(
        start=asked.period.start, end=asked.period.end, authority_id=asked.authority,
        small_group=settings.small_group, uses=counted.total, invited=sum(invited.values()) if invited else None,
        by_authority=counted.by_authority, by_family=counted.by_family, by_week=counted.by_week,
        all_told_invited=all(cell.authority_id in invited for cell in counted.by_authority),
        field=await facts.field_work(session, inside),
        pain_points_by_theme=await facts.pain_points_by_theme(session, inside),
        authorities=await facts.authorities(session),
        published_split=Split.model_validate(split) if split else None,
        is_sample=await samples.are_counted(session),
    )  # fmt: skip


async def news(session: AsyncSession, *, days: int) -> NewsOut:
    """Count what the field brought lately. Uses are left out: those of a few days may be one person's."""
    since = now() - timedelta(days=days)
    return NewsOut(since=since, field=await facts.field_work(session, [col(EventRow.at) >= since]))


async def mine(session: AsyncSession, *, limit: int, by: Principal) -> OwnUsesOut:
    """Give the caller's own last uses of the assistant."""
    return OwnUsesOut(items=await facts.own_uses(session, by.subject, limit=limit))


async def _invited(session: AsyncSession, asked: Asked) -> dict[UUID, int]:
    """Give what was last told of each authority by the end of the period."""
    told = select(EnrolmentDay.authority_id, EnrolmentDay.invited).where(EnrolmentDay.day <= asked.period.end)
    if asked.authority:
        told = told.where(EnrolmentDay.authority_id == asked.authority)
    latest = told.ext(distinct_on(col(EnrolmentDay.authority_id))).order_by(
        col(EnrolmentDay.authority_id), col(EnrolmentDay.day).desc()
    )
    return dict((await session.exec(latest)).all())
