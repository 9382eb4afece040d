"""Quotas by month: applied before anything is asked, counted with the uses, never passed by more than one request a worker."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
from hypothesis import given, strategies as st

from services.assistant.desk import Desk
from services.assistant.kinds import QuotaUnit
from services.assistant.offers import Price
from services.assistant.quotas import leases
from services.assistant.quotas.holding import Quotas
from services.assistant.quotas.leases import Hold, Lease, Quota
from services.assistant.refusals import QuotaSpent
from services.kit.db import Sessions
from services.kit.principal import Principal
from tests.assistant.conftest import Rows, until
from tests.assistant.supplier import FakeSupplier
from tests.conftest import Client

API = "/api/assistant/v1"
ASKED = {"model": "good", "messages": [{"role": "user", "content": "Bonjour"}], "max_tokens": 50}
Set = Callable[..., Awaitable[dict[str, Any]]]

pytestmark = pytest.mark.usefixtures("settled")


@pytest.fixture
def set_quota(admin: Client, authority: Callable[[str], UUID], desk: Desk) -> Set:
    async def set_one(monthly: float, unit: str = "tokens", **more: Any) -> dict[str, Any]:
        body = {"authority_id": str(authority("Chéroy")), "unit": unit, "monthly": monthly} | more
        answer = await admin.post(f"{API}/quotas", json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    return set_one


async def test_it_refuses_once_the_month_is_spent(
    program: httpx.AsyncClient, set_quota: Set, admin: Client, supplier: FakeSupplier, rows: Rows
) -> None:
    quota = await set_quota(40)  # two answers of 19 tokens leave 2: a third begins, a fourth does not
    statuses = []
    for _ in range(5):
        statuses.append((await program.post("/chat/completions", json=ASKED)).status_code)
        await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))
        await until(lambda: True)
    refused = await program.post("/chat/completions", json=ASKED)

    assert statuses == [200, 200, 200, 429, 429]
    assert refused.json()["error"]["code"] == "insufficient_quota"
    assert "collectivité" in refused.json()["error"]["message"]
    assert int(refused.headers["retry-after"]) > 0
    assert len(supplier.asked) == 3
    assert (await admin.get(f"{API}/quotas/{quota['id']}")).json()["spent"] == 57
    engine = await program.post("/chat/completions", json=ASKED | {"model": "auto"})
    assert engine.status_code == 200  # the embedded engine is never counted


async def test_it_counts_in_euros_and_kilowatt_hours(
    admin: Client, program: httpx.AsyncClient, set_quota: Set, rows: Rows,
    add_supplier: Callable[..., Awaitable[dict[str, Any]]],
) -> None:  # fmt: skip
    await add_supplier(("priced", "good"), settings={"price_in": 100, "price_out": 400, "energy": 2})
    euros, kwh = await set_quota(1, "euros"), await set_quota(0.5, "kwh")
    assert (await program.post("/chat/completions", json=ASKED | {"model": "priced"})).status_code == 200
    await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))

    spent = [(await admin.get(f"{API}/quotas/{one['id']}")).json()["spent"] for one in (euros, kwh)]
    assert spent == [0.004, 0.000014]  # 12 × 100 + 7 × 400 micro-euros, 7 × 2 milliwatt-hours
    assert rows("select cost, energy from assistant_use") == [{"cost": 4000, "energy": 14}]


async def test_it_limits_one_person_alone(
    agent: Client, champion: Client, set_quota: Set, rows: Rows
) -> None:
    me = (await agent.get("/api/identity/v1/me")).json()["id"]
    await set_quota(1, caller_id=me)
    statuses = []
    for who in (agent, agent, champion):
        statuses.append((await who.post(f"{API}/chat/completions", json=ASKED)).status_code)
        await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))
    assert statuses == [200, 429, 200]


async def test_it_tells_it_in_a_conversation(
    agent: Client, set_quota: Set, supplier: FakeSupplier, rows: Rows
) -> None:
    await set_quota(0)
    made = await agent.post(
        f"{API}/conversations", json={"question": {"content": "Bonjour", "model": "good"}}
    )
    conversation = made.json()
    answer = conversation["messages"][1]["id"]
    read = await agent.get(f"{API}/conversations/{conversation['id']}/messages/{answer}?wait=10")
    assert read.json()["state"] == "failed"
    assert "quota" in read.json()["failure"]
    assert supplier.asked == []


async def test_it_counts_what_the_month_has_already_seen(
    program: httpx.AsyncClient, set_quota: Set, rows: Rows
) -> None:
    await program.post("/chat/completions", json=ASKED)
    await until(lambda: not rows("select 1 from assistant_use where state = 'open'"))
    assert (await set_quota(1000))["spent"] == 19


async def test_it_is_set_by_administrators(
    admin: Client, champion: Client, agent: Client, stranger: Client, set_quota: Set
) -> None:
    quota = await set_quota(10)
    address = f"{API}/quotas/{quota['id']}"
    assert (await champion.get(address)).status_code == 200
    assert [(await one.get(address)).status_code for one in (agent, stranger)] == [403, 403]
    assert (
        await champion.patch(address, json={"monthly": 99}, headers={"if-match": '"1"'})
    ).status_code == 403
    changed = await admin.patch(address, json={"monthly": 99}, headers={"if-match": '"1"'})
    assert (changed.json()["monthly"], changed.json()["version"]) == (99, 2)
    twice = await admin.post(
        f"{API}/quotas", json={"authority_id": quota["authority_id"], "unit": "tokens", "monthly": 5}
    )
    assert (twice.status_code, twice.json()["code"]) == (409, "quota_taken")
    assert (await admin.delete(address)).status_code == 204
    assert (await admin.get(address)).status_code == 404


async def test_it_shares_a_quota_between_workers(
    sessions: Sessions, set_quota: Set, owner: psycopg.Connection, authority: Callable[[str], UUID]
) -> None:
    quota = await set_quota(1000)
    workers = [Quotas(sessions) for _ in range(4)]
    by = Principal(subject=uuid4(), name="x", authority=authority("Chéroy"))
    held = 0

    async def work(worker: Quotas) -> None:
        nonlocal held
        while True:
            try:
                await worker.hold(Price(), by=by, read=3, written=7)
            except QuotaSpent:
                return
            held += 10

    await asyncio.gather(*(work(worker) for worker in workers))
    assert 1000 <= held <= 1000 + 4 * 10
    for worker in workers:
        await worker.give_back(everything=True)
    assert owner.execute("select count(*) from quota_lease").fetchone() == (0,)
    assert quota["spent"] == 0


class Account:
    """The database's side, in memory."""

    def __init__(self, monthly: int) -> None:
        self.quota = Quota(uuid4(), QuotaUnit.TOKENS, monthly)
        self.spent = 0
        self.outstanding: dict[UUID, int] = {}

    def lease(self, old: Lease | None, amount: int) -> Lease:
        given = leases.granted(
            leases.wanted(self.quota, amount), monthly=self.quota.monthly, spent=self.spent,
            outstanding=sum(self.outstanding.values()),
        )  # fmt: skip
        lease = Lease(uuid4(), self.quota, date(2026, 11, 1), given + (min(old.left, 0) if old else 0), 0)
        self.outstanding[lease.id] = given
        if old and not old.under_way:
            self.outstanding.pop(old.id, None)
        return lease

    def settle(self, hold: Hold, spent: int, current: Lease | None) -> None:
        hold.settle(spent)
        self.spent += spent
        lease = hold.lease
        if lease.id in self.outstanding:
            self.outstanding[lease.id] = max(self.outstanding[lease.id] - spent, 0)
        if not lease.under_way and lease is not current:
            self.outstanding.pop(lease.id, None)


