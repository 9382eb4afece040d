"""Why a completion is refused: always in OpenAI's shape, so that its clients raise their typed errors."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import openai
import psycopg
import pytest

from tests.assistant.conftest import Rows
from tests.assistant.supplier import FakeSupplier

pytestmark = pytest.mark.usefixtures("settled")

LETTER = [{"role": "user", "content": "Rédige un courrier de remerciement."}]
SECRET = "une phrase qui ne doit paraître nulle part"


def error_of(answer: httpx.Response) -> dict[str, Any]:
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"message", "type", "param", "code"}
    assert body["error"]["message"]
    return body["error"]


async def test_it_refuses_an_unknown_key(client: openai.AsyncOpenAI) -> None:
    with pytest.raises(openai.AuthenticationError) as refused:
        await client.with_options(api_key="sk-wrong").chat.completions.create(model="auto", messages=LETTER)
    assert refused.value.code == "invalid_api_key"
    assert refused.value.type == "authentication_error"


async def test_it_refuses_nobody(served: str) -> None:
    async with httpx.AsyncClient(base_url=served, headers={"origin": served}) as nobody:
        for answer in (
            await nobody.post("/api/assistant/v1/chat/completions", json={"messages": LETTER}),
            await nobody.get("/api/assistant/v1/models"),
            await nobody.get("/api/assistant/v1/models/good"),
        ):
            assert answer.status_code == 401
            assert error_of(answer)["code"] == "invalid_api_key"


async def test_it_refuses_an_expired_key(
    client: openai.AsyncOpenAI, owner: psycopg.Connection, rows: Rows
) -> None:
    owner.execute(
        "update api_key set created_at = now() - interval '40 days', expires_at = now() - interval '1 day'"
    )
    with pytest.raises(openai.AuthenticationError):
        await client.chat.completions.create(model="auto", messages=LETTER)
    assert rows("select 1 from assistant_use") == []


async def test_it_refuses_a_key_without_the_scope(
    client: openai.AsyncOpenAI, make_key: Callable[..., Awaitable[str]], rows: Rows
) -> None:
    other = await make_key(scopes=["metrics:write"])
    with pytest.raises(openai.PermissionDeniedError) as refused:
        await client.with_options(api_key=other).chat.completions.create(model="auto", messages=LETTER)
    assert refused.value.code == "insufficient_permissions"
    with pytest.raises(openai.PermissionDeniedError):
        await client.with_options(api_key=other).models.retrieve("good")
    assert rows("select 1 from assistant_use") == []


async def test_it_refuses_an_unknown_model(client: openai.AsyncOpenAI, rows: Rows) -> None:
    with pytest.raises(openai.NotFoundError) as refused:
        await client.chat.completions.create(model="gpt-unknown", messages=LETTER)
    assert (refused.value.code, refused.value.param) == ("model_not_found", "model")
    with pytest.raises(openai.NotFoundError):
        await client.models.retrieve("gpt-unknown")
    assert rows("select 1 from assistant_use") == []


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        (b"{", "invalid_json", None),
        (b"\xff\xfe", "invalid_json", None),
        (b"[]", "invalid_json", None),
        (b"[" * 50_000, "invalid_json", None),
        (b"{}", "missing_required_parameter", "messages"),
        (b'{"messages": []}', "invalid_type", "messages"),
        (b'{"messages": "bonjour"}', "invalid_type", "messages"),
        (b'{"messages": ["bonjour"]}', "invalid_type", "messages[0]"),
        (b'{"messages": [{"content": "bonjour"}]}', "invalid_type", "messages[0].role"),
        (b'{"messages": [{"role": "user", "content": 3}]}', "invalid_type", "messages[0].content"),
        (b'{"messages": [{"role": "user", "content": ["x"]}]}', "invalid_type", "messages[0].content"),
        (b'{"model": 3, "messages": [{"role": "user"}]}', "invalid_type", "model"),
        (b'{"stream": "yes", "messages": [{"role": "user"}]}', "invalid_type", "stream"),
        (b'{"stream_options": 1, "messages": [{"role": "user"}]}', "invalid_type", "stream_options"),
    ],
)
async def test_it_refuses_a_wrong_body(
    program: httpx.AsyncClient, rows: Rows, body: bytes, code: str, param: str | None
) -> None:
    answer = await program.post("/chat/completions", content=body)
    assert answer.status_code == 400
    error = error_of(answer)
    assert (error["code"], error["param"], error["type"]) == (code, param, "invalid_request_error")
    assert rows("select 1 from assistant_use") == []


async def test_it_refuses_too_large_a_body(program: httpx.AsyncClient) -> None:
    answer = await program.post("/chat/completions", content=b" " * 1_100_000)
    assert answer.status_code == 413
    error_of(answer)


async def test_it_refuses_other_methods_and_addresses_in_the_same_shape(program: httpx.AsyncClient) -> None:
    answer = await program.get("/chat/completions")
    assert answer.status_code == 405
    error_of(answer)
    answer = await program.post("/embeddings", json={"input": "x", "model": "good"})
    assert answer.status_code == 404
    error_of(answer)


@pytest.mark.parametrize("model", ["auto", "good"])
async def test_it_refuses_a_forbidden_use_that_is_declared(
    client: openai.AsyncOpenAI, supplier: FakeSupplier, rows: Rows, model: str
) -> None:
    with pytest.raises(openai.PermissionDeniedError) as refused:
        await client.chat.completions.create(
            model=model, messages=LETTER, extra_headers={"X-Use-Case": "ACT-SOC"}
        )
    assert refused.value.code == "use_forbidden"
    assert "réorganiser le travail" in refused.value.message
    assert supplier.asked == []
    assert rows("select 1 from assistant_use") == []


async def test_it_does_not_refuse_a_forbidden_use_that_is_only_recognised(
    client: openai.AsyncOpenAI, supplier: FakeSupplier
) -> None:
    social = [{"role": "user", "content": "Résume l'enquête sociale de la famille pour le RSA."}]
    answer = await client.chat.completions.with_raw_response.create(model="good", messages=social)
    assert answer.headers["x-use-case"] == "ACT-SOC"
    assert len(supplier.asked) == 1


async def test_it_refuses_a_use_that_is_not_in_the_catalogue(client: openai.AsyncOpenAI) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        await client.chat.completions.create(
            model="auto", messages=LETTER, extra_headers={"X-Use-Case": "NADA"}
        )
    assert (refused.value.code, refused.value.param) == ("unknown_use_case", "X-Use-Case")


async def test_it_files_under_the_declared_use(client: openai.AsyncOpenAI, rows: Rows) -> None:
    await client.chat.completions.create(
        model="auto", messages=LETTER, extra_headers={"X-Use-Case": "red-dis"}
    )
    assert [use["use_case"] for use in rows("select * from assistant_use")] == ["RED-DIS"]


SUPPLIER_REFUSALS = [
    ("nobody", 502, "supplier_unreachable"),
    ("status-500", 502, "supplier_failed"),
    ("status-503", 502, "supplier_failed"),
    ("status-401", 502, "supplier_refused"),
    ("status-404", 502, "supplier_refused"),
    ("status-400", 400, "rejected_by_supplier"),
    ("status-422", 400, "rejected_by_supplier"),
    ("html", 502, "supplier_failed"),
    ("mute", 504, "supplier_timeout"),
]


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize(("model", "status", "code"), SUPPLIER_REFUSALS)
async def test_it_names_what_went_wrong_at_the_supplier(
    client: openai.AsyncOpenAI, rows: Rows, model: str, status: int, code: str, streamed: bool
) -> None:
    with pytest.raises(openai.APIStatusError) as refused:
        await client.chat.completions.create(model=model, messages=LETTER, stream=streamed)
    assert (refused.value.status_code, refused.value.code) == (status, code)
    if status == 400:
        assert refused.value.message.count("because")  # its own reason reaches the program
    assert [use["state"] for use in rows("select * from assistant_use")] == ["failed"]
    assert rows("select 1 from event where name = 'assistant.use_made'") == []


async def test_it_passes_on_that_a_supplier_is_busy(client: openai.AsyncOpenAI, rows: Rows) -> None:
    with pytest.raises(openai.RateLimitError) as refused:
        await client.chat.completions.create(model="status-429", messages=LETTER)
    assert refused.value.response.headers["retry-after"] == "7"
    assert refused.value.code == "rate_limit_exceeded"
    assert [use["state"] for use in rows("select * from assistant_use")] == ["failed"]


async def test_it_logs_no_word_of_what_was_said(
    client: openai.AsyncOpenAI, key: str, capfd: pytest.CaptureFixture[str]
) -> None:
    said = [{"role": "user", "content": SECRET}]
    for model in ("auto", "good", "status-400", "status-500", "nobody", "cut"):
        try:
            async for _ in await client.chat.completions.create(model=model, messages=said, stream=True):
                pass
        except openai.APIError:
            continue
    out, err = capfd.readouterr()
    assert "supplier_refusal" in out + err  # something was written
    for secret in (SECRET, json.dumps(SECRET), "supplier-secret", key):
        assert secret not in out + err
