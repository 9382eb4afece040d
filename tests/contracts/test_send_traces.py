"""Traces of a real OpenTelemetry exporter, to the house in both shapes."""

from collections.abc import Iterator

import httpx
import psycopg
import pytest
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExportResult
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter


@pytest.fixture
def spans() -> Iterator[list[ReadableSpan]]:
    """Three answers, the last within the second; and one call that is none."""
    memory = InMemorySpanExporter()
    provider = TracerProvider(resource=Resource({"service.name": "litellm"}))
    provider.add_span_processor(SimpleSpanProcessor(memory))
    tracer = provider.get_tracer("litellm")
    told = {
        "gen_ai.operation.name": "chat",
        "gen_ai.usage.output_tokens": 240,
        "gen_ai.usage.input_tokens": 812,
    }
    with tracer.start_as_current_span("chat mistral", attributes=told | {"enduser.pseudo.id": "a1"}):
        pass
    with (
        tracer.start_as_current_span("chat mistral", attributes=told | {"enduser.pseudo.id": "a2"}),
        tracer.start_as_current_span("llm_request", attributes={"gen_ai.usage.completion_tokens": 240}),
    ):
        pass
    with tracer.start_as_current_span("embeddings", attributes={"gen_ai.operation.name": "embeddings"}):
        pass
    yield list(memory.get_finished_spans())
    provider.shutdown()


@pytest.mark.parametrize("compression", [Compression.NoCompression, Compression.Gzip])
async def test_it_counts_what_an_exporter_sends_and_once(
    origin: str, key: str, spans: list[ReadableSpan], owner: psycopg.Connection, compression: Compression
) -> None:
    exporter = OTLPSpanExporter(
        endpoint=f"{origin}/api/metrics/v1/otlp/v1/traces",
        headers={"authorization": f"Bearer {key}"},
        compression=compression,
    )
    try:
        assert exporter.export(spans) is SpanExportResult.SUCCESS
        assert exporter.export(spans) is SpanExportResult.SUCCESS
    finally:
        exporter.shutdown()

    counted = owner.execute(
        "select count(*), count(distinct person), sum(input), sum(output) from usage_event"
    ).fetchone()
    assert counted == (2, 2, 1624, 480)


async def test_it_finds_the_house_by_the_base_address_that_exporters_take(
    origin: str,
    key: str,
    spans: list[ReadableSpan],
    owner: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"{origin}/api/metrics/v1/otlp")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", f"authorization=Bearer%20{key}")
    exporter = OTLPSpanExporter()
    try:
        assert exporter.export(spans) is SpanExportResult.SUCCESS
    finally:
        exporter.shutdown()
    assert owner.execute("select count(*) from usage_event").fetchone() == (2,)


async def test_it_tells_an_exporter_that_its_key_is_none(origin: str, spans: list[ReadableSpan]) -> None:
    endpoint, headers = f"{origin}/api/metrics/v1/otlp/v1/traces", {"authorization": "Bearer ter_nobody_0000"}
    exporter = OTLPSpanExporter(endpoint=endpoint, headers=headers)
    try:
        assert exporter.export(spans) is SpanExportResult.FAILURE
    finally:
        exporter.shutdown()
    answer = httpx.post(endpoint, json={}, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/json")
    assert answer.json()["message"]
