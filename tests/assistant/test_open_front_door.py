"""The assistant's room as a process of its own: programs meet its doors before the framework, and are refused alike."""

from collections.abc import AsyncIterator, Callable
from uuid import UUID

import httpx
import psycopg
import pytest

from gateway.settings import GatewaySettings
from services.assistant.app import create_app
from services.kit.direct import Front
from services.kit.principal import HEADER, Principal, sign

LETTER = {"model": "auto", "messages": [{"role": "user", "content": "Rédige un courrier de remerciement."}]}


@pytest.fixture(params=[True, False], ids=["by the door", "by the routes"])
async def room(
    settings: GatewaySettings, anyio_backend: str, request: pytest.FixtureRequest
) -> AsyncIterator[httpx.AsyncClient]:
    """The room, without the edge, behind its front door or behind the framework alone."""
    app = create_app(settings)
    transport = httpx.ASGITransport(Front(app) if request.param else app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://assistant/v1") as client,
    ):
        yield client


@pytest.fixture
def signed(settings: GatewaySettings, authority: Callable[[str], UUID]) -> Callable[..., dict[str, str]]:
    """Sign who asks, as the edge does: `signed("assistant:use")`."""

    def make(scope: str, *roles: str) -> dict[str, str]:
        program = Principal(
            subject=UUID(int=3), name="essai", authority=authority("Chéroy"), scopes=frozenset({scope}),
            roles=frozenset(roles or {"partner"}), request_id="r-1",
        )  # fmt: skip
        key = settings.principal_key.get_secret_value()
        return {HEADER: sign(program, key=key, audience=("assistant",))}

    return make


async def test_it_answers_at_once_and_in_a_stream(
    room: httpx.AsyncClient, signed: Callable[..., dict[str, str]], owner: psycopg.Connection
) -> None:
    headers = signed("assistant:use")
    whole = await room.post("/chat/completions", json=LETTER, headers=headers)
    streamed = await room.post("/chat/completions", json=LETTER | {"stream": True}, headers=headers)
    assert (whole.status_code, whole.json()["object"]) == (200, "chat.completion")
    assert streamed.headers["content-type"].startswith("text/event-stream")
    assert streamed.text.rstrip().endswith("data: [DONE]")
    kept = owner.execute("select state from assistant_use where caller_id = %s", [UUID(int=3)]).fetchall()
    assert kept == [("complete",), ("complete",)]


async def test_it_refuses_in_the_convention_s_own_shape(
    room: httpx.AsyncClient, signed: Callable[..., dict[str, str]]
) -> None:
    known = signed("assistant:use")
    refused = {
        401: await room.post("/chat/completions", json=LETTER),
        403: await room.post("/chat/completions", json=LETTER, headers=signed("metrics:read")),
        400: await room.post("/chat/completions", content="{", headers=known),
        404: await room.post("/chat/completions", json=LETTER | {"model": "aucun"}, headers=known),
    }
    assert [answer.status_code for answer in refused.values()] == list(refused)
    assert all(
        set(answer.json()["error"]) == {"message", "type", "param", "code"} for answer in refused.values()
    )
