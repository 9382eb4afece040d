"""One row in every table of measures: a program of Chéroy sends every kind of event, and one that is refused."""

import asyncio
from datetime import UTC, datetime

import psycopg

from services.metrics import gathering
from tests.conftest import Client


async def plant(facilitator: Client, program: dict[str, str]) -> None:
    """Send events of Chéroy with its own program's key."""
    what = {"use_case": "RED-COU", "agent": "7f3a9c"}
    card = what | {
        "outcome": "kept", "usual_minutes": 30, "minutes": 10, "checking_minutes": 5, "grade": "A",
    }  # fmt: skip
    told = {
        "use": what | {"tool": "Delibia"},
        "after_use": card,
        "enrolment": {"invited": 9},
        "incident": {"category": "bias", "severity": 2},
        "mood": {},
    }
    events = [
        {
            "specversion": "1.0", "id": f"canary-{kind}", "source": "/tests", "type": f"terrain.{kind}",
            "time": datetime.now(UTC).isoformat(), "data": data,
        }
        for kind, data in told.items()
    ]  # fmt: skip
    async with Client(
        transport=facilitator._transport, base_url=str(facilitator.base_url), headers=program
    ) as client:
        answer = await client.post("/api/metrics/v1/events", json=events)
    assert answer.json()["accepted"] == 4, answer.text


async def plant_uncounted(owner: psycopg.Connection, authority: str) -> None:
    """Note an event as still to be counted, once the last count is over: it would strike it off."""
    await asyncio.sleep(gathering.PAUSE * 1.5)
    owner.execute("insert into uncounted_batch (authority_id, keys) values (%s, '{1}')", [authority])
