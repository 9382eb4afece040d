"""Counts follow from the events alone: whatever their order, however often they are sent, whoever is forgotten."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from uuid import UUID

import httpx
import psycopg
import pytest

from gateway.settings import GatewaySettings
from infra.recount import check
from tests.metrics.rollup_dump import count, dumped, empty
from tests.metrics.streams import stream

Client = httpx.AsyncClient
MakeEvent = Callable[..., dict[str, object]]
MakeProgram = Callable[..., Awaitable[Client]]
EVENTS, ERASURES = "/api/metrics/v1/events", "/api/metrics/v1/erasures"
OVERVIEW = "/api/metrics/v1/overview"


async def send(program: Client, events: list[dict[str, object]], *, batch: int = 100) -> int:
    accepted = 0
    for start in range(0, len(events), batch):
        answer = await program.post(EVENTS, json=events[start : start + batch])
        assert answer.status_code == 202, answer.text
        assert answer.json()["refused"] == []
        accepted += answer.json()["accepted"]
    return accepted


@pytest.mark.parametrize("seed", range(8))
async def test_it_gives_the_same_bytes_for_any_order_and_any_repetition(
    program: Client, owner: psycopg.Connection, facilitator: Client, places: list[UUID], seed: int
) -> None:
    events = stream(seed, 150, authorities=places)
    draw = random.Random(seed)
    assert await send(program, events) == 150
    counted, shown = await dumped(owner), (await facilitator.get(OVERVIEW)).content
    await empty(owner)

    shuffled = events + draw.choices(events, k=60)
    draw.shuffle(shuffled)
    assert await send(program, shuffled, batch=draw.randint(1, 90)) == 150

    assert await dumped(owner) == counted
    assert (await facilitator.get(OVERVIEW)).content == shown


@pytest.mark.parametrize("seed", range(4))
async def test_it_forgets_a_person_as_if_they_had_never_told_anything(
    program: Client, owner: psycopg.Connection, places: list[UUID], seed: int
) -> None:
    events = stream(seed, 200, authorities=places)
    forgotten = {"source": "/delibia", "agent": "a3", "authority_id": str(places[0])}

    def is_theirs(event: dict[str, object]) -> bool:
        data: dict[str, object] = event["data"]  # type: ignore[assignment]
        told = {"source": event["source"], "agent": data.get("agent"), "authority_id": data["authority_id"]}
        return told == forgotten

    others = [event for event in events if not is_theirs(event)]
    # What everybody else told also names every tool: only counts may differ.
    await send(program, others)
    without = await dumped(owner)
    await empty(owner)

    await send(program, events)
    assert await dumped(owner) != without
    answer = await program.post(ERASURES, json=forgotten)

    assert answer.json() == {"events": len(events) - len(others)}
    assert await dumped(owner) == without


async def test_it_finds_no_difference_between_counts_and_events(
    program: Client, places: list[UUID], settings: GatewaySettings
) -> None:
    await send(program, stream(1, 200, authorities=places))
    found = await check(settings.database_url, is_mending=False)
    assert len(found) == 9
    assert set(found.values()) == {0}


async def test_it_finds_and_mends_a_count_that_went_wrong(
    program: Client, places: list[UUID], settings: GatewaySettings, owner: psycopg.Connection
) -> None:
    await send(program, stream(2, 200, authorities=places))
    right = await dumped(owner)
    for table in (
        "use_week",
        "use_month",
        "person_week",
        "person_month",
        "person_code_month",
        "card_month",
        "fact_month",
        "event_month",
    ):
        owner.execute(f"update {table} set n = n + 1 where ctid = (select min(ctid) from {table})")  # type: ignore[arg-type]
    owner.execute("update enrolment_day set invited = invited + 1")

    found = await check(settings.database_url, is_mending=True)

    assert all(found.values())
    assert await dumped(owner) == right


async def test_it_quarantines_what_the_database_refuses_and_keeps_the_others(
    program: Client, use: MakeEvent, owner: psycopg.Connection, facilitator: Client
) -> None:
    owner.execute("alter table usage_event add constraint poison check (input <> 666)")
    try:
        events = [use(agent=f"a{number}") for number in range(20)]
        events[13] = use(**{"gen_ai.usage.input_tokens": 666})
        receipt = (await program.post(EVENTS, json=events)).json()
    finally:
        owner.execute("alter table usage_event drop constraint poison")

    assert (receipt["accepted"], receipt["duplicates"]) == (19, 0)
    assert [(one["index"], one["problem"]["code"]) for one in receipt["refused"]] == [(13, "poisoned")]
    listed = (await facilitator.get("/api/metrics/v1/quarantine")).json()["items"]
    assert [(one["event_id"], one["code"]) for one in listed] == [(events[13]["id"], "poisoned")]


async def test_it_lists_refused_events_to_their_own_authority(
    make_program: MakeProgram, use: MakeEvent, agent: Client, stranger: Client
) -> None:
    local = await make_program(at="Chéroy")
    await local.post(EVENTS, json=[use(prompt="Madame Durand demande un délai"), use()])

    listed = (await agent.get("/api/metrics/v1/quarantine")).json()
    assert [(one["code"], one["pointer"]) for one in listed["items"]] == [("content_refused", "/data/prompt")]
    assert "Durand" not in str(listed)
    assert (await stranger.get("/api/metrics/v1/quarantine")).json()["items"] == []


async def test_it_forgets_nobody_for_a_person_or_another_authority(
    make_program: MakeProgram, agent: Client, facilitator: Client, authority: Callable[[str], UUID]
) -> None:
    asked = {"source": "/delibia", "agent": "a1", "authority_id": str(authority("Lormes"))}
    for caller in (agent, facilitator, await make_program(at="Chéroy")):
        assert (await caller.post(ERASURES, json=asked)).status_code == 403


async def test_it_takes_the_names_of_generative_ai_conventions_and_never_contents(
    program: Client, use: MakeEvent, owner: psycopg.Connection
) -> None:
    named = {"gen_ai.operation.name": "chat", "gen_ai.response.model": "mistral-small-2506"}
    counted = {"gen_ai.usage.input_tokens": 812, "gen_ai.usage.output_tokens": 240}
    said = (
        {"gen_ai.input.messages": "x"},
        {"gen_ai.output.messages": "x"},
        {"gen_ai.system_instructions": "x"},
    )
    receipt = (
        await program.post(EVENTS, json=[use(**named, **counted), *(use(**one) for one in said)])
    ).json()

    assert [one["problem"]["code"] for one in receipt["refused"]] == ["content_refused"] * 3
    await asyncio.to_thread(count, owner)
    assert owner.execute("select input, output from use_month").fetchall() == [(812, 240)]
    assert owner.execute("select model from usage_origin").fetchall() == [("mistral-small-2506",)]


async def test_it_counts_the_assistant_s_own_uses_once_whoever_looks(
    agent: Client, facilitator: Client, owner: psycopg.Connection
) -> None:
    asked = {"model": "auto", "messages": [{"role": "user", "content": "Rédige une lettre."}]}
    assert (await agent.post("/api/assistant/v1/chat/completions", json=asked)).status_code == 200
    for reader in (agent, facilitator, agent):
        assert (await reader.get(OVERVIEW)).status_code == 200

    assert owner.execute("select sum(n) from use_week").fetchone() == (1,)
    assert owner.execute("select n from person_month").fetchall() == [(1,)]
