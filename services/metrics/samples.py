"""Invented data among what is counted: while there are any, every answer says so."""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

SOURCE = "/terrain/exemple"
"""The source of invented events."""
_ANY = text("select exists (select 1 from usage_source where name = :name)")


async def are_counted(session: AsyncSession) -> bool:
    """Tell whether invented data are counted."""
    return bool((await (await session.connection()).execute(_ANY, {"name": SOURCE})).scalar_one())
