"""The short way that programs take: the same checks, the same headers, the same refusals as the long one."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from gateway.limits import Buckets
from services.kit import direct
from services.kit.principal import HEADER, Principal, sign

pytestmark = pytest.mark.usefixtures("settled")
CHAT = "/chat/completions"
LETTER = {"model": "auto", "messages": [{"role": "user", "content": "Rédige un courrier de remerciement."}]}
OFTEN = {
    "content-length",
    "date",
    "server",
    "x-request-id",
    "ratelimit",
    "x-use-case",
    "content-type",
    "x-footprint",
}


@pytest.fixture
def ways(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The doors that were opened, in their order."""
    opened: list[str] = []
    answer = direct.answer

    async def noted(room: Any, door: Any, caller: Principal, scope: Any, *rest: Any) -> None:
        opened.append(scope["path"])
        await answer(room, door, caller, scope, *rest)

    monkeypatch.setattr(direct, "answer", noted)
    return opened


async def test_it_answers_with_the_headers_of_the_long_way(
    program: httpx.AsyncClient, ways: list[str]
) -> None:
    short = await program.post(CHAT, json=LETTER, headers={"x-request-id": "une-demande-1"})
    assert (short.status_code, ways) == (200, ["/api/assistant/v1/chat/completions"])
    long = await program.get("/models")
    assert len(ways) == 1
    named = [
        {name: value for name, value in one.headers.items() if name not in OFTEN} for one in (short, long)
    ]
    assert named[0] == named[1]
    assert short.headers["x-request-id"] == "une-demande-1"
    assert "ratelimit" in short.headers


async def test_it_counts_both_ways_in_one_bucket(
    program: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    callers: list[str] = []
    monkeypatch.setattr(Buckets, "take", lambda _, caller: callers.append(caller) or 7)
    answers = [await program.post(CHAT, json=LETTER), await program.get("/models")]
    assert len(callers) == 2
    assert callers[0] == callers[1]
    assert {one.headers["ratelimit"] for one in answers} == {'"default";r=7;t=60'}


async def test_it_sends_a_program_without_a_good_key_the_long_way(
    program: httpx.AsyncClient, ways: list[str]
) -> None:
    for wrong in ("Bearer terrain_wrong", "Basic eA==", "Bearer"):
        refused = await program.post(CHAT, json=LETTER, headers={"authorization": wrong})
        assert (refused.status_code, refused.json()["error"]["code"]) == (401, "invalid_api_key")
    assert ways == []


async def test_it_believes_no_principal_from_outside(
    served: str, program: httpx.AsyncClient, ways: list[str], rows: Callable[..., Any]
) -> None:
    forged = Principal(subject=uuid4(), name="Autre", roles=frozenset({"admin"}), authority=uuid4())
    headers = {HEADER: sign(forged, key="une clé quelconque de trente-deux signes", audience=("assistant",))}
    assert (await program.post(CHAT, json=LETTER, headers=headers)).status_code == 200
    assert rows("select count(*) from assistant_use where caller_id = %s", forged.subject) == [{"count": 0}]
    async with httpx.AsyncClient(base_url=f"{served}/api/assistant/v1", headers=headers) as nobody:
        assert (await nobody.post(CHAT, json=LETTER)).status_code in {401, 403}
    assert len(ways) == 1


async def test_it_refuses_too_long_a_body_before_it_is_read(
    program: httpx.AsyncClient, ways: list[str]
) -> None:
    refused = await program.post(CHAT, content=b"x" * 2_000_000)
    assert (refused.status_code, ways) == (413, [])


async def test_it_refuses_as_the_room_does(program: httpx.AsyncClient, ways: list[str]) -> None:
    refused = await program.post(CHAT, content=b"{")
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalid_json")
    assert len(ways) == 1
    assert "ratelimit" in refused.headers


async def test_it_takes_only_what_is_posted_to_a_door(program: httpx.AsyncClient, ways: list[str]) -> None:
    assert (await program.get(CHAT)).status_code == 405
    assert ways == []


async def test_it_lets_the_layers_refuse_who_asks_too_often(
    program: httpx.AsyncClient, ways: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Buckets, "take", lambda *_: None)
    refused = await program.post(CHAT, json=LETTER)
    assert (refused.status_code, ways) == (429, [])
    assert refused.headers["retry-after"]
