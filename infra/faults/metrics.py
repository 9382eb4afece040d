"""Send events over HTTP while processes are killed: `make faults-metrics`, `EVENTS=5000000 KILLS=50`.

One event in ten is sent twice, in disorder; a sender repeats a batch until it is answered 202. At the end, what was
sent, what is kept and every count must agree.
"""

import asyncio
import json
import os
import queue
import random
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

import httpx
import psycopg

from infra import database
from infra.bench.metrics_load import batches
from infra.faults.expectation import Expectation
from infra.faults.house import House, free_port
from infra.recount import check
from services.kit.principal import HEADER, Principal, sign
from services.kit.settings import KitSettings
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.settings import MetricsSettings

SENDERS = 4
PLACES = [uuid5(UUID(int=0), f"bench {number}") for number in range(9)]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a trial showed."""

    sent: int
    repeated: int
    retried: int
    kills: dict[str, int]
    differences: dict[str, int]
    seconds: float

    def __str__(self) -> str:
        lines = [
            f"{self.sent} distinct events, {self.repeated} sent twice, {self.retried} requests repeated after a fault,"
            f" {self.kills['service']} kills of the service and {self.kills['postgresql']} of PostgreSQL,"
            f" {self.seconds:.0f} s",
            *(f"  {name:<24} {rows} differences" for name, rows in self.differences.items()),
        ]
        return "\n".join(lines)


def run(events: int, kills: int, *, seed: int = 1) -> Outcome:
    """Send, kill, recount.

    Raises: TimeoutError when a killed process does not come back.
    """
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        data_dir = Path(folder) / "var"
        with database.running(KitSettings(_env_file=None, data_dir=data_dir, database_url="")) as settings:
            database.migrate(settings)
            house = House(settings, data_dir / "postgres", free_port())
            house.start()
            try:
                return _trial(house, events, kills, seed)
            finally:
                house.stop()


def _trial(house: House, events: int, kills: int, seed: int) -> Outcome:
    started = time.monotonic()
    own = MetricsSettings(_env_file=None, principal_key=house.settings.principal_key)
    expectation = Expectation(Pseudonyms.of(own))
    senders = Senders(house)
    repeated, due = 0, [events * (index + 1) // (kills + 1) for index in range(kills)]
    sent = 0
    for batch, again in _mixed(events, expectation, seed):
        senders.send(batch)
        repeated += again
        sent += len(batch) - again
        while due and sent >= due[0]:
            due.pop(0)
            house.kill_postgresql() if len(due) % 2 else house.kill_service()
    senders.finish()
    with psycopg.connect(house.settings.database_url.replace("+psycopg", "")) as connection:
        found = expectation.differences(connection)
    recounted = asyncio.run(check(house.settings.database_url, is_mending=False))
    found |= {f"{table} recounted": rows for table, rows in recounted.items()}
    return Outcome(sent, repeated, senders.retried, house.kills, found, time.monotonic() - started)


def _mixed(events: int, expectation: Expectation, seed: int) -> Iterator[tuple[list[dict[str, object]], int]]:
    """Give batches in which a tenth has been sent before."""
    draw, past = random.Random(seed), list[dict[str, object]]()
    for batch in batches(seed, events, places=PLACES, size=450):
        for event in batch:
            expectation.add(event)
        again = draw.sample(past, min(len(batch) // 9, len(past)))
        past = (past + draw.sample(batch, min(60, len(batch))))[-5_000:]
        mixed = batch + again
        draw.shuffle(mixed)
        yield mixed, len(again)


class Senders:
    """Threads that send batches, each until it is answered 202."""

    def __init__(self, house: House) -> None:
        self.retried = 0
        self._house = house
        self._waiting: queue.Queue[bytes | None] = queue.Queue(maxsize=SENDERS * 2)
        self._threads = [threading.Thread(target=self._work) for _ in range(SENDERS)]
        for thread in self._threads:
            thread.start()

    def send(self, batch: list[dict[str, object]]) -> None:
        """Hand a batch over; wait when all are busy."""
        self._waiting.put(json.dumps(batch).encode())

    def finish(self) -> None:
        """Wait until everything has been answered."""
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _work(self) -> None:
        with httpx.Client(base_url=self._house.origin, timeout=30) as client:
            while (body := self._waiting.get()) is not None:
                while not self._is_taken(client, body):
                    self.retried += 1
                    time.sleep(0.05)

    def _is_taken(self, client: httpx.Client, body: bytes) -> bool:
        headers = {"content-type": "application/cloudevents-batch+json", HEADER: self._principal()}
        with suppress(httpx.TransportError):
            answer = client.post("/v1/events", content=body, headers=headers)
            if answer.status_code == 202 and answer.json()["refused"]:
                raise AssertionError(answer.text)
            return answer.status_code == 202
        return False

    def _principal(self) -> str:
        caller = Principal(
            subject=UUID(int=1), name="bench", authority=PLACES[0], is_operator=True,
            scopes=frozenset({"metrics:write"}),
        )  # fmt: skip
        key = self._house.settings.principal_key.get_secret_value()
        return sign(caller, key=key, audience=("metrics",))


if __name__ == "__main__":
    outcome = run(int(os.environ.get("EVENTS", "5000000")), int(os.environ.get("KILLS", "50")))
    sys.stdout.write(f"{outcome}\n")
    sys.exit(any(outcome.differences.values()))
