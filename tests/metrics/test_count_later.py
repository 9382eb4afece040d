"""Events are kept first and counted later: nobody ever reads, forgets or recounts without those that wait."""

import asyncio
from collections.abc import Callable
from uuid import UUID

import httpx
import psycopg
import pytest

from gateway.settings import GatewaySettings
from infra.recount import check
from services.kit.db import PLATFORM, Context, Sessions, session_for
from services.metrics import gathering, uncounted
from services.metrics.gathering import Gathering
from services.metrics.schemas.events import A_DAY, MOST_TOKENS
from tests.metrics.streams import stream

Client = httpx.AsyncClient
MakeEvent = Callable[..., dict[str, object]]
EVENTS, ERASURES = "/api/metrics/v1/events", "/api/metrics/v1/erasures"
OVERVIEW = "/api/metrics/v1/overview"


@pytest.fixture
async def _nobody_counts(monkeypatch: pytest.MonkeyPatch, anyio_backend: str) -> None:
    """Leave what is kept waiting, as a house does that is killed just then."""
    monkeypatch.setattr(Gathering, "_count_soon", lambda *_: None)
    await asyncio.sleep(gathering.PAUSE * 1.5)  # a count that was due already


def waiting(owner: psycopg.Connection) -> int:
    row = owner.execute("select coalesce(sum(cardinality(keys)), 0) from uncounted_batch").fetchone()
    assert row
    return int(row[0])


def counted(owner: psycopg.Connection) -> int:
    row = owner.execute("select coalesce(sum(n), 0) from use_week").fetchone()
    assert row
    return int(row[0])


@pytest.mark.usefixtures("_nobody_counts")
async def test_it_counts_what_waits_before_it_answers(
    program: Client, use: MakeEvent, facilitator: Client, owner: psycopg.Connection
) -> None:
    await program.post(EVENTS, json=[use(agent=f"a{n}") for n in range(7)])
    assert (waiting(owner), counted(owner)) == (7, 0)
    answer = (await facilitator.get(OVERVIEW)).json()
    assert answer["uses"] == {"uses": 7, "agents": 7, "hidden": False}
    assert (waiting(owner), counted(owner)) == (0, 7)


async def test_it_counts_by_itself_soon_after(
    program: Client, use: MakeEvent, owner: psycopg.Connection
) -> None:
    await program.post(EVENTS, json=[use(), use()])
    for _ in range(200):
        if counted(owner):
            break
        await asyncio.sleep(0.05)
    assert (waiting(owner), counted(owner)) == (0, 2)


@pytest.mark.usefixtures("_nobody_counts")
async def test_it_notes_nothing_of_what_is_known_already(
    program: Client, use: MakeEvent, owner: psycopg.Connection
) -> None:
    event = use()
    for _ in range(3):
        await program.post(EVENTS, json=[event, event])
    assert waiting(owner) == 1


@pytest.mark.usefixtures("_nobody_counts")
async def test_it_counts_once_when_several_count_at_the_same_moment(
    program: Client, places: list[UUID], owner: psycopg.Connection, sessions: Sessions
) -> None:
    events = stream(5, 200, authorities=places)
    for start in range(0, 200, 20):
        await program.post(EVENTS, json=events[start : start + 20])

    async def count() -> int:
        async with session_for(sessions, PLATFORM) as session, session.begin():
            return await uncounted.count(session)

    assert sorted(await asyncio.gather(*(count() for _ in range(4)))) == [0, 0, 0, 200]
    assert waiting(owner) == 0


@pytest.mark.usefixtures("_nobody_counts")
async def test_it_leaves_what_waits_of_others_to_them(
    program: Client, use: MakeEvent, places: list[UUID], owner: psycopg.Connection, sessions: Sessions
) -> None:
    await program.post(EVENTS, json=[use(authority_id=str(place)) for place in places])
    async with session_for(sessions, Context(authority=places[0])) as session, session.begin():
        assert await uncounted.count(session) == 1
    assert (waiting(owner), counted(owner)) == (2, 1)


@pytest.mark.usefixtures("_nobody_counts")
async def test_it_forgets_a_person_whose_events_still_wait(
    program: Client, use: MakeEvent, places: list[UUID], owner: psycopg.Connection
) -> None:
    theirs = [use(agent="a1", authority_id=str(places[0])) for _ in range(3)]
    await program.post(EVENTS, json=theirs)
    await program.post(EVENTS, json=[use(agent="a2", authority_id=str(places[0]))])
    asked = {"source": "/delibia", "agent": "a1", "authority_id": str(places[0])}
    assert (await program.post(ERASURES, json=asked)).json() == {"events": 3}
    assert (waiting(owner), counted(owner)) == (0, 1)


@pytest.mark.usefixtures("_nobody_counts")
async def test_it_finds_a_wrong_count_while_others_wait(
    program: Client, use: MakeEvent, places: list[UUID], owner: psycopg.Connection, sessions: Sessions,
    settings: GatewaySettings,
) -> None:  # fmt: skip
    await program.post(EVENTS, json=stream(6, 100, authorities=places))
    async with session_for(sessions, PLATFORM) as session, session.begin():
        await uncounted.count(session)
    owner.execute("update use_week set n = n + 1 where ctid = (select min(ctid) from use_week)")
    await program.post(EVENTS, json=[use(authority_id=str(place)) for place in places])

    found = await check(settings.database_url, is_mending=True)

    assert {table for table, rows in found.items() if rows} == {"use_week"}
    assert set((await check(settings.database_url, is_mending=False)).values()) == {0}
    assert waiting(owner) == 0


LARGEST: dict[str, dict[str, object]] = {
    "use": {"tool": "Delibia", "gen_ai.usage.input_tokens": MOST_TOKENS, "gen_ai.usage.output_tokens": MOST_TOKENS},
    "after_use": {
        "outcome": "kept", "grade": "A", "became": "citizens", "usual_minutes": A_DAY, "minutes": 0, "checking_minutes": 0,
    },
    "enrolment": {"invited": 1_000_000},
    "incident": {"category": "legal", "severity": 5, "days_to_close": 3650},
    "frugal_choice": {"rung": "reuse", "calls_avoided": 1_000_000},
    "decision": {"outcome": "stop", "rung": "reuse", "days": 3650},
}  # fmt: skip


async def test_it_counts_the_largest_that_may_be_kept(
    program: Client, use: MakeEvent, facilitator: Client, owner: psycopg.Connection
) -> None:
    # A count that fails would stop every answer: whatever the door lets in, many times over, must be countable.
    for kind, most in LARGEST.items():
        who = {"agent": "a1", "use_case": "RED-COU"} if kind in {"use", "after_use"} else {}
        made = [use() | {"type": f"terrain.{kind}", "data": who | most} for _ in range(100)]
        receipt = (await program.post(EVENTS, json=made)).json()
        assert (receipt["accepted"], receipt["refused"]) == (100, []), kind
    assert (await facilitator.get(OVERVIEW)).status_code == 200
    assert waiting(owner) == 0
    total = owner.execute("select sum(input) from use_month").fetchone()
    assert total == (100 * MOST_TOKENS,)
