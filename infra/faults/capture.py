"""Capture in a real browser while lines are cut and processes killed: `make faults-capture`, `CAPTURES=2000`.

Three tabs of one tablet capture and correct at once, one of them takes photos, a colleague corrects the same notes
elsewhere. The line between them and the server is cut before, within and after requests; the browser, the server and
PostgreSQL are killed. At the end, all that a page told « enregistré » must be in the database, once, word for word, and
nobody's words replaced; and each photo, once, as the tablet kept it. A day holds 200 photos at most.
"""

import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from playwright.async_api import Error, async_playwright

from infra import database
from infra.faults.capture_browser import TABS, Desk, living
from infra.faults.capture_day import Colleague, Day, prepare
from infra.faults.capture_ledger import Ledger, Outcome
from infra.faults.capture_photos import Photos, PhotosOutcome
from infra.faults.house import House, free_port
from infra.faults.line import Line
from infra.seeds import load
from services.kit.settings import KitSettings

CHANCE = 0.15
"""How often what the browser sends meets a cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How many of each."""

    browser: int
    server: int
    postgresql: int
    cuts: int
    """Times when the whole line is down for a few seconds."""


@dataclass(slots=True)
class Trial:
    """One run: what is alive, what was promised, and which faults are still due at which count."""

    house: House
    line: Line
    day: Day
    captures: int
    draw: random.Random
    folder: Path
    photos: Photos
    ledger: Ledger = field(default_factory=Ledger)
    due: list[tuple[int, str]] = field(default_factory=list)
    resting: list[str] = field(default_factory=list)
    """Faults kept for when nobody captures."""
    met: dict[str, int] = field(default_factory=dict)

    async def run(self) -> int:
        """Live one browser after another until enough was captured; give what stays on the tablet."""
        colleague = asyncio.create_task(asyncio.to_thread(Colleague(self.house, self.day, self.ledger).work))
        try:
            async with async_playwright() as playwright:
                desk = {
                    "folder": self.folder,
                    "address": self._address,
                    "ledger": self.ledger,
                    "draw": self.draw,
                    "photos": self.photos,
                }
                while True:
                    async with living(playwright, desk, self.day.cookies()) as life:
                        if await self._live(life) and not life.is_killed:
                            self.day.is_over.set()
                            await self._rest(life)
                            self.photos.early = await asyncio.to_thread(self._count_photos)
                            self.line.chance = 0
                            self.line.mend()
                            return await life.finish(seconds=120)
        finally:
            self.day.is_over.set()
            await colleague

    def _count_photos(self) -> int:
        with psycopg.connect(self.house.settings.database_url.replace("+psycopg", "")) as connection:
            [count] = connection.execute("select count(*) from photo").fetchone() or [0]
            return int(count)

    @property
    def _address(self) -> str:
        return f"http://localhost:{self.line.port}/ateliers/{self.day.workshop}/saisie"

    async def _live(self, life: Desk) -> bool:
        """Capture in every tab while faults come; tell whether the goal was met rather than the browser killed."""
        tabs = [asyncio.create_task(life.capture(tab, is_enough=self._is_enough)) for tab in range(len(TABS))]
        working = asyncio.gather(*tabs, return_exceptions=True)
        while not working.done():
            if self.due and len(self.ledger.kept) >= self.due[0][0]:
                await self._strike(self.due.pop(0)[1], life)
            await asyncio.sleep(0.02)
        for failure in await working:
            # A killed browser fails in the middle of whatever it was doing; a living one does not.
            if isinstance(failure, BaseException) and not (life.is_killed and isinstance(failure, Error)):
                raise failure
        return self._is_enough()

    async def _rest(self, life: Desk) -> None:
        """Capture no more for a minute, the line still bad, so that photos travel too: they leave after every text."""
        clock = asyncio.get_running_loop().time
        until, seen = clock() + 60, 0
        while self.photos.wanted and await life.left() and (clock() < until or self.resting):
            await life.hurry()
            arrived = await asyncio.to_thread(self._count_photos)
            if self.resting and (arrived > seen or clock() > until):
                await self._strike(self.resting.pop(), life)
            seen = arrived
            await asyncio.sleep(0.2)
        while self.resting:  # everything had left already: what follows the rest meets them
            await self._strike(self.resting.pop(), life)

    def _is_enough(self) -> bool:
        return len(self.ledger.kept) >= self.captures and self.photos.is_enough and not self.due

    async def _strike(self, fault: str, life: Desk) -> None:
        self.met[fault] = self.met.get(fault, 0) + 1
        match fault:
            case "browser":
                await asyncio.sleep(self.draw.random() * 0.1)
                life.kill()
            case "server":
                await asyncio.to_thread(self.house.kill_service)
            case "postgresql":
                await asyncio.to_thread(self.house.kill_postgresql)
            case _:
                self.line.cut()
                asyncio.get_running_loop().call_later(1 + 2 * self.draw.random(), self.line.mend)


