"""A full dump of the database, searched for what must not be in it."""

import contextlib
import zlib
from collections.abc import Iterator

import psycopg
from psycopg import sql

_TABLES = "select tablename from pg_tables where schemaname = 'public' order by 1"


def tables_with(connection: psycopg.Connection, *traces: str) -> set[str]:
    """Give the tables where any of these is found: in text, JSON, bytes (compressed too), words of a search, ids."""
    wanted = [trace.casefold().encode() for trace in traces]
    return {
        table
        for (table,) in connection.execute(_TABLES).fetchall()
        if any(trace in value for value in _values(connection, table) for trace in wanted)
    }


def _values(connection: psycopg.Connection, table: str) -> Iterator[bytes]:
    names = [name for (name,) in connection.execute(
        "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped", [table]
    )]  # fmt: skip
    told = sql.SQL(", ").join(
        sql.SQL("case when pg_typeof({0}) = 'bytea'::regtype then null else {0}::text end").format(
            sql.Identifier(name)
        )
        for name in names
    )
    for row in connection.execute(sql.SQL("select {} from {}").format(told, sql.Identifier(table))):
        yield from (value.casefold().encode() for value in row if value)
    for name in names:
        kind = connection.execute(
            "select atttypid = 'bytea'::regtype from pg_attribute where attrelid = %s::regclass and attname = %s",
            [table, name],
        ).fetchone()
        if kind and kind[0]:
            read = sql.SQL("select {} from {}").format(sql.Identifier(name), sql.Identifier(table))
            yield from (_readable(bytes(value)) for (value,) in connection.execute(read) if value)


def _readable(value: bytes) -> bytes:
    """Give bytes and what they hold when they are compressed; names are searched without capitals."""
    with contextlib.suppress(zlib.error):
        value += zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(value)
    return value.decode(errors="replace").casefold().encode()
