"""Spans from gateways and engines: uses counted once, words never taken, refusals told as OTLP says."""

import gzip
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import psycopg
import pytest
from google.rpc.status_pb2 import Status
from hypothesis import given, strategies as st
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)

from services.metrics import families
from services.metrics.traces import spans as reading
from services.metrics.traces.wire import MOST_BYTES

Client = httpx.AsyncClient
MakeProgram = Callable[..., Awaitable[Client]]
TRACES = "/api/metrics/v1/otlp/v1/traces"
TRACE = "5b8efff798038103d269b633813fc60c"
ANSWER = {"gen_ai.operation.name": "chat", "gen_ai.usage.output_tokens": 240, "enduser.pseudo.id": "a1"}


def attributes(told: dict[str, object]) -> list[dict[str, object]]:
    kinds = {bool: "boolValue", int: "intValue", float: "doubleValue", str: "stringValue"}
    return [{"key": name, "value": {kinds[type(value)]: value}} for name, value in told.items()]


def span(number: int = 1, *, parent: str = "", status: int = 0, **more: Any) -> dict[str, object]:
    told = more.get("told", ANSWER)
    return {
        "traceId": TRACE, "spanId": f"{number:016x}", "parentSpanId": parent, "name": "chat",
        "endTimeUnixNano": str(time.time_ns()), "status": {"code": status}, "attributes": attributes(told),
        "events": [{"name": "said", "attributes": attributes(more.get("events", {}))}],
    }  # fmt: skip


def request(*spans: dict[str, object], service: str = "litellm", **resource: object) -> dict[str, object]:
    told = attributes({"service.name": service} | resource)
    return {"resourceSpans": [{"resource": {"attributes": told}, "scopeSpans": [{"spans": list(spans)}]}]}


def counted(owner: psycopg.Connection) -> list[tuple[Any, ...]]:
    return owner.execute(
        """select s.name, o.tool, o.provider, o.model, e.code, e.input, e.output, e.person <> 0 from usage_event e
           join usage_origin o on o.id = e.origin join usage_source s on s.id = o.source order by e.output"""
    ).fetchall()


async def test_it_counts_an_answer_of_the_conventions(program: Client, owner: psycopg.Connection) -> None:
    told = ANSWER | {
        "gen_ai.provider.name": "mistral_ai", "gen_ai.request.model": "mistral-small-latest",
        "gen_ai.response.model": "mistral-small-2506", "gen_ai.usage.input_tokens": 812, "terrain.use_case": "RED-COU",
    }  # fmt: skip
    answer = await program.post(TRACES, json=request(span(told=told)))
    assert (answer.status_code, answer.json()) == (200, {})
    assert answer.headers["content-type"] == "application/json"
    code = families.NUMBERED.index("RED-COU")
    assert counted(owner) == [
        ("/otlp/litellm", "litellm", "mistral_ai", "mistral-small-2506", code, 812, 240, True)
    ]


@pytest.mark.parametrize(
    ("service", "told", "expected"),
    [
        # LiteLLM: the older names, who asks in `metadata`, and the operation only when content is captured.
        ("litellm-proxy",
         {"gen_ai.system": "openai", "gen_ai.request.model": "gpt-oss-120b", "gen_ai.usage.prompt_tokens": 40,
          "gen_ai.usage.completion_tokens": 9, "metadata.user_api_key_user_id": "marie@example.org"},
         ("/otlp/litellm-proxy", "litellm-proxy", "openai", "gpt-oss-120b", 40, 9, True)),
        ("litellm", {"gen_ai.operation.name": "acompletion", "gen_ai.usage.output_tokens": 9,
                     "metadata.user_api_key_user_id": "default_user_id", "metadata.user_api_key_end_user_id": ""},
         ("/otlp/litellm", "litellm", "", "", 0, 9, False)),
        # vLLM: tokens and the model, and nobody.
        ("vllm-server", {"gen_ai.response.model": "mistralai/Mistral-Small-24B", "gen_ai.usage.prompt_tokens": 12,
                         "gen_ai.usage.completion_tokens": 34, "gen_ai.request.id": "cmpl-1",
                         "gen_ai.latency.e2e": 1.5},
         ("/otlp/vllm-server", "vllm-server", "", "mistralai/Mistral-Small-24B", 12, 34, False)),
        # OpenLIT: the conventions, and a user of its own.
        ("Mon appli", {"gen_ai.operation.name": "chat", "gen_ai.provider.name": "ollama",
                       "gen_ai.request.model": "llama3.2", "gen_ai.request.user": "a7", "gen_ai.usage.input_tokens": 5,
                       "gen_ai.usage.output_tokens": 6, "telemetry.sdk.name": "openlit"},
         ("/otlp/Mon%20appli", "Mon appli", "ollama", "llama3.2", 5, 6, True)),
    ],
)  # fmt: skip
async def test_it_reads_what_gateways_and_engines_write(
    program: Client,
    owner: psycopg.Connection,
    service: str,
    told: dict[str, object],
    expected: tuple[object, ...],
) -> None:
    answer = await program.post(TRACES, json=request(span(told=told), service=service))
    assert answer.json() == {}, answer.text
    assert [(*one[:4], *one[5:]) for one in counted(owner)] == [expected]


