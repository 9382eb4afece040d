"""58 labelled questions on eight sample documents, found by words, then by words and meaning with a real model.

VECTORS_PYTHON is the interpreter of a virtual environment that has the model: `make meaning`. Without it, skipped.
"""

import asyncio
import json
import os
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from gateway.settings import GatewaySettings
from tests.assistant.test_hold_collections import ROOT, SAMPLES, keeper, opened, put
from tests.conftest import Client
from tests.houses import house, with_suppliers
from tests.servers import free_port

__all__ = ["house", "keeper"]
PYTHON = os.environ.get("VECTORS_PYTHON", "")
pytestmark = [
    pytest.mark.skipif(not PYTHON, reason="`make meaning` installs a real model of vectors and runs this"),
    pytest.mark.timeout(300),
]


@pytest.fixture(scope="module")
def encoder() -> Iterator[str]:
    """The model's address, once it is loaded."""
    script = str(Path(__file__).with_name("serve.py"))
    child = subprocess.Popen([PYTHON, script, str(free_port())], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    yield child.stdout.readline().strip()
    child.kill()
    child.communicate()


@pytest.fixture(scope="module")
async def app(settings: GatewaySettings, encoder: str) -> AsyncIterator[FastAPI]:
    """The house, with that model under the name by which collections are found."""
    one = {"name": "Essai", "base_url": f"{encoder}/v1", "models": ["none"], "embeddings": ["recherche"]}
    async with with_suppliers(settings, [one]) as app:
        yield app


async def test_it_finds_more_by_words_and_meaning_than_by_words(keeper: Client, app: FastAPI) -> None:
    here = await opened(keeper)
    for path in sorted(SAMPLES.glob("*.md")):
        await put(keeper, here, path.name, path.read_bytes())
    shelf = (await keeper.get(here)).json()
    for _ in range(600):
        if shelf["by_meaning"] == shelf["passages"]:
            break
        await asyncio.sleep(0.1)
        shelf = (await keeper.get(here)).json()
    assert shelf["by_meaning"] == shelf["passages"]

    desk = next(route.app for route in app.routes if getattr(route, "path", "") == ROOT[:14]).state.desk  # type: ignore[attr-defined]
    fused, missed, took = await recalled(keeper, here)
    desk.memory.rests_until = float("inf")
    by_words, missed_by_words, took_by_words = await recalled(keeper, here)
    print(f"words {by_words} {took_by_words:.0f} ms, missed {missed_by_words}")  # noqa: T201 - the figures of 0045
    print(f"words and meaning {fused} {took:.0f} ms, missed {missed}")  # noqa: T201
    assert fused[5] > by_words[5] >= 0.85
    assert fused[5] >= 0.95


async def recalled(keeper: Client, here: str) -> tuple[dict[int, float], list[str], float]:
    """Give the share of questions whose passage is among the first 1, 3 and 5, those it is not, and the time of each."""
    questions: list[list[str]] = json.loads((SAMPLES / "questions.json").read_text())
    ranks, missed, started = [], [], time.perf_counter()
    for asked, document, section in questions:
        found = (await keeper.get(f"{here}/passages", params={"q": asked})).json()["items"]
        places = [(one["document"], one["place"]) for one in found]
        wanted = (document, f"section « {section} »")
        ranks.append(places.index(wanted) if wanted in places else 99)
        missed += [asked] if wanted not in places else []
    took = (time.perf_counter() - started) / len(questions) * 1000
    return {k: round(sum(rank < k for rank in ranks) / len(ranks), 3) for k in (1, 3, 5)}, missed, took
