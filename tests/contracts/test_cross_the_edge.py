"""What holds in one process holds in five."""

from collections.abc import Iterator

import httpx
import pytest

from gateway.settings import GatewaySettings
from services.kit.principal import HEADER
from tests.contracts.conftest import Enter
from tests.servers import await_ready, environment, free_port, process


async def test_it_recognises_a_session(enter: Enter) -> None:
    agent = await enter("agent", at="Chéroy")

    me = (await agent.get("/api/identity/v1/me")).json()

    assert (me["name"], me["authority"]["name"]) == ("agent Chéroy", "Chéroy")


async def test_it_recognises_a_key(origin: str, key: str) -> None:
    async with httpx.AsyncClient(base_url=origin, headers={"authorization": f"Bearer {key}"}) as program:
        assert (await program.get("/api/identity/v1/me")).json()["roles"] == ["partner"]


async def test_it_serves_pages(origin: str, enter: Enter) -> None:
    agent = await enter("agent")

    page = await agent.get("/", headers={"accept": "text/html"})

    assert page.status_code == 200
    assert page.text.startswith("<!doctype html>")
    assert "agent Chéroy" in page.text
    assert "nonce-" in page.headers["content-security-policy"]


async def test_it_sends_strangers_to_the_sign_in_page(origin: str) -> None:
    async with httpx.AsyncClient(base_url=origin) as visitor:
        page = await visitor.get("/compte", headers={"accept": "text/html"})

    assert (page.status_code, page.headers["location"]) == (303, "/connexion?suite=/compte")


async def test_it_never_believes_an_identity_from_outside(origin: str, enter: Enter) -> None:
    async with httpx.AsyncClient(base_url=origin) as visitor:
        for room in ("workshops/v1/workshops", "metrics/v1/overview", "identity/v1/me"):
            answer = await visitor.get(f"/api/{room}", headers={HEADER: "e30.e30.e30"})
            assert answer.status_code == 401, room
            assert answer.json()["code"] == "unauthenticated"


async def test_it_signs_out(enter: Enter) -> None:
    agent = await enter("agent")

    await agent.post("/deconnexion")

    assert (await agent.get("/api/identity/v1/me")).status_code == 401


async def test_it_serves_one_document_for_all_rooms(origin: str) -> None:
    async with httpx.AsyncClient(base_url=origin) as visitor:
        document = (await visitor.get("/openapi.json")).json()

    assert document["openapi"].startswith("3.1")
    assert {path.split("/")[2] for path in document["paths"]} == {
        "identity", "workshops", "assistant", "metrics",
    }  # fmt: skip


@pytest.fixture(scope="module")
def orphan(settings: GatewaySettings) -> Iterator[str]:
    """A gateway whose workshops service is dead."""
    port = free_port()
    origin = f"http://localhost:{port}"
    env = environment(settings, origin) | {"TERRAIN_WORKSHOPS_URL": f"http://127.0.0.1:{free_port()}"}
    with process("gateway", port, env):
        with pytest.raises(TimeoutError, match="not ready: workshops"):
            await_ready(origin, seconds=15)
        yield origin


def test_it_says_that_a_service_is_dead(orphan: str) -> None:
    problem = httpx.get(f"{orphan}/api/workshops/v1/workshops")

    assert (problem.status_code, problem.json()["code"]) == (502, "service_unavailable")


def test_it_goes_on_without_the_dead_service(orphan: str) -> None:
    assert httpx.get(f"{orphan}/healthz").status_code == 200
    assert httpx.get(f"{orphan}/api/identity/v1/me").status_code == 401
