"""The systems side by side: each a process of its own, held to one core."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import psutil

from gateway.identity import authorities, keys
from gateway.identity.schemas import KeyIn, KeyRole
from gateway.settings import GatewaySettings
from infra.bench.assistant_relay.load import Target
from services.assistant.quotas.tables import QuotaMonth, QuotaRow
from services.kit.db import PLATFORM, connect, now, session_for

MODELS = ("mock", "mock-l60", "mock-n100-i100")
PYTHON = (
    str(Path(os.environ["TERRAIN_VENV"]) / "bin" / "python")
    if "TERRAIN_VENV" in os.environ
    else sys.executable
)
"""What runs us: an environment with the locked packages alone, as a deployment has, or this one with its tools."""
ELSEWHERE = ("TERRAIN_WORKSHOPS_URL", "TERRAIN_METRICS_URL", "TERRAIN_WEB_URL")
_DOOR, _READY = "/api/assistant/v1/chat/completions", "/api/assistant/readyz"
UNDER_TEST, BESIDE = "0", "1"
"""Cores: one for the system, one for the supplier, the clients and PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Running:
    """A system that answers, and what it takes."""

    target: Target
    process: "subprocess.Popen[bytes]"
    workers: int = 1

    @property
    def megabytes(self) -> float:
        """Its resident memory, children included."""
        own = psutil.Process(self.process.pid)
        return float(sum(one.memory_info().rss for one in (own, *own.children(recursive=True)))) / 1e6

    @property
    def proportional_megabytes(self) -> float:
        """The memory that each worker takes from the machine, their parent included: a page that several share counts once."""
        own = psutil.Process(self.process.pid)
        shares = (one.memory_full_info().pss for one in (own, *own.children(recursive=True)))
        return float(sum(shares)) / 1e6 / self.workers

    @property
    def cpu_seconds(self) -> float:
        """Processor time it has used, children included."""
        own = psutil.Process(self.process.pid)
        times = [one.cpu_times() for one in (own, *own.children(recursive=True))]
        return float(sum(one.user + one.system for one in times))


def pinned(core: str, *command: str) -> list[str]:
    """Hold a command to one core."""
    return ["taskset", "-c", core, *command]


@contextmanager
def supplier(port: int) -> Iterator[None]:
    """Run the mock supplier."""
    command = pinned(BESIDE, sys.executable, "-m", "infra.bench.assistant_relay.mock", str(port))
    process = subprocess.Popen(command)
    try:
        time.sleep(1)
        yield
    finally:
        process.kill()
        process.wait()


@contextmanager
def terrain(settings: GatewaySettings, port: int, *, supplier_port: int, key: str) -> Iterator[Running]:
    """Run one worker of the assistant, its full path on: the edge and the room in one process, the other rooms elsewhere."""
    command = _uvicorn("gateway.processes:gateway", port, "--factory")
    target = Target("terrain", port, _DOOR, key)
    with _running(command, _assistant(settings, supplier_port), target, _READY) as running:
        yield running


@contextmanager
def workers(
    settings: GatewaySettings, port: int, *, count: int, supplier_port: int, key: str
) -> Iterator[Running]:
    """Run several such workers as `terrain serve` does, forked from one parent."""
    command = [PYTHON, "-m", "gateway.cli", "serve", "--workers", str(count), "--port", str(port)]
    target = Target(f"terrain, {count} workers", port, _DOOR, key)
    with _running(command, _assistant(settings, supplier_port), target, _READY) as running:
        yield replace(running, workers=count)


def _assistant(settings: GatewaySettings, supplier_port: int) -> dict[str, str]:
    one = {"name": "Mock", "base_url": f"http://127.0.0.1:{supplier_port}/v1", "models": MODELS}
    suppliers = [one | {"max_parallel": 1000}]  # the other systems hold nobody back
    free = {"TERRAIN_RATE_PER_MINUTE": "100000000", "TERRAIN_SUPPLIERS": json.dumps(suppliers)}
    return _settled(settings) | dict.fromkeys(ELSEWHERE, "http://127.0.0.1:9") | free


