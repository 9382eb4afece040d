"""Real PostgreSQL, the whole house over HTTP, and the people who knock at its doors."""

import contextlib
import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

import anyio
import httpx
import hypothesis
import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import make_url

from gateway.app import create_app
from gateway.identity import links, people
from gateway.identity.schemas import PersonIn, Role
from gateway.settings import GatewaySettings
from infra import database
from infra.seeds import load, programmes
from services.kit.db import PLATFORM, Sessions, connect, session_for
from services.metrics import remembered
from tests import charter

hypothesis.settings.register_profile("terrain", deadline=None)  # a busy machine is no fault of the code
hypothesis.settings.load_profile("terrain")

ORIGIN = "https://terrain.test"
REFERENCE = {"authority", "measured_place", "programme", "programme_authority", "alembic_version"}
"""Tables that the seeds fill once; every other one is emptied after each test."""

SIRENS = {
    "ARNia": "130004930",
    "Chéroy": "218901007",
    "Lormes": "215801457",
    "Héry": "218902013",
    "Chassagne-Montrachet": "212101505",
    "Le Grand Chalon": "247100589",
}

Client = httpx.AsyncClient
SignIn = Callable[..., Awaitable[Client]]


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """A folder for the embedded server. Not pytest's own: another run would close it to the server's account."""
    with tempfile.TemporaryDirectory(prefix="terrain-") as folder:
        yield Path(folder) / "var"


@pytest.fixture(scope="session")
def settings(data_dir: Path) -> Iterator[GatewaySettings]:
    """A migrated and seeded database: embedded, or on the server that TERRAIN_TEST_DATABASE_URL names."""
    asked = GatewaySettings(
        _env_file=None, data_dir=data_dir, origin=ORIGIN, rate_per_minute=100_000,
        principal_key=SecretStr("a key for the tests, long enough to sign with"),
        database_url=os.environ.get("TERRAIN_TEST_DATABASE_URL", ""), app_database_url="",
    )  # fmt: skip
    with database.running(asked) as server:
        own = make_url(server.database_url).set(database=f"terrain_test_{os.getpid()}")
        with (
            Database(server.database_url, str(own.database)),
            database.running(
                asked.model_copy(update={"database_url": own.render_as_string(hide_password=False)})
            ) as ready,
        ):
            database.migrate(ready)
            load.reference(ready)
            assert isinstance(ready, GatewaySettings)
            yield ready


class Database:
    """A database that lives as long as the tests, on a server that may outlive them."""

    def __init__(self, server: str, name: str) -> None:
        self.address = plain(server)
        self.name = sql.Identifier(name)

    def __enter__(self) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(sql.SQL("create database {}").format(self.name))

    def __exit__(self, *_: object) -> None:
        with psycopg.connect(self.address, autocommit=True) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(self.name))
            role = sql.Identifier(self.name._obj[0] + "_app")
            connection.execute(sql.SQL("drop role if exists {}").format(role))


def plain(url: str) -> str:
    """Give an address that psycopg itself reads."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def owner(settings: GatewaySettings) -> Iterator[psycopg.Connection]:
    """The schema's owner, for what no application may do."""
    with psycopg.connect(plain(settings.database_url), autocommit=True) as connection:
        connection.execute("set lock_timeout = '200ms'")
        yield connection


@pytest.fixture(scope="session")
def _filled(owner: psycopg.Connection) -> str:
    rows = owner.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
    return ", ".join(sorted({name for (name,) in rows} - REFERENCE))


@pytest.fixture(autouse=True)
def clean(request: pytest.FixtureRequest) -> None:
    """Leave nothing to the next test, where a database was used at all."""
    if "settings" in request.fixturenames:
        request.getfixturevalue("emptied")


