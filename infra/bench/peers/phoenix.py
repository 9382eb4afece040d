"""The same uses as spans in Arize Phoenix: `make bench-peer`. Runs on the peer's own interpreter and imports nothing of ours.

Uses come as JSON lines on standard input. Phoenix answers before a span is kept: the time counted ends when it is.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
)

BATCH, ROUNDS = 500, 20
PORT, GRPC_PORT = 18_950, 18_951
COUNT = "query { projects { edges { node { id recordCount } } } }"
DAILY = """
query ($id: ID!, $start: DateTime!, $end: DateTime!) { node(id: $id) { ... on Project {
    spanCountTimeSeries(timeRange: {start: $start, end: $end}, timeBinConfig: {scale: DAY}) { data { totalCount } } } } }
"""


def spans(uses: list[dict[str, Any]]) -> bytes:
    """Write uses as one export of spans."""
    request = ExportTraceServiceRequest()
    scope = request.resource_spans.add().scope_spans.add()
    for use in uses:
        span, data = scope.spans.add(), use["data"]
        began = int(datetime.fromisoformat(use["time"]).timestamp() * 1e9)
        span.trace_id, span.span_id, span.name = os.urandom(16), os.urandom(8), "use"
        span.start_time_unix_nano, span.end_time_unix_nano = began, began + 1_000_000
        told = {
            "openinference.span.kind": "LLM", "user.id": data["agent"], "use_case": data["use_case"],
            "llm.model_name": data["gen_ai.response.model"], "authority": data["authority_id"],
            "llm.token_count.prompt": data["gen_ai.usage.input_tokens"],
            "llm.token_count.completion": data["gen_ai.usage.output_tokens"],
        }  # fmt: skip
        for name, value in told.items():
            attribute = span.attributes.add(key=name)
            if isinstance(value, int):
                attribute.value.int_value = value
            else:
                attribute.value.string_value = value
    return bytes(request.SerializeToString())


def ask(client: httpx.Client, query: str, **variables: str) -> dict[str, Any]:
    """Ask the peer's GraphQL."""
    answer = client.post("/graphql", json={"query": query, "variables": variables}).raise_for_status().json()
    if "errors" in answer:
        raise RuntimeError(answer["errors"][0]["message"])
    return dict(answer["data"])


def projects(client: httpx.Client) -> tuple[str, int]:
    """Give the first project and how many spans it has kept."""
    node = ask(client, COUNT)["projects"]["edges"][0]["node"]
    return node["id"], node["recordCount"]


def send(client: httpx.Client, uses: list[dict[str, Any]]) -> None:
    """Send everything, and print how long it took to be answered and to be kept."""
    bodies = [spans(uses[start : start + BATCH]) for start in range(0, len(uses), BATCH)]
    began = time.monotonic()
    for body in bodies:
        while True:  # a full queue is a refusal, to be tried again
            answer = client.post(
                "/v1/traces", content=body, headers={"content-type": "application/x-protobuf"}
            )
            if answer.status_code < 300:
                break
            time.sleep(0.1)
    answered = time.monotonic() - began
    while (kept := projects(client)[1]) < len(uses):
        if time.monotonic() - began > 900:
            raise TimeoutError(f"only {kept} spans of {len(uses)} are kept")
        time.sleep(0.25)
    took = time.monotonic() - began
    print(
        f"  answered {len(uses) / answered:.0f} spans/s, kept {len(uses) / took:.0f} spans/s (n = {len(uses)})",
        flush=True,
    )


def read(client: httpx.Client) -> None:
    """Ask the daily counts of a year, and print how long that took."""
    project, _ = projects(client)
    end = datetime.now(UTC)
    asked = {"id": project, "start": (end - timedelta(days=366)).isoformat(), "end": end.isoformat()}
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        ask(client, DAILY, **asked)
        took.append((time.perf_counter() - began) * 1000)
    print(
        f"  daily counts of a year: p50 {statistics.median(took):.0f} ms, worst {max(took):.0f} ms (n = {ROUNDS})"
    )


def main() -> None:
    """Serve the peer in a folder of its own, send, read."""
    uses = [event for line in sys.stdin for event in json.loads(line) if event["type"] == "terrain.use"]
    with tempfile.TemporaryDirectory(prefix="peer-") as folder:
        env = os.environ | {
            "PHOENIX_WORKING_DIR": folder, "PHOENIX_HOST": "127.0.0.1", "PHOENIX_PORT": str(PORT),
            "PHOENIX_GRPC_PORT": str(GRPC_PORT), "PHOENIX_TELEMETRY_ENABLED": "false",
        }  # fmt: skip
        command = [str(Path(sys.executable).parent / "phoenix"), "serve"]
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
            try:
                with httpx.Client(base_url=f"http://127.0.0.1:{PORT}", timeout=120) as client:
                    _await(client, server)
                    send(client, uses)
                    read(client)
                size = sum(one.stat().st_size for one in Path(folder).glob("phoenix.db*"))
                print(f"  bytes a span: {size / len(uses):.0f}")
            finally:
                server.terminate()
                server.wait()


def _await(client: httpx.Client, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 400
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the peer ended by itself: {server.returncode}")
        try:
            if client.get("/healthz").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise TimeoutError("the peer does not answer")


if __name__ == "__main__":
    main()
