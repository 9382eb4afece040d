"""Durable events a second over HTTP, in batches and one by one: `python -m infra.bench.metrics_ingest`.

The metrics service in one process, PostgreSQL beside it, a sender that has written its bodies beforehand: all three share
the machine's cores. Each rate holds the time until everything is counted. Beside it stands how much processor an event
took of the service and of PostgreSQL: on a machine that others use, that is what two runs may be compared by.
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

import aiohttp
import psutil
import psycopg

from infra import database
from infra.bench.metrics_load import batches
from infra.faults.house import House, free_port
from infra.faults.metrics import PLACES
from services.kit.principal import HEADER, Principal, sign
from services.kit.settings import KitSettings

BATCHED = int(os.environ.get("EVENTS", "200000"))
SINGLE = int(os.environ.get("SINGLES", "6000"))
BYTES = """
select (pg_relation_size('usage_event') + pg_indexes_size('usage_event'))::float / count(*), count(*) from usage_event
"""


async def send(
    house: House, bodies: list[bytes], *, kind: str, connections: int
) -> tuple[float, list[float]]:
    """Send bodies over some connections; give the seconds in all, and each request's."""
    waiting, took = list(reversed(bodies)), list[float]()

    async def work(session: aiohttp.ClientSession) -> None:
        headers = {"content-type": kind}
        while waiting:
            body = waiting.pop()
            began = time.perf_counter()
            own = headers | {HEADER: principal(house)}
            async with session.post("/v1/events", data=body, headers=own) as answer:
                assert answer.status == 202, await answer.text()
                await answer.read()
            took.append(time.perf_counter() - began)

    connector = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(house.origin, connector=connector) as session:
        began = time.perf_counter()
        await asyncio.gather(*(work(session) for _ in range(connections)))
        return time.perf_counter() - began, took


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


def processor(house: House) -> tuple[float, float]:
    """Give the seconds of processor that the service and PostgreSQL have taken so far."""
    assert house.service
    postmaster = psutil.Process(int((house.pgdata / "postmaster.pid").read_text().split()[0]))
    own = postmaster.cpu_times()
    taken = own.user + own.system + own.children_user + own.children_system
    for process in postmaster.children():
        with suppress(psutil.NoSuchProcess):
            taken += sum(process.cpu_times()[:2])
    return sum(psutil.Process(house.service.pid).cpu_times()[:2]), taken


def trial(name: str, house: House, bodies: list[bytes], *, size: int, kind: str, connections: int) -> None:
    """Send bodies of so many events each, wait until all is counted, and print what it took."""
    count, (service, server) = len(bodies) * size, processor(house)
    began = time.perf_counter()
    _, took = asyncio.run(send(house, bodies, kind=kind, connections=connections))
    with psycopg.connect(_owner(house), autocommit=True) as connection:
        connection.execute("select count_usage()")
        seconds = time.perf_counter() - began
        service_then, server_then = processor(house)
    report(name, count, seconds, took)
    print(
        f"  {'':<34} processor an event: service {(service_then - service) / count * 1e6:.1f} µs,"
        f" PostgreSQL {(server_then - server) / count * 1e6:.1f} µs", flush=True,
    )  # fmt: skip


def _owner(house: House) -> str:
    return house.settings.database_url.replace("+psycopg", "")


def report(name: str, count: int, seconds: float, took: list[float]) -> None:
    """Print a rate and its spread."""
    ordered = statistics.quantiles([one * 1000 for one in took], n=100)
    print(
        f"  {name:<34} {count / seconds:>8.0f} events/s   request p50 {ordered[49]:.1f} ms,"
        f" p95 {ordered[94]:.1f} ms (n = {len(took)})"
    )


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
    batch = "application/cloudevents-batch+json"
    bodies = [json.dumps(one).encode() for one in batches(1, BATCHED, places=PLACES)]
    for connections in (1, 4, 8):
        share = bodies[: len(bodies) // 3]
        del bodies[: len(bodies) // 3]
        trial(
            f"batches of 500, {connections} connections",
            house,
            share,
            size=500,
            kind=batch,
            connections=connections,
        )
    ones = [json.dumps(one[0]).encode() for one in batches(2, SINGLE, places=PLACES, size=1)]
    trial(
        "one event a request, 64 connections",
        house,
        ones,
        size=1,
        kind="application/cloudevents+json",
        connections=64,
    )
    with psycopg.connect(_owner(house), autocommit=True) as connection:
        connection.execute("vacuum analyze usage_event")
        found = connection.execute(BYTES).fetchone()
        assert found
        print(f"  bytes an event, with its key           {found[0]:>8.1f} (n = {found[1]})")


if __name__ == "__main__":
    main()
