"""Measure the relay beside LiteLLM and plain FastAPI: `python -m infra.bench.assistant_relay`.

Core 0 holds the system under test, ours with one worker and with the two that `terrain serve --workers 2` forks; core 1
the supplier, the clients and PostgreSQL. The systems take turns, round after round, and the first round only warms up.
Processor time a request is told beside requests a second: it survives a busy machine. LITELLM_VENV names a virtual
environment to use again instead of a throwaway one; TERRAIN_VENV one with the locked packages alone, as a deployment has:
the tools of development weigh six megabytes a process.
"""

import asyncio
import gc
import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import structlog
import uvloop

from gateway.settings import GatewaySettings
from infra import database
from infra.bench.assistant_relay import load, systems
from infra.bench.assistant_relay.load import Answer, Target
from infra.bench.assistant_relay.systems import Running
from infra.seeds import load as seeds

REQUIREMENTS = Path(__file__).with_name("requirements-litellm.txt")
ROUNDS = int(os.environ.get("ROUNDS", "4"))
SECONDS = float(os.environ.get("SECONDS", "6"))
STREAMS = int(os.environ.get("STREAMS", "1000"))
WORKERS = 2
CONNECTIONS = 64
RATE = 200
HOLDS = int(os.environ.get("HOLDS", "3"))
SUPPLIER, PORTS = 18_900, (18_901, 18_902, 18_903, 18_904)
GOALS = {
    "ratio": "at least 15 times LiteLLM's requests a second",
    "added": "1.5 ms or less",
    "first": "200 ms or less",
    "memory": "120 MB or less",
}


class Figures:
    """Every figure of every system, round by round."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[float]] = defaultdict(list)

    def add(self, system: str, what: str, value: float) -> None:
        """Note a figure."""
        self._found[system, what].append(value)

    def median(self, system: str, what: str) -> float:
        """Give the middle of a system's rounds."""
        return statistics.median(self._found[system, what]) if self._found[system, what] else float("nan")

    def last(self, system: str, what: str) -> float:
        """Give a system's latest round."""
        return self._found[system, what][-1]

    def kinds(self) -> list[str]:
        """Name every figure, in the order they came."""
        return list(dict.fromkeys(what for _, what in self._found))

    def told(self, system: str, what: str) -> str:
        """Write the median with its spread."""
        values = self._found[system, what]
        if not values:
            return "–"
        return (
            f"{statistics.median(values):,.2f} ({min(values):,.2f} to {max(values):,.2f}, n = {len(values)})"
        )


async def saturated(running: Running, figures: Figures) -> None:
    """Ask as fast as answers come."""
    used = running.cpu_seconds
    rate, broken = await load.saturate(running.target, model="mock", connections=CONNECTIONS, seconds=SECONDS)
    spent = running.cpu_seconds - used
    name = running.target.name
    figures.add(name, "requests a second", rate)
    figures.add(name, "broken", broken)
    figures.add(name, "processor ms a request", spent * 1000 / max(rate * SECONDS, 1))


async def paced(running: Running, figures: Figures) -> None:
    """Ask at 200 a second of a supplier that takes 60 ms, and directly; the difference is what the system adds."""
    direct = Target("direct", SUPPLIER, "/v1/chat/completions")
    alone = await load.pace(direct, model="mock-l60", rate=RATE, seconds=SECONDS / 2)
    through = await load.pace(running.target, model="mock-l60", rate=RATE, seconds=SECONDS)
    for percent in (50, 99):
        added = _quantile([one.end for one in through], percent) - _quantile(
            [one.end for one in alone], percent
        )
        figures.add(running.target.name, f"added ms, p{percent}", added)


async def held(running: Running, figures: Figures, *, streams: int, of: str = "") -> None:
    """Hold streams of 100 events, one every 100 ms."""
    name = running.target.name
    answers: list[Answer] = await load.hold(
        running.target, model="mock-n100-i100", streams=streams,
        while_held=lambda: weigh(running, figures, f"with streams{of}"),
    )  # fmt: skip
    whole = [one.first for one in answers if one.is_whole]
    figures.add(name, f"streams whole{of}", len(whole))
    if whole:
        figures.add(name, f"first event ms{of}, p50", _quantile(whole, 50))
        figures.add(name, f"first event ms{of}, p99", _quantile(whole, 99))


def weigh(running: Running, figures: Figures, when: str) -> None:
    """Note what a system takes of the memory: resident, and for each of its workers what it takes from the machine."""
    figures.add(running.target.name, f"megabytes resident, {when}", running.megabytes)
    figures.add(running.target.name, f"megabytes a worker, {when}", running.proportional_megabytes)


