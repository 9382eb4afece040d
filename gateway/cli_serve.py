"""Serving: one process with everything in it, several alike, or five that differ."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from types import FrameType

import uvicorn

from gateway import cli_people
from gateway.settings import GRACE, KEEP_ALIVE, GatewaySettings


def serve(settings: GatewaySettings, *, port: int, workers: int, is_split: bool) -> None:
    """Migrate, load what is missing, say where to sign in, and serve until told to stop."""
    # Links are printed with the port people will use.
    if "origin" not in settings.model_fields_set and port != 8000:
        settings = settings.model_copy(update={"origin": f"http://localhost:{port}"})
    _refuse_taken_port(settings.host, port)
    _export(settings)
    _make_ready()
    # `terrain person link`, beside this server, prints addresses that lead here.
    (settings.data_dir / cli_people.ORIGIN_FILE).write_text(settings.origin)
    _announce(settings)
    # uvicorn passes the signal on once it has closed: leave by the door, so that the embedded server stops too.
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    if is_split:
        _serve_split(settings, port)
        return
    if workers > 1:
        from gateway.workers import Workers

        Workers(settings.host, port, count=workers, trusted_proxies=settings.trusted_proxies).run()
    uvicorn.run(
        "gateway.processes:gateway",
        factory=True,
        host=settings.host,
        port=port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        forwarded_allow_ips=settings.trusted_proxies,
    )


def _make_ready() -> None:
    done = subprocess.run([sys.executable, "-m", "infra.ready"], check=False)
    if done.returncode:
        sys.exit(done.returncode)


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        if probe.connect_ex((host, port)) == 0:
            sys.exit(f"Le port {port} est déjà pris : arrêtez ce qui l’occupe, ou choisissez --port.")


def _leave(number: int, _: FrameType | None) -> None:
    raise SystemExit(0 if number == signal.SIGINT else 128 + number)


def _announce(settings: GatewaySettings) -> None:
    print(f"\n  Terrain : {settings.origin}", flush=True)
    if address := cli_people.first_address(settings):
        print(f"  Première connexion (une seule fois, dans les 24 heures) :\n  {address}", flush=True)
    print(flush=True)


def _export(settings: GatewaySettings) -> None:
    """Hand the resolved configuration to the processes that follow."""
    os.environ["DATABASE_URL"] = settings.database_url
    os.environ["TERRAIN_APP_DATABASE_URL"] = settings.app_database_url
    os.environ["TERRAIN_PRINCIPAL_KEY"] = settings.principal_key.get_secret_value()
    os.environ["TERRAIN_ORIGIN"] = settings.origin


def _serve_split(settings: GatewaySettings, port: int) -> None:
    rooms = {"workshops": port + 1, "assistant": port + 2, "metrics": port + 3, "pages": port + 4}
    for room, number in rooms.items():
        name = "WEB" if room == "pages" else room.upper()
        os.environ[f"TERRAIN_{name}_URL"] = f"http://127.0.0.1:{number}"
    with ExitStack() as stack:
        children = {
            room: _start(stack, settings, room, number)
            for room, number in (rooms | {"gateway": port}).items()
        }
        while all(child.poll() is None for child in children.values()):
            time.sleep(0.2)
        for room, child in children.items():
            if child.poll() not in {None, 0, -2, -15}:
                print(f"terrain: {room} ended with code {child.returncode}", file=sys.stderr)


def _start(stack: ExitStack, settings: GatewaySettings, room: str, port: int) -> "subprocess.Popen[bytes]":
    host = settings.host if room == "gateway" else "127.0.0.1"
    command = [sys.executable, "-m", "uvicorn", f"gateway.processes:{room}", "--factory", "--host", host]
    command += ["--port", str(port), "--no-access-log", "--log-level", "warning", "--no-server-header"]
    command += ["--forwarded-allow-ips", settings.trusted_proxies]
    command += ["--timeout-graceful-shutdown", str(GRACE), "--timeout-keep-alive", str(KEEP_ALIVE)]
    child = subprocess.Popen(command)  # noqa: S603  our own interpreter and module names
    stack.callback(_stop, child)
    return child


def _stop(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(GRACE + 2)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
