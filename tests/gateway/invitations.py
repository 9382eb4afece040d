"""People who hold a link and have not come in yet."""

from collections.abc import Callable
from uuid import UUID

import psycopg

from gateway.identity import links, people
from gateway.identity.schemas import PersonIn, Role
from services.kit.db import PLATFORM, Sessions, session_for

OURS = {"sec-fetch-site": "same-origin"}
"""What a browser says of a request from one of our own pages."""
API = "/api/identity/v1"

Authority = Callable[[str], UUID]


async def invite(
    sessions: Sessions, authority_id: UUID, *roles: str, email: str = "camille@example.org"
) -> str:
    """Add a person and give the secret of their link."""
    async with session_for(sessions, PLATFORM) as session, session.begin():
        new = PersonIn(
            email=email, name="Camille Martin", authority_id=authority_id,
            roles=[Role(role) for role in roles or ("agent",)],
        )  # fmt: skip
        token, _ = await links.make(session, await people.add(session, new, by=None), by=None)
    return token


def count(owner: psycopg.Connection, table: str, where: str = "true") -> int:
    """Count rows, as the schema's owner would see them without its own policies."""
    row = owner.execute(f"select count(*) from {table} where {where}").fetchone()
    assert row
    return int(row[0])


def told(owner: psycopg.Connection) -> list[str]:
    """Give the names of the events written, in order."""
    return [name for (name,) in owner.execute("select name from event order by seq").fetchall()]
