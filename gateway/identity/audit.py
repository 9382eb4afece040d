"""The audit: what identity's events say, the latest first."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.events import EventRow
from services.kit.paging import Slice, Window, cut


async def entries(session: AsyncSession, window: Window) -> Slice[EventRow]:
    """Give sign-ins and administrative acts the caller may see."""
    query = select(EventRow).where(col(EventRow.name).like("identity.%"))
    if window.after:
        query = query.where(col(EventRow.id) < window.after)
    rows = (await session.exec(query.order_by(col(EventRow.id).desc()).limit(window.limit + 1))).all()
    return cut(rows, window)
