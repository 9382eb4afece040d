"""Tenancy is enforced by the database: the catalogue says so, and a planted canary proves it."""

from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from gateway.settings import GatewaySettings
from infra.database import APPEND_ONLY
from tests.gateway.canaries import SignIn, plant

TENANT_TABLES = """
select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  and a.attname = 'authority_id' and not a.attisdropped order by 1
"""
FAULTS = """
select c.relname || ': no row-level security' from pg_class c
  where c.relname = any(%(tables)s) and not c.relrowsecurity
union all
select c.relname || ': not forced on its owner' from pg_class c
  where c.relname = any(%(tables)s) and not c.relforcerowsecurity
union all
select t || ': no policy with both clauses' from unnest(%(tables)s) t where not exists (
  select 1 from pg_policy p where p.polrelid = t::regclass and p.polqual is not null and p.polwithcheck is not null
  and pg_get_expr(p.polqual, p.polrelid) like '%%app.authority%%')
union all
select t || ': a policy that opens to all' from unnest(%(tables)s) t where exists (
  select 1 from pg_policy p where p.polrelid = t::regclass and pg_get_expr(p.polqual, p.polrelid) = 'true')
union all
select t || ': no index that starts with authority_id' from unnest(%(tables)s) t where not exists (
  select 1 from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
  where i.indrelid = t::regclass and a.attname = 'authority_id')
union all
select t || ': shown without the consent of its participant' from unnest(array['observation', 'note_search',
  'capture_revision', 'revision_candidate', 'photo', 'photo_file']) t where not exists (select 1 from pg_policy p where p.polrelid = t::regclass and p.polname = t || '_consent')
"""


@pytest.fixture
def tables(owner: psycopg.Connection) -> list[str]:
    """Every table that belongs to an authority."""
    return [name for (name,) in owner.execute(TENANT_TABLES).fetchall()]


@pytest.fixture
def trial(settings: GatewaySettings) -> Iterator[psycopg.Connection]:
    """A transaction of the owner that nobody else ever sees."""
    url = make_url(settings.database_url).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        yield connection
        connection.rollback()


def faults(connection: psycopg.Connection, tables: list[str]) -> list[str]:
    return [fault for (fault,) in connection.execute(FAULTS, {"tables": tables}).fetchall()]


def test_it_guards_every_table_of_a_tenant(owner: psycopg.Connection, tables: list[str]) -> None:
    assert len(tables) >= 10
    assert faults(owner, tables) == []


def test_it_turns_red_when_any_policy_is_removed(trial: psycopg.Connection, tables: list[str]) -> None:
    # A restrictive policy only takes rows away: those that keep a promise (consent) are named above, the others are not.
    for table in tables:
        for (policy,) in trial.execute(
            "select polname from pg_policy where polrelid = %s::regclass and (polpermissive or polname ~ 'consent')",
            [table],
        ):
            trial.execute("savepoint before")
            trial.execute(
                sql.SQL("drop policy {} on {}").format(sql.Identifier(policy), sql.Identifier(table))
            )
            assert faults(trial, tables), f"dropping {policy} went unnoticed"
            trial.execute("rollback to before")


def test_it_serves_requests_as_a_role_that_owns_nothing(
    owner: psycopg.Connection, settings: GatewaySettings
) -> None:
    role = make_url(settings.app_database_url).username
    row = owner.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
        " (select count(*) from pg_class where relowner = r.oid) from pg_roles r where rolname = %s",
        [role],
    ).fetchone()

    assert row == (False, False, False, False, 0)


def test_it_never_lets_the_application_rewrite_the_past(
    trial: psycopg.Connection, settings: GatewaySettings
) -> None:
    become(trial, settings)
    for table in APPEND_ONLY:
        for statement in ("delete from {}", "update {} set name = name"):
            trial.execute("savepoint before")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                trial.execute(sql.SQL(statement).format(sql.Identifier(table)))
            trial.execute("rollback to before")


async def test_it_shows_a_canary_to_its_own_authority_only(
    canary: UUID, trial: psycopg.Connection, tables: list[str], settings: GatewaySettings,
    authority: Callable[[str], UUID],
) -> None:  # fmt: skip
    empty = [table for table in tables if not count(trial, table, canary)]
    assert empty == [], "plant a row in these tables too (tests/gateway/canaries.py)"

    become(trial, settings)
    for reader in ("Lormes", "ARNia"):
        look_as(trial, authority(reader))
        assert [table for table in tables if count(trial, table, canary)] == []
    look_as(trial, None)
    assert [table for table in tables if count(trial, table)] == []


async def test_it_lets_a_canary_out_when_a_guard_falls(
    canary: UUID, trial: psycopg.Connection, tables: list[str], settings: GatewaySettings,
    authority: Callable[[str], UUID],
) -> None:  # fmt: skip
    # The proof that the test above can fail: with the guard of a table down, the stranger sees its canary.
    for table in tables:
        trial.execute("savepoint before")
        trial.execute(sql.SQL("alter table {} disable row level security").format(sql.Identifier(table)))
        become(trial, settings)
        look_as(trial, authority("Lormes"))
        assert count(trial, table, canary), f"{table} would leak unseen"
        trial.execute("rollback to before")


async def test_it_refuses_to_write_into_another_authority(
    canary: UUID, trial: psycopg.Connection, tables: list[str], settings: GatewaySettings,
    authority: Callable[[str], UUID],
) -> None:  # fmt: skip
    become(trial, settings)
    look_as(trial, authority("Lormes"))
    for table in set(tables) - set(APPEND_ONLY):
        moved = trial.execute(
            sql.SQL("update {} set authority_id = %s where authority_id = %s").format(sql.Identifier(table)),
            [authority("Lormes"), canary],
        )
        assert moved.rowcount == 0, table


async def test_it_answers_404_for_every_object_of_another_authority(
    sign_in: SignIn, owner: psycopg.Connection
) -> None:
    addresses = await plant(sign_in, owner)
    owner_of_none = await sign_in("agent", "champion", "decision_maker", at="Lormes", name="Étrangère")

    answers = {address: await owner_of_none.get(address) for address in addresses}

    assert len(addresses) >= 9
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(
        addresses, 404
    )
    assert all("Triple saisie" not in answer.text for answer in answers.values())


@pytest.fixture
async def canary(sign_in: SignIn, authority: Callable[[str], UUID], owner: psycopg.Connection) -> UUID:
    """Chéroy, with at least one row of its own in every table."""
    await plant(sign_in, owner)
    return authority("Chéroy")


def become(connection: psycopg.Connection, settings: GatewaySettings) -> None:
    """Go on as the application's role, until the transaction ends."""
    role = make_url(settings.app_database_url).username or ""
    connection.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))


def look_as(connection: psycopg.Connection, authority: UUID | None) -> None:
    """See what an ordinary person of this authority sees; of none, if None."""
    connection.execute(
        "select set_config('app.authority', %s, true), set_config('app.operator', '', true),"
        " set_config('app.person', '', true), set_config('app.platform', '', true)",
        [str(authority or "")],
    )


def count(connection: psycopg.Connection, table: str, authority: UUID | None = None) -> int:
    query = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
    if authority is not None:
        query = query + sql.SQL(" where authority_id = {}").format(sql.Literal(authority))
    row = connection.execute(query).fetchone()
    assert row
    return int(row[0])
