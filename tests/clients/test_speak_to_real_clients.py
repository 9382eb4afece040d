"""Real clients, unchanged, against the running gateway. `make clients` installs them from their locks and runs this.

CLIENTS_PYTHON is the interpreter of their virtual environment, CLIENTS_NODE the folder of their node modules. Without
them the tests say that they are skipped.
"""

import asyncio
import os
import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PYTHON, NODE = os.environ.get("CLIENTS_PYTHON", ""), os.environ.get("CLIENTS_NODE", "")
SCRIPTS = sorted(path.name for path in HERE.glob("use_*.py"))
MODULES = sorted(path.name for path in (HERE / "node").glob("use_*.mjs"))


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