def run(captures: int, faults: Faults, *, photos: int = 0, seed: int = 1) -> tuple[Outcome, PhotosOutcome, dict[str, int]]:  # fmt: skip
    """Capture, cut, kill, compare; give what was found of texts and of photos, and the faults that were met.

    Raises: TimeoutError when a killed process does not come back.
    """
    draw = random.Random(seed)
    with (
        standing() as (house, line),
        tempfile.TemporaryDirectory(prefix="faults-browser-") as profile,
    ):
        day = asyncio.run(prepare(house))
        trial = Trial(house, line, day, captures, draw, Path(profile), Photos(photos, captures))
        kinds = [
            name for name in ("browser", "server", "postgresql", "cuts") for _ in range(getattr(faults, name))
        ]
        draw.shuffle(kinds)
        if photos:
            trial.resting = [kinds.pop(kinds.index(kind)) for kind in ("cuts", "server") if kind in kinds]
        trial.due = [(captures * (index + 1) // (len(kinds) + 1), kind) for index, kind in enumerate(kinds)]
        line.chance = CHANCE
        left = asyncio.run(trial.run())
        with psycopg.connect(house.settings.database_url.replace("+psycopg", "")) as connection:
            outcome = trial.ledger.compare(connection, left=left)
            pictures = trial.photos.compare(connection)
        return outcome, pictures, trial.met | dict(line.cuts)


@contextmanager
def standing() -> Iterator[tuple[House, Line]]:
    """Stand a whole house up behind a line of ours."""
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name)
        data_dir, port, near = folder / "var", free_port(), free_port()
        with database.running(KitSettings(_env_file=None, data_dir=data_dir, database_url="")) as settings:
            database.migrate(settings)
            load.reference(settings)
            more = {
                "TERRAIN_ORIGIN": f"http://localhost:{near}", "TERRAIN_DATA_DIR": str(data_dir),
                "TERRAIN_RATE_PER_MINUTE": "1000000",
            }  # fmt: skip
            house = House(settings, data_dir / "postgres", port, room="gateway", more=more)
            house.start()
            try:
                with Line(port=near, target=port).laid() as line:
                    yield house, line
            finally:
                house.stop()


if __name__ == "__main__":
    asked = {name: int(os.environ.get(name, usual)) for name, usual in (
        ("CAPTURES", "2000"), ("BROWSER_KILLS", "20"), ("SERVER_KILLS", "20"), ("POSTGRESQL_KILLS", "8"), ("CUTS", "20"),
        ("PHOTOS", "40"),
    )}  # fmt: skip
    started = time.monotonic()
    told, shown, met = run(
        asked["CAPTURES"],
        Faults(
            browser=asked["BROWSER_KILLS"], server=asked["SERVER_KILLS"], postgresql=asked["POSTGRESQL_KILLS"],
            cuts=asked["CUTS"],
        ),
        photos=asked["PHOTOS"], seed=int(os.environ.get("SEED", "1")),
    )  # fmt: skip
    faults = ", ".join(f"{count} {kind}" for kind, count in sorted(met.items()))
    sys.stdout.write(f"{told}\n  {shown}\n  faults met: {faults}; {time.monotonic() - started:.0f} s\n")
    sys.exit(not (told.is_whole and shown.is_whole))
