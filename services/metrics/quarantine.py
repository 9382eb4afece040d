"""Refused events, told apart so that their sender can be helped: why, never what they said."""

import re
from collections.abc import Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.paging import Slice, Window, cut
from services.kit.principal import Principal
from services.metrics.schemas import RefusedEvent
from services.metrics.tables import QuarantinedEvent

_PLAIN = re.compile(r"[A-Za-z0-9._:-]{1,64}")
"""An id that cannot hold a sentence."""


async def keep(session: AsyncSession, refused: Sequence[RefusedEvent], *, by: Principal) -> None:
    """Write down why events were refused."""
    if by.authority is None:
        return
    for event in refused:
        is_plain = event.id is not None and _PLAIN.fullmatch(event.id)
        row = QuarantinedEvent(
            authority_id=by.authority, sent_by=by.subject, event_id=event.id if is_plain and event.id else "",
            code=event.problem.code, pointer=event.problem.pointer if event.problem.code != "unknown_field" else "",
        )  # fmt: skip
        session.add(row)
    await session.flush()


async def list_(session: AsyncSession, window: Window) -> Slice[QuarantinedEvent]:
    """Give refused events, the latest first."""
    query = select(QuarantinedEvent).order_by(col(QuarantinedEvent.id).desc()).limit(window.limit + 1)
    if window.after:
        query = query.where(col(QuarantinedEvent.id) < window.after)
    return cut((await session.exec(query)).all(), window)