@pytest.mark.parametrize("is_packed", [False, True])
async def test_it_takes_binary_and_answers_in_binary(
    program: Client, owner: psycopg.Connection, is_packed: bool
) -> None:
    message = ExportTraceServiceRequest()
    one = message.resource_spans.add().scope_spans.add().spans.add()
    one.trace_id, one.span_id, one.end_time_unix_nano = bytes.fromhex(TRACE), b"12345678", time.time_ns()
    pair = one.attributes.add(key="gen_ai.usage.output_tokens")
    pair.value.int_value = 3
    body = message.SerializeToString()
    headers = {"content-type": "application/x-protobuf"} | ({"content-encoding": "gzip"} if is_packed else {})
    answer = await program.post(TRACES, content=gzip.compress(body) if is_packed else body, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-protobuf"
    assert not ExportTraceServiceResponse.FromString(answer.content).HasField("partial_success")
    assert len(counted(owner)) == 1


async def test_it_counts_a_span_once_however_often_and_in_whichever_encoding(
    program: Client, owner: psycopg.Connection
) -> None:
    for body in (request(span()), request(span(told=ANSWER | {"gen_ai.usage.output_tokens": 9}), span(2))):
        assert (await program.post(TRACES, json=body)).json() == {}
    assert sorted(one[6] for one in counted(owner)) == [240, 240]


async def test_it_counts_the_outer_of_nested_answers_and_no_failed_call(
    program: Client, owner: psycopg.Connection
) -> None:
    retrieval = {"gen_ai.operation.name": "execute_tool", "gen_ai.usage.output_tokens": 1}
    sent = request(
        span(1), span(2, parent=f"{1:016x}", told=retrieval), span(3, parent=f"{2:016x}"), span(4, status=2)
    )
    assert (await program.post(TRACES, json=sent)).json() == {}
    assert len(counted(owner)) == 1


@pytest.mark.parametrize(
    ("told", "events"),
    [
        ({"gen_ai.input.messages": "[…]"}, {}),
        ({"gen_ai.output.messages": "[…]"}, {}),
        ({"gen_ai.system_instructions": "[…]"}, {}),
        ({"gen_ai.prompt.0.content": "Bonjour"}, {}),
        ({"gen_ai.completion.0.content": "Bonjour"}, {}),
        ({"llm.openai.messages": "Bonjour"}, {}),
        ({"input.value": "Bonjour"}, {}),
        ({"llm.input_messages.0.message.content": "Bonjour"}, {}),
        ({"traceloop.entity.output": "Bonjour"}, {}),
        ({"gen_ai.tool.call.arguments": "{}"}, {}),
        ({}, {"gen_ai.content.prompt": "Bonjour"}),
        ({}, {"gen_ai.event.content": "Bonjour"}),
    ],
)
async def test_it_refuses_a_span_that_bears_what_was_said(
    program: Client, owner: psycopg.Connection, told: dict[str, object], events: dict[str, object]
) -> None:
    name = next(iter(told | events))
    answer = await program.post(TRACES, json=request(span(told=ANSWER | told, events=events), span(2)))
    assert answer.status_code == 200
    assert answer.json()["partialSuccess"]["rejectedSpans"] == "1"
    assert name in answer.json()["partialSuccess"]["errorMessage"]
    assert "Bonjour" not in answer.text
    assert len(counted(owner)) == 1
    kept = owner.execute("select event_id, code, pointer from quarantined_event").fetchall()
    assert kept == [(f"{TRACE}-{1:016x}", "content_refused", name)]


async def test_it_says_what_it_refused_and_keeps_the_rest(program: Client, owner: psycopg.Connection) -> None:
    sent = request(
        span(1), span(2, told=ANSWER | {"terrain.use_case": "ZZZ"}), span(3) | {"spanId": "00" * 8},
        span(4) | {"endTimeUnixNano": "7"},
    )  # fmt: skip
    answer = await program.post(TRACES, json=sent)
    assert answer.json()["partialSuccess"]["rejectedSpans"] == "3"
    assert "unknown_use_case (/data/use_case)" in answer.json()["partialSuccess"]["errorMessage"]
    assert len(counted(owner)) == 1


async def test_it_writes_for_the_authority_that_the_sender_names_when_it_may(
    make_program: MakeProgram, owner: psycopg.Connection, authority: Callable[[str], UUID]
) -> None:
    named = request(span(), **{"terrain.authority_id": str(authority("Lormes"))})
    refused = await (await make_program(at="Chéroy")).post(TRACES, json=named)
    assert "other_authority" in refused.json()["partialSuccess"]["errorMessage"]
    await (await make_program()).post(TRACES, json=named)
    places = owner.execute("select authority_id from usage_event").fetchall()
    assert places == [(authority("Lormes"),)]


async def test_it_forgets_whom_a_span_named_by_an_address(program: Client, owner: psycopg.Connection) -> None:
    who = "marie@example.org"
    await program.post(TRACES, json=request(span(told=ANSWER | {"enduser.pseudo.id": who})))
    asked = {"source": "/otlp/litellm", "agent": reading.pseudonym(who)}
    assert (await program.post("/api/metrics/v1/erasures", json=asked)).json() == {"events": 1}
    assert counted(owner) == []


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", {"content-type": "application/json"}, 400),
        (b"[]", {"content-type": "application/json"}, 400),
        (b'{"resourceSpans": 3}', {"content-type": "application/json"}, 400),
        (json.dumps(request(span() | {"traceId": "zz"})).encode(), {"content-type": "application/json"}, 400),
        (b"\xff\xff", {"content-type": "application/x-protobuf"}, 400),
        (b"not packed", {"content-type": "application/x-protobuf", "content-encoding": "gzip"}, 400),
        (gzip.compress(b"{}")[:-4], {"content-type": "application/json", "content-encoding": "gzip"}, 400),
        (b"{}", {"content-type": "application/json", "content-encoding": "br"}, 415),
        (b"{}", {"content-type": "text/plain"}, 415),
        (gzip.compress(b"0" * (MOST_BYTES + 1)),
         {"content-type": "application/x-protobuf", "content-encoding": "gzip"}, 413),
    ],
)  # fmt: skip
async def test_it_refuses_what_it_cannot_read_as_otlp_says(
    program: Client, owner: psycopg.Connection, content: bytes, headers: dict[str, str], status: int
) -> None:
    answer = await program.post(TRACES, content=content, headers=headers)
    assert answer.status_code == status, answer.text
    if headers["content-type"] == "application/x-protobuf":
        assert Status.FromString(answer.content).message
    else:
        assert answer.json()["message"]
    assert counted(owner) == []


