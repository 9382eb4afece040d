"""The page of measures at a million and at twenty million events: `python -m infra.bench.metrics_page [events…]`.

Twelve questions over HTTP, one by one and in the page's one request; then the same panels as GROUP BY over the events.
Then people are forgotten, the busiest first. `ROUNDS` and `FORGOTTEN` set how many times; sample data only.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import httpx
import psycopg

from gateway.settings import GatewaySettings
from infra import database
from infra.bench import metrics_sample
from infra.bench.metrics_raw import PANELS
from infra.faults.house import House, free_port
from infra.recount import check
from infra.seeds import load
from services.kit.principal import HEADER, Principal, sign
from services.metrics import samples
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.settings import MetricsSettings

ROUNDS = int(os.environ.get("ROUNDS", "40"))
FORGOTTEN = int(os.environ.get("FORGOTTEN", "15"))
SIZES = (1_000_000, 20_000_000)


class Caller:
    """A program of the operator at the room's door."""

    def __init__(self, house: House, place: UUID) -> None:
        self._key = house.settings.principal_key.get_secret_value()
        self._who = Principal(
            subject=UUID(int=1), name="bench", authority=place, is_operator=True,
            scopes=frozenset({"metrics:read", "metrics:write"}),
        )  # fmt: skip
        self._client = httpx.Client(base_url=f"{house.origin}/v1", timeout=300)

    def ask(self, questions: list[str]) -> None:
        """Ask some questions in one request."""
        answer = self._client.get("/measures", params={"question": questions}, headers=self._headers())
        assert all(one["title"] for one in answer.raise_for_status().json()["measures"])

    def forget(self, place: UUID, agent: str) -> int:
        """Erase a person; give how many events went."""
        asked = {"source": samples.SOURCE, "agent": agent, "authority_id": str(place)}
        answer = self._client.post("/erasures", json=asked, headers=self._headers())
        return int(answer.raise_for_status().json()["events"])

    def _headers(self) -> dict[str, str]:
        return {HEADER: sign(self._who, key=self._key, audience=("metrics",))}


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Do something once to warm up, then some times; give the milliseconds of each."""
    work()
    took = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return took


def p95(took: list[float]) -> float:
    """Give what nineteen in twenty stay under."""
    return statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]


def measure(count: int) -> float:
    """Stand up a house that holds so many events, ask, forget; give the p95 of the page."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        data_dir = Path(folder) / "var"
        asked = GatewaySettings(_env_file=None, data_dir=data_dir, database_url="")
        with database.running(asked) as settings:
            database.migrate(settings)
            load.reference(settings)
            address = settings.database_url.replace("+psycopg", "")
            with psycopg.connect(address, autocommit=True) as owner:
                places = metrics_sample.prepare(owner)
                own = MetricsSettings(_env_file=None, principal_key=settings.principal_key)
                began = time.perf_counter()
                metrics_sample.fill(owner, count, places=places, names=Pseudonyms.of(own))
                print(
                    f"\n{count:,} events, loaded and counted in {time.perf_counter() - began:.0f} s",
                    flush=True,
                )
                house = House(settings, data_dir / "postgres", free_port())
                house.start()
                try:
                    caller = Caller(house, places[0])
                    page = _ask(caller)
                    _scan(owner)
                    _forget(caller, places)
                finally:
                    house.stop()
            _recount(settings.database_url)
            return page


def _ask(caller: Caller) -> float:
    for question in PANELS:
        took = timed(lambda one=question: caller.ask([one]), ROUNDS)  # type: ignore[misc]  # bound at once
        print(
            f"  {question:<16} p50 {statistics.median(took):7.1f} ms  p95 {p95(took):7.1f} ms  (n = {ROUNDS})"
        )
    page = timed(lambda: caller.ask(list(PANELS)), ROUNDS)
    print(
        f"  the page, one request of {len(PANELS)} questions: p50 {statistics.median(page):.1f} ms, p95 {p95(page):.1f} ms"
        f" (goal: 100 ms; n = {ROUNDS})", flush=True,
    )  # fmt: skip
    return p95(page)


def _scan(owner: psycopg.Connection) -> None:
    rounds = max(1, min(5, ROUNDS // 8))
    total = 0.0
    for name, query in PANELS.items():
        took = statistics.median(timed(lambda one=query: owner.execute(one).fetchall(), rounds))  # type: ignore[misc]
        total += took
        print(f"  {name:<16} GROUP BY over the events: {took:9.1f} ms (median, n = {rounds})")
    print(f"  the {len(PANELS)} of them                              {total:9.1f} ms", flush=True)


def _forget(caller: Caller, places: list[UUID]) -> None:
    took, gone, anew = list[float](), list[int](), list[float]()
    for place in places[:FORGOTTEN]:
        began = time.perf_counter()
        gone.append(caller.forget(place, "p0"))
        took.append((time.perf_counter() - began) * 1000)
        if len(anew) < 5:
            began = time.perf_counter()
            caller.ask(list(PANELS))
            anew.append((time.perf_counter() - began) * 1000)
    print(
        f"  forgetting the busiest agent of an authority: median {statistics.median(took):.0f} ms, worst {max(took):.0f} ms,"
        f" {statistics.median(gone):.0f} events each (goal: 1000 ms; n = {len(took)})\n"
        f"  the page just after, worked out anew: median {statistics.median(anew):.0f} ms (n = {len(anew)})", flush=True,
    )  # fmt: skip


def _recount(url: str) -> None:
    differing = asyncio.run(check(url, is_mending=False))
    print(
        f"  recounted from the events: {sum(differing.values())} rows differ in {len(differing)} rollups",
        flush=True,
    )
    if any(differing.values()):
        raise SystemExit(f"rollups and events disagree: {differing}")


def main() -> None:
    """Measure each size, and how the page grows from the first to the last."""
    sizes = [int(one.replace("_", "")) for one in sys.argv[1:]] or list(SIZES)
    pages = [measure(size) for size in sizes]
    if len(pages) > 1:
        print(
            f"\nratio of the page's p95, {sizes[-1]:,} to {sizes[0]:,} events: {pages[-1] / pages[0]:.2f} (goal: 1.2)"
        )


if __name__ == "__main__":
    main()
