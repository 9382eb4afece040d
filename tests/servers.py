"""Real processes on loopback, ended by their own ids."""

import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from gateway.settings import GatewaySettings

ROOMS = ("workshops", "assistant", "metrics", "pages")
_ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """Give a port below the range that the kernel lends to clients."""
    while True:
        port = random.randint(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port


@contextmanager
def serving(settings: GatewaySettings, *, is_split: bool, **more: str) -> Iterator[str]:
    """Serve the house in one process or in five; give its origin."""
    port = free_port()
    origin = f"http://localhost:{port}"
    env = environment(settings, origin) | more
    with ExitStack() as stack:
        if is_split:
            ports = {room: free_port() for room in ROOMS}
            names = {room: "WEB" if room == "pages" else room.upper() for room in ROOMS}
            env |= {f"TERRAIN_{names[room]}_URL": f"http://127.0.0.1:{ports[room]}" for room in ROOMS}
            for room in ROOMS:
                stack.enter_context(process(room, ports[room], env))
        stack.enter_context(process("gateway", port, env))
        await_ready(origin)
        yield origin


@contextmanager
def process(room: str, port: int, env: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """Run one application factory of `gateway.processes`."""
    command = [sys.executable, "-m", "uvicorn", f"gateway.processes:{room}", "--factory", "--port", str(port)]
    command += ["--no-access-log", "--log-level", "warning", "--timeout-graceful-shutdown", "2"]
    child = subprocess.Popen(command, env=env, cwd=_ROOT)
    try:
        yield child
    finally:
        child.terminate()
        try:
            child.wait(6)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def environment(settings: GatewaySettings, origin: str) -> dict[str, str]:
    """Write the settings as a process reads them."""
    return os.environ | {
        "DATABASE_URL": settings.database_url,
        "TERRAIN_APP_DATABASE_URL": settings.app_database_url,
        "TERRAIN_PRINCIPAL_KEY": settings.principal_key.get_secret_value(),
        "TERRAIN_ORIGIN": origin,
        "TERRAIN_DATA_DIR": str(settings.data_dir),
        "TERRAIN_RATE_PER_MINUTE": "100000",
    }


def await_ready(origin: str, *, seconds: float = 90) -> None:
    """Wait until every room answers."""
    until = time.monotonic() + seconds
    last = ""
    while time.monotonic() < until:
        try:
            answer = httpx.get(f"{origin}/readyz", timeout=3)
            if answer.status_code == 200:
                return
            last = answer.text
        except httpx.TransportError as error:
            last = repr(error)
        time.sleep(0.1)
    raise TimeoutError(f"{origin} is not ready: {last}")
