"""Events that are kept and not counted yet: counted many at once a little later, and always before counts are read.

Which they are is noted in the transaction that keeps them, and struck off in the one that counts them.
"""

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

# Who is counting just now has not committed: what they count is still seen here, and the lock is waited for.
_ANY = text("select exists (select from uncounted_batch)")
_COUNT = text("select count_usage()")


async def count(session: AsyncSession) -> int:
    """Count all that is not counted yet, as far as the session may see it; give how many events it was."""
    connection = await session.connection()
    if not (await connection.execute(_ANY)).scalar_one():
        return 0
    return int((await connection.execute(_COUNT)).scalar_one())