@contextmanager
def process(settings: GatewaySettings, what: str, port: int) -> Iterator[Running]:
    """Run a process of the house: `gateway` with every room in it, or a room alone behind an edge elsewhere."""
    command = _uvicorn(f"gateway.processes:{what}", port, "--factory")
    with _running(command, _settled(settings), Target(what, port, "/"), "/readyz") as running:
        yield running


def _settled(settings: GatewaySettings) -> dict[str, str]:
    return {
        "DATABASE_URL": settings.database_url, "TERRAIN_APP_DATABASE_URL": settings.app_database_url,
        "TERRAIN_PRINCIPAL_KEY": settings.principal_key.get_secret_value(), "TERRAIN_LOG_JSON": "true",
        "TERRAIN_DATA_DIR": str(settings.data_dir),
    }  # fmt: skip


@contextmanager
def plain(port: int, *, supplier_port: int) -> Iterator[Running]:
    """Run FastAPI with httpx."""
    env = {"BENCH_SUPPLIER": f"http://127.0.0.1:{supplier_port}/v1"}
    command = _uvicorn("infra.bench.assistant_relay.plain:app", port)
    target = Target("FastAPI + httpx", port, "/v1/chat/completions")
    with _running(command, env, target, "/openapi.json") as running:
        yield running


@contextmanager
def litellm(venv: Path, folder: Path, port: int, *, supplier_port: int) -> Iterator[Running]:
    """Run LiteLLM's proxy without its database, which favours it: no keys, no spend, no budgets to write."""
    base = f"http://127.0.0.1:{supplier_port}/v1"
    served = [
        {"model_name": name, "litellm_params": {"model": f"openai/{name}", "api_base": base, "api_key": "x"}}
        for name in MODELS
    ]
    config = {
        "model_list": served,
        "litellm_settings": {"num_retries": 0, "callbacks": [], "telemetry": False},
        "general_settings": {"master_key": "sk-bench-71f0c2"},
    }
    (folder / "litellm.json").write_text(json.dumps(config))
    env = {
        "LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION", "LITELLM_LOG": "ERROR",
        "NO_DOCS": "True", "DISABLE_ADMIN_UI": "True", "LITELLM_TELEMETRY": "False",
    }  # fmt: skip
    command = [
        str(venv / "bin" / "litellm"), "--config", str(folder / "litellm.json"), "--port", str(port),
        "--host", "127.0.0.1", "--num_workers", "1",
    ]  # fmt: skip
    target = Target("LiteLLM", port, "/v1/chat/completions", "sk-bench-71f0c2")
    with _running(command, env, target, "/health/liveliness") as running:
        yield running


def _uvicorn(app: str, port: int, *more: str) -> list[str]:
    command = [PYTHON, "-m", "uvicorn", app, "--port", str(port), "--no-access-log"]
    return [*command, "--no-server-header", "--log-level", "warning", "--timeout-keep-alive", "75", *more]


@contextmanager
def _running(command: list[str], env: dict[str, str], target: Target, probe: str) -> Iterator[Running]:
    log = subprocess.DEVNULL
    process = subprocess.Popen(pinned(UNDER_TEST, *command), env=os.environ | env, stdout=log, stderr=log)
    try:
        _await(f"http://127.0.0.1:{target.port}{probe}", process)
        yield Running(target, process)
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(address, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.3)
    raise TimeoutError(f"{address} does not answer")


async def prepare(settings: GatewaySettings) -> str:
    """Make a key, and quotas that count everything it does; give the key."""
    engine, sessions = connect(settings.app_database_url)
    async with session_for(sessions, PLATFORM) as session, session.begin():
        operator = await authorities.operator(session)
        new = KeyIn(name="bench", role=KeyRole.PARTNER, authority_id=operator.id)
        key, _ = await keys.create(session, new, by=None)
        quota = QuotaRow(authority_id=operator.id, unit="tokens", monthly=10**12)
        session.add(quota)
        await session.flush()
        month = now().date().replace(day=1)
        session.add(QuotaMonth(quota_id=quota.id, month=month, authority_id=operator.id))
    await engine.dispose()
    return key
