"""What an answer cost, told to programs beside it: a header, or a comment that clients of the convention pass over."""

import json
import math

import httpx
import openai
import pytest

from services.assistant.completions import footprints
from services.assistant.completions.footprints import beside
from services.assistant.footprints import estimates
from services.assistant.tails import NOTHING

pytestmark = pytest.mark.usefixtures("settled", "supplier")
USAGE = {"include_usage": True}


def asked(model: str, **more: object) -> dict[str, object]:
    return {"model": model, "messages": [{"role": "user", "content": "Bonjour"}], **more}


def events(stream: str) -> list[dict[str, object]]:
    return [json.loads(line[5:]) for line in stream.splitlines() if line.startswith("data: {")]


def comments(stream: str) -> list[dict[str, object]]:
    prefix = ": x-footprint "
    return [json.loads(line.removeprefix(prefix)) for line in stream.splitlines() if line.startswith(prefix)]


async def test_it_is_in_a_header_and_the_body_stays_the_suppliers_own(program: httpx.AsyncClient) -> None:
    answer = await program.post("/chat/completions", json=asked("gpt-4o"))
    told = json.loads(answer.headers["x-footprint"])
    known = estimates.estimate("gpt-4o", 7)
    assert known
    assert (told["status"], told["input_tokens"], told["output_tokens"]) == ("known", 12, 7)
    assert math.isclose(told["kwh_low"], known.kwh[0])
    assert math.isclose(told["grams_high"], known.grams[1])
    assert answer.json()["x_own"] == [1, 2]
    assert "footprint" not in answer.json()


async def test_it_says_unknown_of_a_model_that_the_method_does_not_know(program: httpx.AsyncClient) -> None:
    told = json.loads((await program.post("/chat/completions", json=asked("good"))).headers["x-footprint"])
    assert told["status"] == "unknown"
    assert "kwh_low" not in told
    told = json.loads((await program.post("/chat/completions", json=asked("auto"))).headers["x-footprint"])
    assert told["status"] == "no_model"
    assert "output_tokens" not in told, "words are no tokens"


@pytest.mark.parametrize(("model", "status"), [("gpt-4o", "known"), ("auto", "no_model")])
async def test_it_ends_a_stream_whose_usage_was_asked_for(
    program: httpx.AsyncClient, model: str, status: str
) -> None:
    body = asked(model, stream=True, stream_options=USAGE)
    stream = (await program.post("/chat/completions", json=body)).text
    (told,) = comments(stream)
    assert told["status"] == status
    assert "usage" in events(stream)[-1], "the usage stays the last chunk"
    assert stream.index(": x-footprint") > stream.rindex("data: {")
    assert stream.rstrip().endswith("data: [DONE]")


@pytest.mark.parametrize("model", ["gpt-4o", "auto"])
async def test_it_leaves_other_streams_as_they_were(program: httpx.AsyncClient, model: str) -> None:
    stream = (await program.post("/chat/completions", json=asked(model, stream=True))).text
    assert comments(stream) == []


async def test_it_survives_masking(program: httpx.AsyncClient) -> None:
    body = asked("gpt-4o", stream=True, stream_options=USAGE) | {
        "messages": [{"role": "user", "content": "Mme Durand attend au 06 12 34 56 78."}]
    }
    stream = (await program.post("/chat/completions", json=body)).text
    assert comments(stream)[0]["output_tokens"] == 7


async def test_a_client_of_the_convention_passes_over_it(client: openai.AsyncOpenAI) -> None:
    asked_for = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Bonjour"}]}
    stream = await client.chat.completions.create(**asked_for, stream=True, stream_options=USAGE)  # type: ignore[call-overload]
    chunks = [chunk async for chunk in stream]
    said = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices)
    assert said == "Madame, Monsieur, votre demande est bien reçue."
    assert chunks[-1].usage
    whole = await client.chat.completions.with_raw_response.create(**asked_for)  # type: ignore[call-overload]
    assert json.loads(whole.headers["x-footprint"])["status"] == "known"
    assert whole.parse().choices[0].message.content == said


def test_it_is_put_before_the_end_however_the_end_arrives() -> None:
    told = footprints.of(None, NOTHING)
    for lines in (b"data: [DONE]\n\n", b'data: {"a": 1}\n\ndata: [DONE]\n\n', b"data:[DONE]\r\n\r\n"):
        whole = beside(lines, told)
        assert whole.replace(footprints.comment(told), b"") == lines
        assert whole.index(footprints.comment(told)) < whole.index(b"[DONE]")
    assert beside(b'data: {"a": "[DONE]"}\n\n', told) == b'data: {"a": "[DONE]"}\n\n'
