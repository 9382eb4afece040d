"""What breaks is noted without what people wrote, and the reader is told."""

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from services.kit.quiet import AnswerCut, Quiet

CANARY = "serin-jaune-4711"


async def breaks_at_once(scope: Scope, receive: Receive, send: Send) -> None:
    raise RuntimeError(CANARY)


async def breaks_midway(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"half", "more_body": True})
    raise RuntimeError(CANARY)


async def breaks_after(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse("whole")(scope, receive, send)
    raise RuntimeError(CANARY)


async def ask(app: object) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(Quiet(app)), base_url="http://x") as client:  # type: ignore[arg-type]
        return await client.get("/", headers={"x-request-id": "request-0001"})


async def test_it_answers_when_nothing_had_left(capsys: pytest.CaptureFixture[str]) -> None:
    answer = await ask(breaks_at_once)

    written = "".join(capsys.readouterr())
    assert (answer.status_code, answer.json()["code"]) == (500, "unexpected")
    assert "RuntimeError" in written
    assert "request-0001" in written
    assert CANARY not in written + answer.text


async def test_it_cuts_an_answer_that_had_begun(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(AnswerCut) as cut:
        await ask(breaks_midway)

    assert cut.value.__cause__ is None
    assert CANARY not in "".join(capsys.readouterr())


async def test_it_leaves_a_whole_answer_alone() -> None:
    assert (await ask(breaks_after)).text == "whole"
