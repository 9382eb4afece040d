"""The house as a real process, and programs with their keys: for properties that are tried many times over."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import httpx
import psycopg

from gateway.identity import keys
from gateway.identity.schemas import KeyIn, KeyRole
from gateway.settings import GatewaySettings
from services.kit.db import PLATFORM, connect, session_for
from services.metrics.schemas import Question
from tests.metrics.rollup_dump import forget_everything

API = "/api/metrics/v1"
FEW = {
    "TERRAIN_SMALL_GROUP": "3", "TERRAIN_SMALL_GROUP_ACROSS": "3", "TERRAIN_SMALL_ACTS": "3",
    "TERRAIN_REMEMBERED_ANSWERS": "0",
}  # fmt: skip
"""Small groups are those of three: a stream of tens of events then says something. Each answer is worked out anew."""

Event = dict[str, Any]


class Program:
    """A program of the operator, which sends and reads; and one of an authority, which reads its own."""

    def __init__(self, operator: httpx.Client, local: httpx.Client, place: UUID) -> None:
        self._operator, self._local, self._place = operator, local, place

    def send(self, batches: Sequence[Sequence[Event]]) -> tuple[int, int]:
        """Send batches one after the other; give how many events were new, and how many were known."""
        accepted = duplicates = 0
        for batch in batches:
            answer = self._operator.post(f"{API}/events", json=list(batch))
            assert answer.status_code == 202, answer.text
            receipt = answer.json()
            assert receipt["refused"] == []
            accepted, duplicates = accepted + receipt["accepted"], duplicates + receipt["duplicates"]
        return accepted, duplicates

    def forget(self, asked: dict[str, str]) -> int:
        """Erase a person; give how many events went."""
        answer = self._operator.post(f"{API}/erasures", json=asked)
        assert answer.status_code == 200, answer.text
        return int(answer.json()["events"])

    def answers(self) -> dict[str, bytes]:
        """Ask every named question, of everyone and of one authority by both; and the overview."""
        named = [("question", question.value) for question in Question]
        own = [*named, ("authority", str(self._place))]
        asked = {
            "everyone": (self._operator, f"{API}/measures", named),
            "authority": (self._operator, f"{API}/measures", own),
            "themselves": (self._local, f"{API}/measures", named),
            "overview": (self._operator, f"{API}/overview", []),
            "public": (self._operator, f"{API}/public-measures", []),
        }
        return {name: self._read(*one) for name, one in asked.items()}

    def _read(self, client: httpx.Client, path: str, params: list[tuple[str, str]]) -> bytes:
        answer = client.get(path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.content


@contextmanager
def programs(origin: str, settings: GatewaySettings, operator: UUID, place: UUID) -> Iterator[Program]:
    """Give keys to the programs, and let them in."""
    made = asyncio.run(_keys(settings, (operator, place)))
    clients = [
        httpx.Client(base_url=origin, headers={"authorization": f"Bearer {key}"}, timeout=60) for key in made
    ]
    with clients[0] as first, clients[1] as second:
        yield Program(first, second, place)


async def _keys(settings: GatewaySettings, places: Sequence[UUID]) -> list[str]:
    engine, sessions = connect(settings.app_database_url)
    async with session_for(sessions, PLATFORM) as session, session.begin():
        made = [
            await keys.create(session, KeyIn(name="essai", role=KeyRole.PARTNER, authority_id=place), by=None)
            for place in places
        ]
    await engine.dispose()
    return [key for key, _ in made]


def never_seen(owner: psycopg.Connection) -> None:
    """Empty the events, the counts and what was published of them."""
    forget_everything(owner)
    owner.execute("truncate published_pattern")
