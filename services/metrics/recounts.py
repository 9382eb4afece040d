"""Rollups against the events they count: what differs, and how to count anew."""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics import uncounted
from services.metrics.rollups import ROLLUPS, difference, recount


async def differences(session: AsyncSession) -> dict[str, int]:
    """Count, for each rollup, the rows that a recount of the events would change. Nought is the only right answer."""
    await uncounted.count(session)
    connection = await session.connection()
    return {
        rollup.table: int((await connection.execute(text(difference(rollup)))).scalar_one())
        for rollup in ROLLUPS
    }


async def rebuild(session: AsyncSession) -> None:
    """Empty the rollups and count the events anew. Writers wait meanwhile; readers see the old counts."""
    connection = await session.connection()
    await connection.execute(text("lock table usage_event in share mode"))
    await uncounted.count(session)
    for rollup in ROLLUPS:
        await connection.execute(text(f"delete from {rollup.table}"))  # noqa: S608  a constant of ours
        await connection.execute(text(recount(rollup)))