@pytest.fixture
async def emptied(owner: psycopg.Connection, _filled: str, anyio_backend: str) -> AsyncIterator[None]:
    """Empty the tables after the test, and what is remembered of them."""
    yield
    remembered.forget()
    for _ in range(100):
        # A house may be cleaning just then, in this very loop: let it finish rather than wait for its lock.
        with contextlib.suppress(psycopg.errors.DeadlockDetected, psycopg.errors.LockNotAvailable):
            owner.execute(f"truncate {_filled} restart identity cascade")
            # Of the tables kept, what the seeds wrote: programmes and candidates of a test go with it.
            owner.execute("delete from programme_authority where applied_on is not null")
            owner.execute("delete from programme where id <> %s", [programmes.PROGRAMME])
            return
        await anyio.sleep(0.05)
    raise TimeoutError("the tables stay locked")


@pytest.fixture(scope="session")
async def sessions(settings: GatewaySettings) -> AsyncIterator[Sessions]:
    """Sessions as the application's role."""
    engine, factory = connect(settings.app_database_url)
    yield factory
    await engine.dispose()


@pytest.fixture(scope="session")
async def house(settings: GatewaySettings) -> AsyncIterator[httpx.ASGITransport]:
    """The whole house in this process."""
    app = create_app(settings)
    async with app.router.lifespan_context(app):
        yield httpx.ASGITransport(app, raise_app_exceptions=False)


@pytest.fixture
async def visitor(house: httpx.ASGITransport) -> AsyncIterator[Client]:
    """Somebody whom nobody knows yet."""
    async with Client(transport=house, base_url=ORIGIN) as client:
        yield client


@pytest.fixture
def authority(owner: psycopg.Connection) -> Callable[[str], UUID]:
    """Give the id of an authority by its name."""

    def find(name: str) -> UUID:
        row = owner.execute("select id from authority where siren = %s", [SIRENS[name]]).fetchone()
        assert row
        return row[0]

    return find


@pytest.fixture
async def sign_in(
    house: httpx.ASGITransport, sessions: Sessions, authority: Callable[[str], UUID]
) -> AsyncIterator[SignIn]:
    """Sign somebody in by link: `await sign_in("agent", at="Chéroy")` gives their browser."""
    async with AsyncExitStack() as stack:

        async def enter(
            *roles: str,
            at: str = "Chéroy",
            name: str = "",
            email: str = "",
            has_accepted_charter: bool = True,
        ) -> Client:
            email = email or f"{'.'.join(roles)}.{abs(hash((at, name)))}@example.org"
            async with session_for(sessions, PLATFORM) as session, session.begin():
                new = PersonIn(
                    email=email, name=name or f"{roles[0]} {at}", roles=[Role(role) for role in roles],
                    authority_id=authority(at),
                )  # fmt: skip
                person = await people.add(session, new, by=None)
                token, _ = await links.make(session, person, by=None)
                if has_accepted_charter:
                    charter.accept(session, person.id, authority_id=authority(at))
            client = Client(
                transport=house, base_url=ORIGIN, headers={"sec-fetch-site": "same-origin", "origin": ORIGIN}
            )
            await stack.enter_async_context(client)
            answer = await client.post("/api/identity/v1/sessions", json={"token": token})
            assert answer.status_code == 201, answer.text
            return client

        yield enter


@pytest.fixture
async def facilitator(sign_in: SignIn) -> Client:
    """One of the operator's project team."""
    return await sign_in("facilitator", at="ARNia")


@pytest.fixture
async def admin(sign_in: SignIn) -> Client:
    """The operator's administrator."""
    return await sign_in("admin", at="ARNia")


@pytest.fixture
async def agent(sign_in: SignIn) -> Client:
    """An agent of Chéroy."""
    return await sign_in("agent", at="Chéroy")


@pytest.fixture
async def stranger(sign_in: SignIn) -> Client:
    """An agent of Lormes: the same role, another authority."""
    return await sign_in("agent", at="Lormes")


@pytest.fixture
async def champion(sign_in: SignIn) -> Client:
    """Chéroy's contact."""
    return await sign_in("champion", at="Chéroy")


@pytest.fixture
async def decision_maker(sign_in: SignIn) -> Client:
    """An elected member of Chéroy."""
    return await sign_in("decision_maker", at="Chéroy")
