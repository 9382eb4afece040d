"""The sample programme: plausible volumes, said to be invented, and gone without a trace when it is removed."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import psycopg
import pytest

from gateway.settings import GatewaySettings
from infra.seeds import sample, sample_programme
from infra.seeds.sample_programme import BODIES
from tests.conftest import Client
from tests.metrics.conftest import EVENTS
from tests.metrics.months import uses
from tests.metrics.rollup_dump import dumped, empty

TODAY = date(2026, 11, 24)
PLACES = {body.name: uuid4() for body in BODIES}


def test_it_tells_of_twelve_whole_months_in_nine_authorities() -> None:
    events = list(sample_programme.events(PLACES, today=TODAY))
    months = {str(event["time"])[:7] for event in events}
    assert (min(months), max(months), len(months)) == ("2025-11", "2026-10", 12)
    places = Counter(event["data"]["authority_id"] for event in events)  # type: ignore[index]
    assert set(places) == {str(place) for place in PLACES.values()}
    assert len({event["id"] for event in events}) == len(events)


def test_it_keeps_to_realistic_volumes_that_grow_and_take_holidays() -> None:
    events = list(sample_programme.events(PLACES, today=TODAY))
    used = Counter(
        str(one["time"])[:7] for one in events if one["type"] in {"terrain.use", "terrain.use_declared"}
    )
    mean = used.total() / len(BODIES) / 12
    assert 120 <= mean <= 220, f"about 170 requests a month for an authority, not {mean:.0f}"
    assert used["2026-10"] > 3 * used["2025-11"]
    assert used["2026-08"] < 0.6 * used["2026-06"]
    kinds = Counter(str(one["type"]) for one in events)
    assert {f"terrain.{kind}" for kind in ("enrolment", "after_use", "incident", "training_attended", "decision",
            "workshop_attended", "frugal_choice", "use_declared")} <= set(kinds)  # fmt: skip


def test_it_tells_the_same_story_each_time() -> None:
    first, again = (list(sample_programme.events(PLACES, today=TODAY)) for _ in range(2))
    assert first == again


async def test_it_leaves_what_is_real_as_if_it_had_never_been_there(
    settings: GatewaySettings, program: Client, facilitator: Client, owner: psycopg.Connection,
    authority: Callable[[str], UUID], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(
        sample_programme, "BODIES", BODIES[3:7:3]
    )  # two of the nine: the whole is no different
    real = uses(authority("Chéroy"), 30)
    await program.post(EVENTS, json=real)
    alone = await dumped(owner)
    await empty(owner)

    loaded = await asyncio.to_thread(sample.load, settings)
    assert (await facilitator.get("/api/metrics/v1/measures/uses")).json()["is_sample"]
    assert (await facilitator.get("/api/metrics/v1/overview")).json()["is_sample"]
    with pytest.raises(sample.NotEmpty):
        await asyncio.to_thread(sample.load, settings)
    await program.post(EVENTS, json=real)

    assert await asyncio.to_thread(sample.remove, settings) == loaded
    assert await dumped(owner) == alone
    assert owner.execute("select count(*) from published_pattern").fetchone() == (0,)
    found = (await facilitator.get("/api/metrics/v1/measures/uses")).json()
    assert (found["value"], found["is_sample"]) == (30, False)
