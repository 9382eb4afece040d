"""Everything that was counted, as bytes that do not depend on the order in which names were first met."""

import asyncio

import psycopg

from services.metrics.rollups import ROLLUPS

EVENTS = "select key, at, person, authority_id, input, output, kind, code, body from usage_event order by key"
NAMED = {
    "origin": "(select (s.name, o.tool, o.provider, o.model)::text from usage_origin o"
    " join usage_source s on s.id = o.source where o.id = r.origin)",
    "source": "(select s.name from usage_source s where s.id = r.source)",
}
TABLES = ", ".join(rollup.table for rollup in ROLLUPS)


def count(owner: psycopg.Connection) -> int:
    """Count what waits, however long the house itself is at it; give how many events it was."""
    with owner.transaction():
        owner.execute("set local lock_timeout = '20s'")
        found = owner.execute("select count_usage()").fetchone()
        assert found
        return int(found[0])


async def dumped(owner: psycopg.Connection) -> bytes:
    """Write as `dump` does, for a house on this very loop: it goes on with its own count meanwhile."""
    await asyncio.to_thread(count, owner)
    return _written(owner)


def dump(owner: psycopg.Connection) -> bytes:
    """Write every event and every count, in order, once all is counted."""
    count(owner)
    return _written(owner)


def _written(owner: psycopg.Connection) -> bytes:
    lines = [repr(owner.execute(EVENTS).fetchall())]
    for rollup in ROLLUPS:
        columns = ", ".join(NAMED.get(name, name) for name in rollup.columns)
        rows = owner.execute(f"select {columns} from {rollup.table} r").fetchall()  # type: ignore[arg-type]
        lines.append(f"{rollup.table} {sorted(map(repr, rows))}")
    return "\n".join(lines).encode()


async def empty(owner: psycopg.Connection) -> None:
    """Empty as `forget_everything` does, for a house on this very loop."""
    await asyncio.to_thread(forget_everything, owner)


def forget_everything(owner: psycopg.Connection) -> None:
    """Empty the events and the counts."""
    owner.execute(
        f"truncate uncounted_batch, usage_event, {TABLES}, usage_origin, usage_source restart identity"
    )  # type: ignore[arg-type]