async def test_it_takes_no_spans_from_a_browser_or_a_reader(
    agent: Client, make_program: MakeProgram, owner: psycopg.Connection
) -> None:
    reader = await make_program(scopes=["metrics:read"])
    for sender in (agent, reader):
        assert (await sender.post(TRACES, json=request(span()))).status_code == 403
    assert counted(owner) == []


@given(st.text(max_size=80))
def test_it_makes_a_pseudonym_of_any_identifier_and_the_same_again(who: str) -> None:
    made = reading.pseudonym(who)
    assert made == reading.pseudonym(who)
    assert made == "" or (len(made) <= 64 and made.isascii() and "@" not in made)


@given(st.lists(st.integers(0, 6), min_size=1, max_size=7))
def test_it_counts_every_tree_of_answers_by_its_outermost(parents: list[int]) -> None:
    sent = [
        reading.Span(
            trace=TRACE, id=f"{number:016x}", parent=f"{parent:016x}", end=1, has_failed=False, told=ANSWER
        )
        for number, parent in enumerate(parents)
    ]
    kept = {one.id for one in reading.uses(sent)}
    roots = {one.id for one in sent if one.parent not in {other.id for other in sent} - {one.id}}
    assert kept >= roots
    assert all(one.parent not in {o.id for o in sent} - {one.id} or one.id not in kept for one in sent)
