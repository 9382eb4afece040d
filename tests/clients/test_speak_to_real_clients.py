"""Real clients, unchanged, against the running gateway. `make clients` installs them from their locks and runs this.

CLIENTS_PYTHON is the interpreter of their virtual environment, CLIENTS_NODE the folder of their node modules. Without
them the tests say that they are skipped.
"""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from gateway.app import create_app
from gateway.settings import GatewaySettings
from tests.assistant.supplier import serving
from tests.clients.supplier import TalkingSupplier
from tests.conftest import Client

HERE = Path(__file__).parent
PYTHON, NODE = os.environ.get("CLIENTS_PYTHON", ""), os.environ.get("CLIENTS_NODE", "")
SCRIPTS = sorted(path.name for path in HERE.glob("use_*.py"))
MODULES = sorted(path.name for path in (HERE / "node").glob("use_*.mjs"))


@pytest.fixture(scope="module")
async def app(settings: GatewaySettings) -> AsyncIterator[FastAPI]:
    """The house, with a supplier that has everything."""
    async with serving(TalkingSupplier()) as address:
        one = {"name": "Essai", "base_url": f"{address}/v1", "models": ["talker"], "embeddings": ["vectors"]}
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("TERRAIN_SUPPLIERS", json.dumps([one]))
            app = create_app(settings)
        async with app.router.lifespan_context(app):
            yield app


@pytest.fixture(scope="module")
async def house(app: FastAPI) -> httpx.ASGITransport:
    """The same doors as everywhere else, on that house."""
    return httpx.ASGITransport(app, raise_app_exceptions=False)


@pytest.fixture
async def door(
    app: FastAPI, admin: Client, authority: Callable[[str], UUID]
) -> AsyncIterator[dict[str, str]]:
    """What a client must be told."""
    new = {"name": "Essai", "role": "partner", "authority_id": str(authority("Chéroy"))}
    key = (await admin.post("/api/identity/v1/keys", json=new)).json()["key"]
    async with serving(app) as address:
        yield {"BASE_URL": f"{address}/api/assistant/v1", "KEY": key}


async def run(*command: str, door: dict[str, str]) -> tuple[int | None, str]:
    child = await asyncio.create_subprocess_exec(
        *command, env=os.environ | door, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    said, _ = await asyncio.wait_for(child.communicate(), 100)
    return child.returncode, said.decode()


@pytest.mark.skipif(not PYTHON, reason="`make clients` installs the clients and runs this")
@pytest.mark.parametrize("script", SCRIPTS)
async def test_it_serves_python_clients(door: dict[str, str], script: str) -> None:
    code, said = await run(PYTHON, str(HERE / script), door=door)
    assert code == 0, said


@pytest.mark.skipif(not NODE, reason="`make clients` installs the clients and runs this")
@pytest.mark.parametrize("module", MODULES)
async def test_it_serves_javascript_clients(door: dict[str, str], module: str) -> None:
    shutil.copy(HERE / "node" / module, NODE)
    code, said = await run("node", str(Path(NODE) / module), door=door)
    assert code == 0, said
