"""Open WebUI as a front, unchanged, before the running gateway. `make open-webui` installs it and runs this.

OPEN_WEBUI is its command. It starts without its local models (no torch): they are not what is asked here.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.servers import free_port

COMMAND = os.environ.get("OPEN_WEBUI", "")
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not COMMAND, reason="`make open-webui` installs it and runs this")


@pytest.fixture
async def front(door: dict[str, str], tmp_path: Path) -> AsyncIterator[str]:
    """Open WebUI, told nothing but the address and the key."""
    port = free_port()
    environment = os.environ | {
        "OPENAI_API_BASE_URL": door["BASE_URL"], "OPENAI_API_KEY": door["KEY"], "DATA_DIR": str(tmp_path),
        "WEBUI_AUTH": "False", "WEBUI_SECRET_KEY": "essai", "ENABLE_OLLAMA_API": "False", "OFFLINE_MODE": "true",
        "HF_HUB_OFFLINE": "1", "RAG_EMBEDDING_ENGINE": "openai", "BYPASS_EMBEDDING_AND_RETRIEVAL": "true",
        "ENABLE_TITLE_GENERATION": "False", "ENABLE_TAGS_GENERATION": "False", "ENABLE_FOLLOW_UP_GENERATION": "False",
    }  # fmt: skip
    with (tmp_path / "log").open("wb") as log:
        child = await asyncio.create_subprocess_exec(
            COMMAND, "serve", "--host", "127.0.0.1", "--port", str(port), env=environment, cwd=tmp_path,
            stdout=log, stderr=log,
        )  # fmt: skip
        try:
            await _ready(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            child.terminate()
            await child.wait()


async def _ready(address: str) -> None:
    async with httpx.AsyncClient() as client, asyncio.timeout(180):
        while True:
            try:
                if (await client.get(f"{address}/health", timeout=5)).is_success:
                    return
            except httpx.TransportError:
                await asyncio.sleep(1)


@pytest.mark.timeout(400)
async def test_somebody_asks_in_its_page_and_reads_the_answer(front: str) -> None:
    async with httpx.AsyncClient(base_url=front, timeout=60) as client:
        signed = await client.post("/api/v1/auths/signin", json={"email": "", "password": ""})
        client.headers["authorization"] = f"Bearer {signed.json()['token']}"
        models = (await client.get("/api/models")).json()["data"]
        assert {"terrain-embarque", "talker"} <= {one["id"] for one in models}
        asked = {"model": "talker", "messages": [{"role": "user", "content": "Bonjour"}], "stream": False}
        answer = (await client.post("/api/chat/completions", json=asked)).json()
        told = answer["choices"][0]["message"]["content"]
        assert told
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM)
        page = await browser.new_page()
        await _ask(page, f"{front}/?models=talker", "Bonjour, que savez-vous faire ?")
        await expect(page.get_by_text(told).last).to_be_visible(timeout=60_000)
        await browser.close()


async def _ask(page: Page, address: str, question: str) -> None:
    await page.goto(address)
    box = page.locator("#chat-input")
    await box.wait_for(timeout=60_000)
    await page.keyboard.press("Escape")  # what is new in this version
    await box.click()
    await page.keyboard.type(question)
    await page.keyboard.press("Enter")
