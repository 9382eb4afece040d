"""Run every benchmark on a throwaway embedded server."""

import asyncio
import itertools
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import structlog
from sqlalchemy import text

from gateway.app import create_app
from gateway.identity import authorities, keys
from gateway.identity.app import create_app as identity
from gateway.identity.schemas import KeyIn, KeyRole
from gateway.settings import GatewaySettings
from infra import database
from infra.bench.findings import find_personal_data
from infra.bench.search_notes import search_notes
from infra.bench.timing import Work, alternate, report
from infra.seeds import load
from services.kit.db import PLATFORM, Sessions, connect, session_for
from services.kit.principal import HEADER, Principal, sign

TYPED = (
    "cher",
    "cheroy",
    "st laurent",
    "89690",
    "218901007",
    "chalon sur",
    "macon",
    "le creus",
    "hery",
    "lorm",
)
ROUNDS = 300


async def search_as_one_types(sessions: Sessions) -> None:
    """Time the search of 36,000 authorities, against reading the whole table for the same words."""
    ours, theirs = itertools.cycle(TYPED), itertools.cycle(TYPED)
    async with session_for(sessions, PLATFORM) as session, session.begin():

        async def find() -> None:
            session.expunge_all()
            await authorities.search(session, next(ours))

        async def scan() -> None:
            query = "select * from authority where lower(name) like :typed or siren like :typed limit 10"
            connection = await session.connection()
            (await connection.execute(text(query), {"typed": f"%{next(theirs)}%"})).all()

        found, scanned = await alternate(("search", find), ("reading every row", scan), rounds=ROUNDS)
    report("Find an authority as one types (goal: 95 % under 50 ms)", found, scanned)


async def cross_the_edge(settings: GatewaySettings, sessions: Sessions) -> None:
    """Time one read through the whole edge, against the same service asked directly."""
    async with _doors(settings, sessions) as (through, direct):
        edge, room = await alternate(
            ("through the edge, with a key", through), ("the room alone", direct), rounds=ROUNDS
        )
    report("Cross the edge: recognise, limit, sign, forward", edge, room)


@asynccontextmanager
async def _doors(settings: GatewaySettings, sessions: Sessions) -> AsyncIterator[tuple[Work, Work]]:
    async with session_for(sessions, PLATFORM) as session, session.begin():
        operator = await authorities.operator(session)
        key, _ = await keys.create(session, KeyIn(name="bench", role=KeyRole.ADMIN), by=None)
    caller = Principal(subject=uuid4(), name="bench", authority=operator.id, scopes=frozenset({"*"}))
    header = sign(caller, key=settings.principal_key.get_secret_value(), audience=("identity",))
    house, room = create_app(settings), identity(settings)
    async with AsyncExitStack() as stack:
        for app in (house, room):
            await stack.enter_async_context(app.router.lifespan_context(app))
        edge = await stack.enter_async_context(_client(house, {"authorization": f"Bearer {key}"}))
        alone = await stack.enter_async_context(_client(room, {HEADER: header}))
        path = f"/v1/authorities/{operator.id}"
        yield lambda: edge.get(f"/api/identity{path}"), lambda: alone.get(path)


def _client(app: object, headers: dict[str, str]) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app)  # type: ignore[arg-type]  # FastAPI's app is one
    return httpx.AsyncClient(transport=transport, base_url="https://terrain.test", headers=headers)


async def main(settings: GatewaySettings) -> None:
    """Run them all, one after the other."""
    engine, sessions = connect(settings.app_database_url)
    await search_as_one_types(sessions)
    await cross_the_edge(settings, sessions)
    await find_personal_data(rounds=ROUNDS)
    await engine.dispose()
    await search_notes(settings, notes=int(os.environ.get("NOTES", "100000")))


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        asked = GatewaySettings(data_dir=Path(folder) / "var", database_url="", rate_per_minute=10_000_000)
        with database.running(asked) as ready:
            database.migrate(ready)
            load.reference(ready)
            assert isinstance(ready, GatewaySettings)
            asyncio.run(main(ready))
