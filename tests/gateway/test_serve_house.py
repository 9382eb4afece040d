"""One command serves; nothing it leaves behind blocks the next start."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from tests.servers import await_ready, free_port

pytestmark = [
    pytest.mark.skipif(
        bool(os.environ.get("TERRAIN_TEST_DATABASE_URL")), reason="starts the embedded server"
    ),
    pytest.mark.timeout(180),
]
ROOT = Path(__file__).parents[2]


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "gateway.cli", *words]


def environment(data_dir: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TERRAIN_")}
    kept.pop("DATABASE_URL", None)
    return kept | {"TERRAIN_DATA_DIR": str(data_dir), "PYTHONUNBUFFERED": "1"}


@contextmanager
def serving(data_dir: Path, *more: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    port = free_port()
    child = subprocess.Popen(
        command("serve", "--port", str(port), *more), env=environment(data_dir), cwd=ROOT, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    origin = f"http://localhost:{port}"
    try:
        await_ready(origin, seconds=60)
        yield child, origin
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
            child.wait(20)
        assert child.stdout
        child.stdout.close()


def terrain(data_dir: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(*words), env=environment(data_dir), cwd=ROOT, text=True, capture_output=True, timeout=60, check=False
    )  # fmt: skip


def servers_on(data_dir: Path) -> list[int]:
    postgres = [one for one in psutil.process_iter(["name", "cmdline"]) if one.info["name"] == "postgres"]
    return [one.pid for one in postgres if str(data_dir) in " ".join(one.info["cmdline"] or ())]


def test_it_serves_stops_and_starts_again(tmp_path: Path) -> None:
    data_dir = tmp_path / "var"

    with serving(data_dir) as (child, origin):
        assert child.stdout
        printed = "".join(child.stdout.readline() for _ in range(4))
        address = re.search(r"http://localhost:\d+/connexion/\S{40,}", printed)
        assert address, printed
        assert address[0].startswith(origin)
        assert "Entrer" in httpx.get(address[0], headers={"accept": "text/html"}).text

        made = terrain(data_dir, "key", "create", "--name", "Programme", "--role", "partner")
        assert re.fullmatch(r"terrain_\w{12}_\w{40}_[0-9a-f]{8}\n", made.stdout), made.stderr
        bearer = {"authorization": f"Bearer {made.stdout.strip()}"}
        assert httpx.get(f"{origin}/api/identity/v1/me", headers=bearer).status_code == 200

        added = terrain(
            data_dir, "person", "add", "marie@example.org", "--name", "Marie", "--role", "agent",
            "--authority", "218901007",
        )  # fmt: skip
        assert added.stdout.startswith(f"{origin}/connexion/"), added.stderr
        assert terrain(data_dir, "person", "link", "marie@example.org").stdout.startswith(origin)

        child.send_signal(signal.SIGINT)
        assert child.wait(20) == 0
    assert servers_on(data_dir) == []

    with serving(data_dir) as (child, origin):
        child.kill()
        child.wait(10)
    # The killed server left its PostgreSQL running: the next start takes it over.
    with serving(data_dir, "--workers", "2") as (_, origin):
        assert httpx.get(f"{origin}/api/identity/v1/me", headers=bearer).status_code == 200
    assert servers_on(data_dir) == []


def test_workers_share_what_was_read_and_one_that_dies_is_replaced(tmp_path: Path) -> None:
    with serving(tmp_path / "var", "--workers", "2") as (child, origin):
        workers = workers_of(child)
        assert len(workers) == 2
        taken = [worker.memory_full_info() for worker in workers]
        assert all(one.uss < one.rss / 2 for one in taken), "most of what a worker reads is its parent's"

        workers[0].kill()
        wait_until(lambda: len(set(workers_of(child)) - {workers[0]}) == 2)
        assert {httpx.get(f"{origin}/aide").status_code for _ in range(8)} == {200}

        child.send_signal(signal.SIGINT)
        assert child.wait(20) == 0
        assert not any(worker.is_running() for worker in workers)
    assert servers_on(tmp_path / "var") == []


def workers_of(child: "subprocess.Popen[str]") -> list[psutil.Process]:
    family = psutil.Process(child.pid).children()
    return [one for one in family if one.status() != psutil.STATUS_ZOMBIE and "serve" in one.cmdline()]


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.2)


def test_it_serves_as_five_processes(tmp_path: Path) -> None:
    with serving(tmp_path / "var", "--split") as (child, origin):
        rooms = psutil.Process(child.pid).children(recursive=False)
        assert len([one for one in rooms if "gateway.processes" in " ".join(one.cmdline())]) == 5
        assert httpx.get(f"{origin}/aide").status_code == 200

    assert servers_on(tmp_path / "var") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("person", "link", "nobody@example.org"), "Personne n’est inscrit"),
        (("person", "add", "not an address", "--name", "A", "--role", "agent"), "email"),
        (("person", "add", "a@example.org", "--name", "A", "--role", "king"), "role"),
        (("key", "create", "--name", "A", "--role", "agent", "--scopes", "identity:write"), "portées"),
        (("key", "create", "--name", "A", "--role", "partner", "--authority", "000000000"), "SIREN"),
    ],
)
def test_it_says_what_is_wrong(seeded: Path, words: tuple[str, ...], said: str) -> None:
    refused = terrain(seeded, *words)

    assert refused.returncode == 1
    assert said in refused.stderr
    assert refused.stdout == ""
    assert "Traceback" not in refused.stderr


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("seeded") / "var"
    assert terrain(data_dir, "seed").returncode == 0
    return data_dir


def test_it_fills_an_empty_house_with_a_sample_that_says_so(seeded: Path) -> None:
    assert terrain(seeded, "seed", "demo").returncode == 0

    refused = terrain(seeded, "seed", "demo")
    assert refused.returncode == 1
    assert "se mêleraient aux vrais" in refused.stderr
    with serving(seeded) as (_, origin):
        taken = terrain(seeded, "serve", "--port", origin.rsplit(":", 1)[1])
        assert (taken.returncode, "déjà pris" in taken.stderr) == (1, True)
        key = terrain(seeded, "key", "create", "--name", "A", "--role", "partner").stdout.strip()
        bearer = {"authorization": f"Bearer {key}"}
        days = httpx.get(f"{origin}/api/workshops/v1/workshops", headers=bearer).json()["items"]
        places = httpx.get(
            f"{origin}/api/identity/v1/authorities",
            params={"ids": [day["authority_id"] for day in days]}, headers=bearer,
        ).json()["items"]  # fmt: skip
    assert len(days) == 3
    assert all(place["name"].endswith("(exemple)") for place in places)
