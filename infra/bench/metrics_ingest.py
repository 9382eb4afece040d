"""Durable events a second over HTTP, in batches and one by one: `python -m infra.bench.metrics_ingest`.

The metrics service in one process, PostgreSQL beside it, a sender that has written its bodies beforehand: all three share
the machine's cores. Two rates of the same run: until the last batch was committed and acknowledged, and until everything
was counted too. Beside them stands how much processor an event took: on a machine that others use, that is what two runs
may be compared by.
"""

import asyncio
import json
import os
import statistics
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import psutil
import psycopg
import uvloop

from infra import database
from infra.bench.assistant_relay.load import Client, Target, connect
from infra.bench.metrics_load import HOUR, YEAR, batches
from infra.faults.house import House, free_port
from infra.faults.metrics import PLACES
from services.kit.principal import HEADER, Principal, sign
from services.kit.settings import KitSettings

BATCHED = int(os.environ.get("EVENTS", "900000"))
SINGLE = int(os.environ.get("SINGLES", "6000"))
SENDERS = (64, 256)
"""Connections over which single events come in."""
CONNECTIONS = tuple(int(one) for one in os.environ.get("CONNECTIONS", "1,8,16").split(","))
STREAMS = {"a year's events": YEAR, "the last hour's events": HOUR}
"""A first import, of which nearly each event meets cells of its own; and what comes in from day to day."""
BYTES = """
select (pg_relation_size('usage_event') + pg_indexes_size('usage_event'))::float / count(*), count(*) from usage_event
"""


async def send(
    house: House, bodies: list[bytes], *, kind: str, connections: int
) -> tuple[float, list[float]]:
    """Send bodies over some connections; give the seconds in all, and each request's milliseconds."""
    target = Target("metrics", house.port, "/v1/events")
    clients = [await connect(target) for _ in range(connections)]
    waiting, took = list(reversed(bodies)), list[float]()

    async def work(client: Client) -> None:
        while waiting:
            body = waiting.pop()
            answer = await client.ask(_head(house, kind, len(body)) + body)
            assert answer.status == 202, answer
            took.append(answer.end)
        client.close()

    began = time.perf_counter()
    await asyncio.gather(*map(work, clients))
    return time.perf_counter() - began, took


def _head(house: House, kind: str, length: int) -> bytes:
    return (
        f"POST /v1/events HTTP/1.1\r\nhost: 127.0.0.1:{house.port}\r\ncontent-type: {kind}\r\n"
        f"{HEADER}: {principal(house)}\r\ncontent-length: {length}\r\n\r\n"
    ).encode()


def principal(house: House, *, known: dict[str, tuple[float, str]] = {}) -> str:  # noqa: B006  a cache on purpose
    """Sign who sends; again after half a minute."""
    at, token = known.get("it", (0.0, ""))
    if time.monotonic() - at > 30:
        caller = Principal(
            subject=UUID(int=1), name="bench", authority=PLACES[0], is_operator=True,
            scopes=frozenset({"metrics:write"}),
        )  # fmt: skip
        token = sign(caller, key=house.settings.principal_key.get_secret_value(), audience=("metrics",))
        known["it"] = (time.monotonic(), token)
    return token


def processor(house: House) -> tuple[float, float, float]:
    """Give the seconds of processor that the service, PostgreSQL and the sender have taken so far."""
    assert house.service
    postmaster = psutil.Process(int((house.pgdata / "postmaster.pid").read_text().split()[0]))
    own = postmaster.cpu_times()
    taken = own.user + own.system + own.children_user + own.children_system
    for process in postmaster.children():
        with suppress(psutil.NoSuchProcess):
            taken += sum(process.cpu_times()[:2])
    return sum(psutil.Process(house.service.pid).cpu_times()[:2]), taken, time.process_time()


def trial(name: str, house: House, bodies: list[bytes], *, size: int, kind: str, connections: int) -> None:
    """Send bodies of so many events each, wait until all is counted, and print what it took."""
    count, before = len(bodies) * size, processor(house)
    began = time.perf_counter()
    acknowledged, took = uvloop.run(send(house, bodies, kind=kind, connections=connections))
    with psycopg.connect(_owner(house), autocommit=True) as connection:
        connection.execute("select count_usage()")
    counted = time.perf_counter() - began
    ordered = statistics.quantiles(took, n=100)
    each = [(now - then) / count * 1e6 for then, now in zip(before, processor(house), strict=True)]
    print(
        f"  {name} (n = {count})\n"
        f"    {count / acknowledged:>8.0f} events/s committed and acknowledged,"
        f" {count / counted:.0f} events/s until all are counted too\n"
        f"    request p50 {ordered[49]:.1f} ms, p95 {ordered[94]:.1f} ms (n = {len(took)});"
        f" processor an event: service {each[0]:.1f} µs, PostgreSQL {each[1]:.1f} µs, sender {each[2]:.1f} µs",
        flush=True,
    )  # fmt: skip


def _owner(house: House) -> str:
    return house.settings.database_url.replace("+psycopg", "")


def main() -> None:
    """Start a house of our own, send, measure."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        data_dir = Path(folder) / "var"
        with database.running(KitSettings(_env_file=None, data_dir=data_dir, database_url="")) as settings:
            database.migrate(settings)
            house = House(settings, data_dir / "postgres", free_port())
            house.start()
            try:
                _measure(house)
            finally:
                house.stop()


def _measure(house: House) -> None:
    singly("in a new house, which has answered nobody yet", house, seed=8)
    singly("in the same house", house, seed=9)
    for seed, (stream, over) in enumerate(STREAMS.items(), 1):
        bodies = [json.dumps(one).encode() for one in batches(seed, BATCHED, places=PLACES, over=over)]
        for place, connections in enumerate(CONNECTIONS):
            trial(
                f"{stream}, batches of 500, {connections} connections", house, bodies[place :: len(CONNECTIONS)],
                size=500, kind="application/cloudevents-batch+json", connections=connections,
            )  # fmt: skip
    with psycopg.connect(_owner(house), autocommit=True) as connection:
        connection.execute(
            "vacuum analyze"
        )  # what the server does by itself in the minutes after such a flood
        found = connection.execute(BYTES).fetchone()
        assert found
    singly(f"beside {found[1]:,} others", house, seed=10)
    print(f"  bytes an event, with its key           {found[0]:>8.1f} (n = {found[1]})")


def singly(where: str, house: House, *, seed: int) -> None:
    """Send a year's events one by one."""
    for connections in SENDERS:
        some = batches(seed * 1000 + connections, SINGLE, places=PLACES, size=1)
        trial(
            f"a year's events, one a request, {connections} connections, {where}", house,
            [json.dumps(one[0]).encode() for one in some],
            size=1, kind="application/cloudevents+json", connections=connections,
        )  # fmt: skip


if __name__ == "__main__":
    main()
