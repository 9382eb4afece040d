"""A llama.cpp server with a small model, asked through the gateway. `make llama` installs both and runs this.

LLAMA_PYTHON is the interpreter of their virtual environment. Without it the tests say that they are skipped.
"""

import asyncio
import json
import os
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import openai
import psycopg
import pytest
from fastapi import FastAPI

from gateway.settings import GatewaySettings
from tests.assistant.supplier import serving
from tests.conftest import Client
from tests.houses import house, with_suppliers
from tests.servers import free_port

__all__ = ["house"]

PYTHON = os.environ.get("LLAMA_PYTHON", "")
pytestmark = [
    pytest.mark.skipif(not PYTHON, reason="`make llama` installs llama.cpp with a model and runs this"),
    pytest.mark.timeout(300),
]
SECONDS = 120
NAME = "Camille Chevillard"
QUESTION = [{"role": "user", "content": f"Madame {NAME} writes to us. Thank her in one short sentence."}]


@pytest.fixture(scope="module")
def llama() -> Any:
    """The server's address, once it has loaded the model."""
    port = free_port()
    script = str(Path(__file__).with_name("serve.py"))
    child = subprocess.Popen(
        [PYTHON, script, str(port)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert child.stdout
    assert child.stdout.readline().startswith("http://127.0.0.1")
    yield f"http://127.0.0.1:{port}/v1"
    child.kill()
    child.communicate()


@pytest.fixture(scope="module")
async def app(settings: GatewaySettings, llama: str) -> AsyncIterator[FastAPI]:
    """The house, with llama.cpp as its supplier."""
    one = {"name": "llama.cpp", "base_url": llama, "models": ["smollm2"]}
    async with with_suppliers(settings, [one]) as app:
        yield app


@pytest.fixture
async def client(
    app: FastAPI, admin: Client, authority: Callable[[str], UUID]
) -> AsyncIterator[openai.AsyncOpenAI]:
    """OpenAI's own client, with a key of Chéroy."""
    new = {"name": "Essai", "role": "partner", "authority_id": str(authority("Chéroy"))}
    key = (await admin.post("/api/identity/v1/keys", json=new)).json()["key"]
    async with (
        serving(app) as address,
        openai.AsyncOpenAI(
            base_url=f"{address}/api/assistant/v1", api_key=key, max_retries=0, timeout=SECONDS
        ) as client,
    ):
        yield client


async def recorded(owner: psycopg.Connection) -> list[tuple[Any, ...]]:
    query = "select state, input_tokens, output_tokens, counted_in, supplier from assistant_use order by started_at"
    for _ in range(100):
        found = owner.execute(query).fetchall()  # type: ignore[call-overload]
        if found and all(state != "open" for state, *_ in found):
            return list(found)
        await asyncio.sleep(0.05)
    raise AssertionError("the use has no end")


async def test_it_gives_a_whole_answer_and_counts_its_tokens(
    client: openai.AsyncOpenAI, owner: psycopg.Connection
) -> None:
    answer = await client.chat.completions.create(model="smollm2", messages=QUESTION, max_tokens=16)
    assert answer.choices[0].message.content
    assert answer.usage
    assert await recorded(owner) == [
        ("complete", answer.usage.prompt_tokens, answer.usage.completion_tokens, "tokens", "llama.cpp")
    ]


async def test_it_streams_and_counts_what_was_streamed(
    client: openai.AsyncOpenAI, owner: psycopg.Connection
) -> None:
    said, usage = [], None
    async for chunk in await client.chat.completions.create(
        model="smollm2", messages=QUESTION, max_tokens=16, stream=True, stream_options={"include_usage": True}
    ):
        said += [choice.delta.content for choice in chunk.choices if choice.delta.content]
        usage = chunk.usage or usage
    assert len(said) > 1
    assert usage
    ((state, asked, written, unit, _),) = await recorded(owner)
    assert (state, asked, written, unit) == (
        "complete",
        usage.prompt_tokens,
        usage.completion_tokens,
        "tokens",
    )


async def test_it_sends_no_name_to_the_model(client: openai.AsyncOpenAI, llama: str) -> None:
    # A model at no temperature says the same twice: what it reads through the gateway is what it reads with a placeholder.
    through = await client.chat.completions.create(model="smollm2", messages=QUESTION, max_tokens=16)
    async with openai.AsyncOpenAI(base_url=llama, api_key="none", timeout=SECONDS) as direct:
        with_the_name = await direct.chat.completions.create(
            model="smollm2", messages=QUESTION, max_tokens=16
        )
    assert through.usage
    assert with_the_name.usage
    assert through.usage.prompt_tokens != with_the_name.usage.prompt_tokens


async def test_it_passes_a_response_format_on(client: openai.AsyncOpenAI) -> None:
    schema = {"type": "object", "properties": {"urgent": {"type": "boolean"}}, "required": ["urgent"]}
    answer = await client.chat.completions.create(
        model="smollm2", messages=[{"role": "user", "content": "Is a flood urgent? Answer in JSON."}], max_tokens=24,
        response_format={"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}},
    )  # fmt: skip
    assert json.loads(answer.choices[0].message.content or "")["urgent"] in (True, False)