def _quantile(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


async def measure(running: list[Running], figures: Figures) -> None:
    """Let the systems take turns. The clients' own garbage waits: its pauses would be told as theirs."""
    gc.collect()
    gc.freeze()
    gc.disable()
    for one in running:
        weigh(one, figures, "at rest")
    for turn in range(ROUNDS + 1):
        kept = figures if turn else Figures()
        for one in running:
            await saturated(one, kept)
            await paced(one, kept)
            name, rows = one.target.name, ("requests a second", "processor ms a request", "added ms, p50")
            told = ", ".join(f"{kept.last(name, what):,.2f} {what}" for what in rows)
            print(f"  round {turn}: {name}: {told}", file=sys.stderr, flush=True)
    for one in running:
        weigh(one, figures, "after answers")
    # No turns here: LiteLLM goes on for long after its readers have left, and would be measured in the others' figures.
    for one, _ in itertools.product(running, range(HOLDS)):
        await held(one, figures, streams=STREAMS)
        if one.workers > 1:
            await held(one, figures, streams=STREAMS * one.workers, of=f" of {STREAMS * one.workers:,}")


def report(names: list[str], figures: Figures) -> None:
    """Print every figure, the ratios, and the goals."""
    print(f"\nRelay on one core ({CONNECTIONS} connections, {RATE} a second, {STREAMS} streams)")
    for what in figures.kinds():
        print(f"  {what}")
        for name in names:
            print(f"    {name:<18} {figures.told(name, what)}")
    for ours, other in itertools.product([name for name in names if name.startswith("terrain")], names):
        if not other.startswith("terrain"):
            faster = figures.median(ours, "requests a second") / figures.median(other, "requests a second")
            leaner = figures.median(other, "processor ms a request") / figures.median(
                ours, "processor ms a request"
            )
            print(
                f"  {ours}, ratio to {other}: {faster:.1f} in requests a second, {leaner:.1f} in processor time"
            )
    print(f"  goals: {'; '.join(GOALS.values())}")


@contextmanager
def anchored() -> Iterator[Path | None]:
    """Give a virtual environment with LiteLLM in it, or None when it cannot be had."""
    if known := os.environ.get("LITELLM_VENV"):
        yield Path(known)
        return
    with tempfile.TemporaryDirectory(prefix="litellm-") as folder:
        venv.create(folder, with_pip=True)
        pip = [f"{folder}/bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        done = subprocess.run([*pip, "--require-hashes", "-r", str(REQUIREMENTS)], check=False)
        if done.returncode:
            print("LiteLLM cannot be installed here: measured without it", file=sys.stderr)
        yield None if done.returncode else Path(folder)


def main(settings: GatewaySettings, folder: Path) -> None:
    """Start everything, measure, report."""
    key = asyncio.run(systems.prepare(settings))
    figures = Figures()
    at_rest = {what: resting(settings, what) for what in ("assistant", "gateway")}
    with ExitStack() as stack:
        anchor = stack.enter_context(anchored())
        stack.enter_context(systems.supplier(SUPPLIER))
        running = [
            stack.enter_context(systems.terrain(settings, PORTS[0], supplier_port=SUPPLIER, key=key)),
            stack.enter_context(
                systems.workers(settings, PORTS[1], count=WORKERS, supplier_port=SUPPLIER, key=key)
            ),
            stack.enter_context(systems.plain(PORTS[2], supplier_port=SUPPLIER)),
        ]
        if anchor:
            running.append(
                stack.enter_context(systems.litellm(anchor, folder, PORTS[3], supplier_port=SUPPLIER))
            )
        uvloop.run(measure(running, figures))
        report([one.target.name for one in running], figures)
        print(
            f"  megabytes at rest, the assistant's room alone: {at_rest['assistant']:.0f};"
            f" the whole house in one process: {at_rest['gateway']:.0f}"
        )


def resting(settings: GatewaySettings, what: str) -> float:
    """Start a process of the house, let it be, and give the megabytes that it takes."""
    with systems.process(settings, what, PORTS[0]) as running:
        time.sleep(3)
        return running.megabytes


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    if len(os.sched_getaffinity(0)) < 2:
        sys.exit("two cores are needed: one for the system, one for everything else")
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    os.sched_setaffinity(0, {int(systems.BESIDE)})
    with tempfile.TemporaryDirectory() as scratch:
        asked = GatewaySettings(_env_file=None, data_dir=Path(scratch) / "var", database_url="")
        with database.running(asked) as ready:
            database.migrate(ready)
            seeds.reference(ready)
            assert isinstance(ready, GatewaySettings)
            main(ready, Path(scratch))