STEP = st.tuples(st.integers(0, 3), st.integers(1, 60), st.floats(0, 1), st.booleans())


@given(st.integers(0, 2000), st.lists(STEP, max_size=250))
def test_it_never_passes_a_quota_by_more_than_one_request_a_worker(
    monthly: int, steps: list[tuple[int, int, float, bool]]
) -> None:
    # Any order of requests and ends, four workers that know nothing of each other, costs up to what was held.
    account = Account(monthly)
    current: dict[int, Lease] = {}
    under_way: list[tuple[int, Hold, int]] = []
    largest = [0, 0, 0, 0]
    for worker, amount, share, ends_one in steps:
        if ends_one and under_way:
            owner, hold, spent = under_way.pop(0)
            account.settle(hold, spent, current.get(owner))
        lease = current.get(worker)
        if lease is None or lease.left <= 0:
            lease = current[worker] = account.lease(lease, amount)
        if hold := lease.take(amount):
            largest[worker] = max(largest[worker], amount)
            under_way.append((worker, hold, round(amount * share)))
    for owner, hold, spent in under_way:
        account.settle(hold, spent, current.get(owner))
    assert account.spent <= monthly + sum(largest)


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.floats(0, 1000), st.floats(0, 1000))
def test_it_rounds_costs_up(read: int, written: int, price_in: float, price_out: float) -> None:
    price = Price(price_in, price_out, 0)
    exact = read * price_in + written * price_out
    counted = leases.amount(QuotaUnit.EUROS, price, read=read, written=written)
    assert 0 <= counted - exact <= 1
