"""One engine per room, one session per request, one commit per request, one tenant per transaction."""

import os
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session as PlainSession, SessionTransaction
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.principal import Caller, Principal
from services.kit.text import fold

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Sessions = async_sessionmaker[AsyncSession]

_SET_CONTEXT = text(
    "select set_config('app.authority', :authority, true), set_config('app.operator', :operator, true),"
    " set_config('app.person', :person, true), set_config('app.platform', :platform, true),"
    " set_config('app.service', :service, true)"
)


@dataclass(frozen=True, slots=True)
class Context:
    """Whose rows a transaction may touch. The default is nobody's."""

    authority: UUID | None = None
    is_operator: bool = False
    person: UUID | None = None
    is_platform: bool = False
    """True for work that no person asked for: authentication, seeds, purges."""
    service: str = ""
    """The department they work in, folded: « Etat civil » is « état civil »."""

    @classmethod
    def of(cls, caller: Principal) -> "Context":
        """Read the context from the caller."""
        return cls(caller.authority, caller.is_operator, caller.subject, service=fold(caller.service))


NOBODY = Context()
PLATFORM = Context(is_operator=True, is_platform=True)


@event.listens_for(PlainSession, "after_begin")
def _set_context(session: PlainSession, _: SessionTransaction, connection: Connection) -> None:
    # Always, even for nobody: behind a pooler the connection may carry what a stranger left there.
    context: Context = session.info.get("context", NOBODY)
    values = {
        "authority": str(context.authority or ""),
        "operator": "on" if context.is_operator else "",
        "person": str(context.person or ""),
        "platform": "on" if context.is_platform else "",
        "service": context.service,
    }
    connection.execute(_SET_CONTEXT, values)


def connect(url: str, *, pool_size: int = 5) -> tuple[AsyncEngine, Sessions]:
    """Open a pool on `url`. Prepared statements stay off so that PgBouncer's transaction mode works."""
    engine = create_async_engine(
        url, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True,
        connect_args={"prepare_threshold": None},
        hide_parameters=True,  # a failing statement must not carry what people wrote into a log
    )  # fmt: skip
    return engine, async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)


def session_for(sessions: Sessions, context: Context) -> AsyncSession:
    """Make a session whose transactions see what `context` may see."""
    return sessions(info={"context": context})


async def open_session(request: Request, caller: Caller) -> AsyncIterator[AsyncSession]:
    """Commit when the route returns, roll back when it raises."""
    async with session_for(request.app.state.sessions, Context.of(caller)) as session:
        request.state.session = session
        yield session
        await session.commit()


async def let_go(session: AsyncSession) -> None:
    """Commit so far and give the connection back, before waiting for something that is not the database.

    Whoever waits for a supplier would keep one of the room's few connections from everybody. The next statement takes
    another, in a transaction of its own.
    """
    await session.commit()


# scope="function": the commit happens before the answer leaves, so a failed commit is a 500
# and a redirect never races its own write.
Session = Annotated[AsyncSession, Depends(open_session, scope="function")]


async def open_platform_session(request: Request) -> AsyncIterator[AsyncSession]:
    """Open a session for a route that nobody is known to ask for yet, such as signing in."""
    async with session_for(request.app.state.sessions, PLATFORM) as session, session.begin():
        yield session


PlatformSession = Annotated[AsyncSession, Depends(open_platform_session, scope="function")]


def now() -> datetime:
    """Give the present moment, in UTC."""
    return datetime.now(UTC)


_VERSION_7 = 0x7 << 76 | 0x2 << 62
_DRAWN = (1 << 80) - 1 & ~(0xF << 76 | 0x3 << 62)
"""The bits of an identifier that chance draws."""


def uuid7() -> UUID:
    """Make a time-ordered identifier (RFC 9562, version 7)."""
    drawn = int.from_bytes(os.urandom(10))
    value = time.time_ns() // 1_000_000 << 80 | drawn & _DRAWN | _VERSION_7
    return UUID(int=value)
