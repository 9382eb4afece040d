"""Ask while processes are killed: `make faults-assistant`, `REQUESTS=10000 KILLS=12`.

The worker and PostgreSQL are killed in turn, as by a power cut; one caller in ten leaves in the middle of a stream.
Every caller is a person of its own, so that each use is told from any other. At the end every answer that began to
reach somebody must have its use, once, and none may be left open.
"""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import psycopg

from infra import database
from infra.faults import supplier
from infra.faults.house import House, free_port
from services.assistant import retention
from services.kit.db import connect
from services.kit.principal import HEADER, Principal, sign
from services.kit.settings import KitSettings

ASKERS = 24
PLACE = UUID(int=7)


@dataclass(slots=True)
class Outcome:
    """What a trial showed."""

    asked: int = 0
    whole: int = 0
    left: int = 0
    cut: int = 0
    refused: int = 0
    kills: str = ""
    seconds: float = 0
    begun: int = 0
    """Answers of which at least one byte reached its caller."""
    lost: int = 0
    """Of those, how many have no use."""
    twice: int = 0
    open: int = 0
    incomplete: int = 0
    """Whole answers whose use says otherwise after the worker was killed: their tokens are an estimate."""
    unannounced: int = 0
    """Complete uses without their one event."""

    def __str__(self) -> str:
        return (
            f"{self.asked} asked: {self.whole} whole, {self.left} left by their caller, {self.cut} cut by a kill,"
            f" {self.refused} refused; kills: {self.kills}; {self.seconds:.0f} s\n"
            f"  begun {self.begun}, without a use {self.lost}, counted twice {self.twice}, left open {self.open},"
            f" complete without one event {self.unannounced}, whole but estimated {self.incomplete}"
        )

    @property
    def is_good(self) -> bool:
        """Tell whether nothing was lost or counted twice."""
        return not (self.lost or self.twice or self.open or self.unannounced)


def run(requests: int, kills: int) -> Outcome:
    """Ask, kill, count.

    Raises: TimeoutError when a killed process does not come back.
    """
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        data_dir = Path(folder) / "var"
        with database.running(KitSettings(_env_file=None, data_dir=data_dir, database_url="")) as settings:
            database.migrate(settings)
            house = House(settings, data_dir / "postgres", free_port(), room="assistant")
            try:
                return asyncio.run(Trial(house).run(requests, kills))
            finally:
                house.stop()


class Trial:
    """Callers, a supplier, and a house that is killed under them."""

    def __init__(self, house: House) -> None:
        self._house, self._outcome = house, Outcome()
        self._begun: set[UUID] = set()
        self._whole: set[UUID] = set()
        self._next = 0
        self._draw = random.Random(1)

    async def run(self, requests: int, kills: int) -> Outcome:
        """Run it all."""
        began = time.monotonic()
        server = await asyncio.start_server(supplier.serve, "127.0.0.1", 0, limit=2**20, backlog=512)
        port = server.sockets[0].getsockname()[1]
        one = {"name": "Essai", "base_url": f"http://127.0.0.1:{port}/v1", "models": ["well"]}
        self._house.more["TERRAIN_SUPPLIERS"] = json.dumps([one])
        await asyncio.to_thread(self._house.start)
        async with asyncio.TaskGroup() as group:
            for _ in range(ASKERS):
                group.create_task(self._ask_on(requests))
            group.create_task(self._kill(requests, kills))
        server.close()
        outcome = self._outcome
        outcome.asked, outcome.begun = self._next, len(self._begun)
        outcome.kills = ", ".join(f"{count} of {name}" for name, count in self._house.kills.items())
        await self._reconcile()
        self._count()
        outcome.seconds = time.monotonic() - began
        return outcome

    async def _kill(self, requests: int, kills: int) -> None:
        for turn in range(kills):
            while len(self._begun) < requests * (turn + 1) / (kills + 1):  # noqa: ASYNC110  a count, not a moment
                await asyncio.sleep(0.02)
            await asyncio.to_thread(
                self._house.kill_postgresql if turn % 3 == 2 else self._house.kill_service
            )

    async def _ask_on(self, requests: int) -> None:
        async with httpx.AsyncClient(base_url=self._house.origin, timeout=30) as client:
            while len(self._begun) < requests:
                self._next += 1
                try:
                    await self._ask(client, uuid4(), number=self._next)
                except httpx.TransportError:
                    self._outcome.cut += 1
                    await asyncio.sleep(0.3)

    async def _ask(self, client: httpx.AsyncClient, person: UUID, *, number: int) -> None:
        key = self._house.settings.principal_key.get_secret_value()
        by = Principal(
            subject=person,
            name="x",
            roles=frozenset({"agent"}),
            authority=PLACE,
            scopes=frozenset({"assistant:use"}),
        )
        headers = {HEADER: sign(by, key=key, audience=("assistant",))}
        body = {
            "model": "well",
            "messages": [{"role": "user", "content": "Bonjour"}],
            "stream": bool(number % 2),
        }
        async with client.stream("POST", "/v1/chat/completions", json=body, headers=headers) as answer:
            if answer.status_code != 200:
                self._outcome.refused += 1
                await asyncio.sleep(0.05)
                return
            heard = b""
            async for piece in answer.aiter_raw():
                self._begun.add(person)
                heard += piece
                if number % 10 == 1 and self._draw.random() < 0.5:
                    self._outcome.left += 1
                    return
            if not number % 2 or b"[DONE]" in heard:
                self._outcome.whole += 1
                self._whole.add(person)
            else:
                self._outcome.cut += 1

    async def _reconcile(self) -> None:
        """Let what is under way end, then do what the service does after fifteen minutes."""
        await asyncio.sleep(1)
        with self._owner() as connection:
            connection.execute(
                "update assistant_use set started_at = started_at - %s where state = 'open'",
                [timedelta(minutes=20)],
            )
        engine, sessions = connect(self._house.settings.app_database_url)
        await retention.clean(sessions, content_days=30)
        await engine.dispose()

    def _count(self) -> None:
        outcome = self._outcome
        with self._owner() as connection:
            uses = connection.execute("select id, caller_id, state from assistant_use").fetchall()
            events = connection.execute(
                "select body ->> 'use_id' from event where name = 'assistant.use_made'"
            ).fetchall()
        kept = [caller for _, caller, _ in uses]
        complete = {caller for _, caller, state in uses if state == "complete"}
        outcome.lost = len(self._begun - set(kept))
        outcome.twice = len(kept) - len(set(kept))
        outcome.open = sum(state == "open" for *_, state in uses)
        outcome.incomplete = len(self._whole - complete)
        told = sorted(use for (use,) in events)
        outcome.unannounced = int(told != sorted(str(use) for use, _, state in uses if state == "complete"))

    def _owner(self) -> psycopg.Connection:
        address = self._house.settings.database_url.replace("+psycopg", "")
        return psycopg.connect(address, autocommit=True)


if __name__ == "__main__":
    result = run(int(os.environ.get("REQUESTS", "10000")), int(os.environ.get("KILLS", "12")))
    sys.stdout.write(f"{result}\n")
    sys.exit(not result.is_good)
