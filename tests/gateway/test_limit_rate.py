"""A caller that asks too often is told when to come back; the others do not notice."""

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from gateway.limits import Buckets, RateLimit


async def room(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("ok")(scope, receive, send)


def client_at(app: RateLimit, address: str) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, client=(address, 1234))
    return httpx.AsyncClient(transport=transport, base_url="https://terrain.test")


async def test_it_says_how_many_are_left() -> None:
    async with client_at(RateLimit(room, buckets=Buckets(per_minute=3)), "192.0.2.1") as client:
        left = [(await client.get("/api/x")).headers["ratelimit"] for _ in range(2)]

    assert left == ['"default";r=2;t=60', '"default";r=1;t=60']


async def test_it_refuses_the_one_too_many_and_serves_others() -> None:
    app = RateLimit(room, buckets=Buckets(per_minute=3))
    async with client_at(app, "192.0.2.1") as busy, client_at(app, "192.0.2.2") as calm:
        statuses = [(await busy.get("/api/x")).status_code for _ in range(4)]
        refused = await busy.get("/api/x")

        assert statuses == [200, 200, 200, 429]
        assert int(refused.headers["retry-after"]) >= 1
        assert refused.json()["code"] == "too_many_requests"
        assert (await calm.get("/api/x")).status_code == 200


async def test_it_refills_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = 1000.0
    monkeypatch.setattr("gateway.limits.time.monotonic", lambda: moment)
    async with client_at(RateLimit(room, buckets=Buckets(per_minute=2)), "192.0.2.1") as client:
        for _ in range(3):
            last = await client.get("/api/x")
        assert last.status_code == 429
        moment += 31

        assert (await client.get("/api/x")).status_code == 200


async def test_it_answers_openai_clients_in_their_shape() -> None:
    async with client_at(RateLimit(room, buckets=Buckets(per_minute=1)), "192.0.2.1") as client:
        await client.get("/api/assistant/v1/models")
        refused = await client.get("/api/assistant/v1/models")

    assert refused.json()["error"]["type"] == "rate_limit_error"
