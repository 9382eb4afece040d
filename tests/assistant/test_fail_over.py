"""Another supplier takes over before the first byte, within one data class; a sick one is left alone."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from hypothesis import given, strategies as st

from services.assistant.refusals import SupplierCrowded
from services.assistant.suppliers import admission
from services.assistant.suppliers.admission import Gate
from services.assistant.suppliers.breakers import LONGEST, Breaker
from services.assistant.suppliers.lines import Budget
from tests.assistant.conftest import Rows, until
from tests.assistant.supplier import FakeSupplier

Add = Callable[..., Awaitable[dict[str, Any]]]
WORDS = [{"role": "user", "content": "Bonjour"}]
LATER = {"priority": 9}

pytestmark = pytest.mark.usefixtures("settled")


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("sick", ["status-500", "status-503", "status-401", "status-429", "html"])
async def test_it_lets_another_supplier_answer(
    program: httpx.AsyncClient, add_supplier: Add, rows: Rows, sick: str, streamed: bool
) -> None:
    await add_supplier((sick, "good"), settings=LATER)
    asked = {"model": sick, "messages": WORDS, "stream": streamed}

    answer = await program.post("/chat/completions", json=asked)

    assert answer.status_code == 200, answer.text
    assert "Madame" in answer.text
    await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))
    use = rows("select supplier, state from assistant_use")
    assert use == [{"supplier": "Second", "state": "complete"}]


async def test_it_never_fails_over_to_another_data_class(
    program: httpx.AsyncClient, add_supplier: Add, second: FakeSupplier
) -> None:
    await add_supplier(("status-500", "good"), settings=LATER, data_class="public")
    answer = await program.post("/chat/completions", json={"model": "status-500", "messages": WORDS})
    assert answer.status_code == 502
    assert second.asked == []


async def test_it_does_not_ask_twice_what_was_wrong(
    program: httpx.AsyncClient, add_supplier: Add, second: FakeSupplier, supplier: FakeSupplier
) -> None:
    await add_supplier(("status-400", "good"), settings=LATER)
    answer = await program.post("/chat/completions", json={"model": "status-400", "messages": WORDS})
    assert answer.status_code == 400
    assert (len(supplier.asked), len(second.asked)) == (1, 0)


async def test_it_retries_a_passing_failure_and_no_more_than_twice(
    program: httpx.AsyncClient, supplier: FakeSupplier
) -> None:
    answer = await program.post("/chat/completions", json={"model": "status-503", "messages": WORDS})
    assert answer.status_code == 502
    assert len(supplier.asked) == 3


async def test_it_leaves_a_sick_supplier_alone(program: httpx.AsyncClient, supplier: FakeSupplier) -> None:
    asked = {"model": "status-401", "messages": WORDS}
    codes = [(await program.post("/chat/completions", json=asked)).json()["error"]["code"] for _ in range(14)]
    assert codes == ["supplier_refused"] * 10 + ["supplier_resting"] * 4
    assert len(supplier.asked) == 10


async def test_it_asks_no_more_when_a_stream_was_cut(
    program: httpx.AsyncClient, add_supplier: Add, second: FakeSupplier, rows: Rows
) -> None:
    await add_supplier(("cut", "good"), settings=LATER)
    answer = await program.post("/chat/completions", json={"model": "cut", "messages": WORDS, "stream": True})
    assert "supplier_interrupted" in answer.text
    assert "[DONE]" not in answer.text
    assert second.asked == []
    assert [use["state"] for use in rows("select state from assistant_use")] == ["failed"]


@given(st.lists(st.tuples(st.floats(0, 20), st.booleans()), max_size=200))
def test_it_always_lets_somebody_through_again(steps: list[tuple[float, bool]]) -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0], draw=lambda: 1.0)
    for wait, has_failed in steps:
        now[0] += wait
        if breaker.enter():
            breaker.tell(has_failed=has_failed)
    now[0] += LONGEST * 1.5
    assert breaker.enter()
    breaker.tell(has_failed=False)
    assert breaker.enter()


def test_it_tries_a_rested_supplier_once() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0], draw=lambda: 0.5)
    for _ in range(10):
        assert breaker.enter()
        breaker.tell(has_failed=True)
    assert not breaker.enter()
    now[0] = 5.1
    assert [breaker.enter() for _ in range(3)] == [True, False, False]
    breaker.tell(has_failed=True)
    now[0] += 9.9
    assert not breaker.enter()  # twice as long
    now[0] += 0.2
    assert breaker.enter()


def test_it_forgets_old_answers_and_remembers_no_more_of_a_flood() -> None:
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(9):
        breaker.tell(has_failed=True)
    now[0] = 10.6
    for number in range(20_000):  # a failure in four: none of the nine counts any more
        now[0] += 0.001
        breaker.tell(has_failed=number % 4 == 0)
    assert breaker.enter()
    assert len(breaker._seen) <= 21
    assert breaker._answers == sum(one.answers for one in breaker._seen)
    assert breaker._failures == sum(one.failures for one in breaker._seen)
    for _ in range(20_000):
        breaker.tell(has_failed=True)
    assert not breaker.enter()


@given(st.integers(1, 400))
def test_it_retries_a_tenth_at_most(requests: int) -> None:
    budget, retries = Budget(), 0
    for _ in range(requests):
        budget.earn()
        retries += budget.spend() + budget.spend()
    assert retries <= 10 + requests / 10


async def test_it_serves_every_authority_in_its_turn() -> None:
    gate, order = Gate(1), list[str]()
    large, small = uuid4(), uuid4()

    async def ask(name: str, authority: UUID) -> None:
        async with gate.place(authority):
            order.append(name)
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as group:
        for index in range(20):
            group.create_task(ask(f"large {index}", large))
        await asyncio.sleep(0)
        group.create_task(ask("small", small))

    assert order.index("small") <= 3
    assert gate.taken == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=60))
async def test_it_never_loses_a_place(asked: list[tuple[int, bool]]) -> None:
    gate, under_way, most = Gate(3), [0], [0]
    authorities = [uuid4() for _ in range(4)]

    async def ask(place: int) -> None:
        async with gate.place(authorities[place]):
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
            try:
                await asyncio.sleep(0)
            finally:
                under_way[0] -= 1

    tasks = []
    for place, leaves in asked:
        tasks.append(asyncio.create_task(ask(place)))
        await asyncio.sleep(0)
        if leaves:
            tasks[-1].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert (gate.taken, under_way[0]) == (0, 0)
    assert most[0] <= 3


async def test_it_turns_away_who_waits_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admission, "PATIENCE", 0.05)
    gate = Gate(1)
    async with gate.place(None):
        with pytest.raises(SupplierCrowded):
            await gate.enter(None)
    assert gate.taken == 0
