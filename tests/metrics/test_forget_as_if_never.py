"""After somebody is forgotten, counts and answers are those of a house that they never told anything."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
from hypothesis import HealthCheck, given, settings as tried, strategies as st

from gateway.settings import GatewaySettings
from infra.recount import check
from tests.metrics import shapes
from tests.metrics.doors import Program, never_seen
from tests.metrics.rollup_dump import dump
from tests.metrics.shapes import AGENTS, SOURCES, Event


@tried(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_it_counts_and_answers_as_if_they_had_never_told_anything(
    doors: Program, owner: psycopg.Connection, places: list[UUID], data: st.DataObject
) -> None:
    drawn = data.draw(st.lists(shapes.events(places), max_size=40))
    stream = data.draw(st.permutations(shapes.numbered(shapes.crowd(places) + drawn)))
    forgotten = {
        "source": data.draw(st.sampled_from(SOURCES)), "agent": data.draw(st.sampled_from(AGENTS)),
        "authority_id": str(data.draw(st.sampled_from(places))),
    }  # fmt: skip
    others = [event for event in stream if not is_by(event, forgotten)]
    never_seen(owner)
    doors.send([others])
    without, answered = dump(owner), doors.answers()

    never_seen(owner)
    doors.send([stream])
    assert doors.forget(forgotten) == len(stream) - len(others)

    assert dump(owner) == without
    assert doors.answers() == answered
    assert doors.forget(forgotten) == 0


def test_it_keeps_counts_right_while_their_events_still_come_in(
    doors: Program, places: list[UUID], settings: GatewaySettings
) -> None:
    """A writer is always between two moments: no event may stay whose count went, nor the reverse."""
    forgotten = {"source": SOURCES[0], "agent": AGENTS[0], "authority_id": str(places[0])}
    body = {
        "agent": AGENTS[0], "use_case": "IDE", "tool": "Delibia", "authority_id": str(places[0]),
    }  # fmt: skip
    events = [
        {"specversion": "1.0", "id": f"w{number}", "source": SOURCES[0], "type": "terrain.use",
         "time": shapes.MONTHS[number % 9].isoformat(), "data": body}
        for number in range(3_000)
    ]  # fmt: skip
    is_over = threading.Event()

    def erase() -> None:
        while not is_over.is_set():
            doors.forget(forgotten)

    batches = [events[start : start + 30] for start in range(0, len(events), 30)]
    with ThreadPoolExecutor(4) as pool:
        erasing = pool.submit(erase)
        try:
            sent = list(pool.map(lambda batch: doors.send([batch]), batches))
        finally:
            is_over.set()
        erasing.result()

    assert sum(accepted for accepted, _ in sent) == len(events)
    with ThreadPoolExecutor(1) as pool:
        differing = pool.submit(asyncio.run, check(settings.database_url, is_mending=False)).result()
    assert set(differing.values()) == {0}, differing


def is_by(event: Event, person: dict[str, str]) -> bool:
    told = event["data"]
    return person == {
        "source": event["source"], "agent": told.get("agent"), "authority_id": told["authority_id"],
    }  # fmt: skip
