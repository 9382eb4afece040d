"""How often one may try: a token bucket in one row, so that it holds across processes and restarts."""

import math

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from gateway.identity import tokens
from services.kit.errors import TooMany

_TAKE = text(
    """
    insert into attempt_bucket as bucket (key_hash, tokens, at) values (:key, :size - 1, now())
    on conflict (key_hash) do update set
      tokens = least(:size, bucket.tokens + extract(epoch from now() - bucket.at) * :size / :seconds) - 1,
      at = now()
    where least(:size, bucket.tokens + extract(epoch from now() - bucket.at) * :size / :seconds) >= 1
    returning tokens
    """
)


class TooManyAttempts(TooMany):
    """Too many sign-ins were tried from one place or on one account. Wait for the seconds in `Retry-After`."""

    sentence = "Trop d’essais. Patientez quelques minutes, puis réessayez."


async def spend(session: AsyncSession, subject: str, *, size: int, seconds: int) -> None:
    """Take one try from `subject`'s bucket of `size` tries, which refills in `seconds`.

    One statement, so that simultaneous tries cannot share a token.

    Raises: TooManyAttempts.
    """
    values = {"key": tokens.digest(subject), "size": size, "seconds": seconds}
    taken = await (await session.connection()).execute(_TAKE, values)
    if taken.first() is None:
        wait = max(1, seconds // size)
        raise TooManyAttempts(_sentence(wait), retry_after=wait)


def _sentence(wait: int) -> str:
    minutes = math.ceil(wait / 60)
    return f"Trop d’essais. Réessayez dans {minutes}\u00a0minute{'s' if minutes > 1 else ''}."
