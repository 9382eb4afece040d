"""The room of measures as a process of its own: programs meet its door before the framework, and are refused alike."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID

import httpx
import psycopg
import pytest

from gateway.settings import GatewaySettings
from services.kit.direct import Front
from services.kit.principal import HEADER, Principal, sign
from services.metrics.app import create_app

MakeEvent = Callable[..., dict[str, object]]


@pytest.fixture
async def room(settings: GatewaySettings, anyio_backend: str) -> AsyncIterator[httpx.AsyncClient]:
    """The room behind its front door, without the edge."""
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(Front(app)), base_url="http://metrics/v1") as client,
    ):
        yield client


@pytest.fixture
def signed(settings: GatewaySettings, authority: Callable[[str], UUID]) -> Callable[..., dict[str, str]]:
    """Sign who sends, as the edge does: `signed("metrics:write")`."""

    def make(scope: str, **more: str) -> dict[str, str]:
        sender = Principal(
            subject=UUID(int=3), name="essai", authority=authority("Chéroy"), scopes=frozenset({scope})
        )
        key = settings.principal_key.get_secret_value()
        return {HEADER: sign(sender, key=key, audience=("metrics",)), **more}

    return make


async def test_it_takes_an_event_at_its_door(
    room: httpx.AsyncClient, signed: Callable[..., dict[str, str]], use: MakeEvent, owner: psycopg.Connection
) -> None:
    answer = await room.post("/events", json=use(), headers=signed("metrics:write"))
    assert (answer.status_code, answer.json()) == (202, {"accepted": 1, "duplicates": 0, "refused": []})
    assert owner.execute("select count(*) from usage_event").fetchone() == (1,)


async def test_it_refuses_at_its_door_in_the_same_words(
    room: httpx.AsyncClient, signed: Callable[..., dict[str, str]], use: MakeEvent, owner: psycopg.Connection
) -> None:
    writer = signed("metrics:write")
    refused = {
        401: await room.post("/events", json=use()),
        403: await room.post("/events", json=use(), headers=signed("metrics:read")),
        413: await room.post("/events", json=[use() for _ in range(501)], headers=writer),
        415: await room.post("/events", content="a", headers=writer | {"content-type": "text/plain"}),
        400: await room.post("/events", content="[", headers=writer | {"content-type": "application/json"}),
    }
    assert [answer.status_code for answer in refused.values()] == list(refused)
    kinds = {answer.headers["content-type"] for answer in refused.values()}
    assert kinds == {"application/problem+json"}
    assert owner.execute("select count(*) from usage_event").fetchone() == (0,)


async def test_it_remembers_its_answer_when_asked_to(
    room: httpx.AsyncClient, signed: Callable[..., dict[str, str]], use: MakeEvent
) -> None:
    event, headers = use(), signed("metrics:write", **{"idempotency-key": "one"})
    answers = [await room.post("/events", json=event, headers=headers) for _ in range(2)]
    assert [answer.json()["accepted"] for answer in answers] == [1, 1]
    assert answers[1].headers["idempotency-replayed"] == "true"
