"""The policy, htmx and its extensions, in a real browser: our own markup lives, anybody else's does not."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, StreamingResponse
from jinja2 import ChoiceLoader, DictLoader
from markupsafe import Markup
from playwright.sync_api import Page, expect, sync_playwright
from starlette.staticfiles import StaticFiles

from web import render

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="needs the system's Chromium")

INJECTED = '<i id="injected" hx-get="/part" hx-trigger="load" hx-target="#victim">x</i>'
TEMPLATES = {
    "whole.html": """{% extends layout %}{% block title %}Essai{% endblock %}{% block main %}
<p id="victim">intact</p>
<button id="more" type="button" {{ hx(get="/part", target="#here") }}>Suite</button><div id="here"></div>
<button id="no" type="button" {{ hx(get="/refused", target="#here") }}>Refus</button>
<div id="stream" {{ hx(sse__connect="/stream", sse__close="end", swap="beforeend") }}></div>
<div id="pirate" hx-sse:connect="/stream"></div>
{{ injected }}{% endblock %}""",
    "part.html": """{% extends layout %}{% block main %}
<button id="again" type="button" {{ hx(get="/last", target="#here") }}>Encore</button>{{ injected }}{% endblock %}""",
    "last.html": "<p>la fin</p>",
}


def create_app() -> FastAPI:
    app = FastAPI()
    app.mount("/static", StaticFiles(directory=render.STATIC))

    @app.get("/{name}", response_class=HTMLResponse)
    async def show(request: Request, name: str) -> object:
        if name == "stream":
            return StreamingResponse(messages(), media_type="text/event-stream")
        if name == "refused":
            return render.refusal(request, status=409, title="Atelier clos", detail="Rien n’a été perdu.")
        return render.page(request, f"{name}.html", injected=Markup(INJECTED))

    return app


async def messages() -> AsyncIterator[str]:
    yield "data: <b>un mot</b>\n\n"
    await asyncio.sleep(0.05)
    yield f"data: {INJECTED}\n\n"
    yield "event: end\ndata: .\n\n"


def listening() -> socket.socket:
    """Take the first free port of a range of our own."""
    for port in range(18_500, 18_600):
        listener = socket.socket()
        with suppress(OSError):
            listener.bind(("127.0.0.1", port))
            return listener
        listener.close()
    raise RuntimeError("No port is free.")


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    usual = render.ENVIRONMENT
    render.ENVIRONMENT = usual.overlay(loader=ChoiceLoader([usual.loader, DictLoader(TEMPLATES)]))
    server = uvicorn.Server(uvicorn.Config(create_app(), log_level="error", lifespan="off"))
    listener = listening()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        thread.join(0.02)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    render.ENVIRONMENT = usual


@pytest.fixture(scope="module")
def page(origin: str) -> Iterator[Page]:
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET) as browser,
    ):
        page = browser.new_page()
        page.set_default_timeout(5_000)
        yield page


@pytest.fixture
def opened(page: Page, origin: str) -> Page:
    page.goto(f"{origin}/whole")
    expect(page.locator("#stream i")).to_be_attached()
    return page


def test_it_loads_a_part_and_then_a_part_of_that_part(opened: Page) -> None:
    opened.click("#more")
    opened.click("#again")

    expect(opened.locator("#here")).to_have_text("la fin")


def test_it_shows_a_refusal_where_the_part_was_expected(opened: Page) -> None:
    opened.click("#no")
    opened.wait_for_selector("#here .refusal")

    assert "Rien n’a été perdu." in opened.inner_text("#here")
    assert opened.title() == "Essai · Terrain"


def test_it_never_brings_to_life_what_somebody_else_wrote(opened: Page) -> None:
    opened.click("#more")
    opened.wait_for_selector("#again")
    expect(opened.locator("#injected")).to_have_count(3)  # in the page, the part and the stream
    opened.wait_for_timeout(300)

    assert opened.inner_text("#victim") == "intact"
    assert opened.locator("#injected[hx-get]").count() == 0


def test_it_lets_only_our_own_elements_open_a_stream(opened: Page) -> None:
    assert "un mot" in opened.inner_text("#stream")
    assert opened.inner_text("#pirate") == ""
    assert opened.get_attribute("#pirate", "hx-sse:connect") is None


def test_it_lets_nobody_write_html_by_script(opened: Page) -> None:
    refused = (
        "() => { try { document.body.innerHTML = '<i>'; return '' } catch (error) { return error.name } }"
    )

    assert opened.evaluate(refused) == "TypeError"
