"""The page of measures at a million and at twenty million events: `python -m infra.bench.metrics_page [events…]`.

Twelve questions over HTTP, one by one and in the page's one request, of both sizes in turn; then the same panels as
GROUP BY over the events. Then people are forgotten, the busiest first. `ROUNDS` and `FORGOTTEN` set how many times; sample data only.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain
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
PAGES = 5
SIZES = (1_000_000, 20_000_000)
GROWTH = 1.2


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


@dataclass(frozen=True, slots=True)
class Measured:
    """A house that stands, and holds so many events."""

    count: int
    caller: Caller
    owner: psycopg.Connection
    places: list[UUID]
    url: str


@contextmanager
def standing(count: int) -> Iterator[Measured]:
    """Stand up a house that holds so many events."""
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
                    f"{count:,} events: loaded and counted in {time.perf_counter() - began:.0f} s", flush=True
                )
                house = House(settings, data_dir / "postgres", free_port())
                house.start()
                try:
                    yield Measured(count, Caller(house, places[0]), owner, places, settings.database_url)
                finally:
                    house.stop()


def timed(work: Callable[[], object], rounds: int) -> list[float]:
    """Do something once to warm up, then some times; give the milliseconds of each."""
    return in_turn([work], rounds)[0]


def in_turn(works: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Do some things once to warm up, then in turn, so that a noisy machine disturbs them alike."""
    took: list[list[float]] = [[] for _ in works]
    for turn in range(rounds + 1):
        order = list(enumerate(works))
        for which, work in order if turn % 2 else reversed(order):
            began = time.perf_counter()
            work()
            if turn:
                took[which].append((time.perf_counter() - began) * 1000)
    return took


def p95(took: list[float]) -> float:
    """Give what nineteen in twenty stay under."""
    return statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]


def compare(houses: Sequence[Measured]) -> None:
    """Ask every house the same in turn: question by question, then the whole page."""
    for question in PANELS:
        _told(question, houses, _asked_of(houses, [question], ROUNDS))
    pages = [_asked_of(houses, list(PANELS), ROUNDS) for _ in range(PAGES)]
    for page in pages:
        _told("the page", houses, page)
    _told("all of them", houses, [list(chain(*each)) for each in zip(*pages, strict=True)])


def _asked_of(houses: Sequence[Measured], questions: list[str], rounds: int) -> list[list[float]]:
    return in_turn([partial(house.caller.ask, questions) for house in houses], rounds)


def _told(name: str, houses: Sequence[Measured], took: list[list[float]]) -> None:
    each = "; ".join(
        f"{house.count:,}: p50 {statistics.median(one):.1f} ms, p95 {p95(one):.1f} ms"
        for house, one in zip(houses, took, strict=True)
    )
    first, last = took[0], took[-1]
    grown = f"ratio of p95 {p95(last) / p95(first):.2f}, of p50 {statistics.median(last) / statistics.median(first):.2f}"
    compared = f"; {grown}" if len(houses) > 1 else ""
    print(f"  {name:<16} {each}{compared} (n = {len(first)} each)", flush=True)


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
    """Stand up a house of each size, ask all of them in turn, then measure what each does alone."""
    sizes = [int(one.replace("_", "")) for one in sys.argv[1:]] or list(SIZES)
    with ExitStack() as stack:
        houses = [stack.enter_context(standing(size)) for size in sizes]
        print(f"\nTwelve questions, one by one and as one page (goals: p95 of 100 ms, ratio of p95 {GROWTH})")
        compare(houses)
        for house in houses:
            print(f"\n{house.count:,} events", flush=True)
            _scan(house.owner)
            _forget(house.caller, house.places)
            _recount(house.url)


if __name__ == "__main__":
    main()
