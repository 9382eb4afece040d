"""Whole pages and parts of them, through real HTTP."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, DictLoader, UndefinedError
from markupsafe import Markup

from web import render

TEMPLATES = {
    "workshops.html": """{% extends layout %}
{% block title %}Ateliers{% endblock %}
{% block eyebrow %}Lormes{% endblock %}
{% block main %}<p id="list">Combien ? {{ count }} %</p>
<button {{ hx(get="/", target="#list", push_url=True, vals={"a": "é"}) }}>Encore</button>{% endblock %}""",
    "note.html": "<p>{{ note }}</p>",
    "missing.html": "{{ nobody_gave_this }}",
    "evaluated.html": '{{ hx(vals="js:{a: 1}") }}',
    "listening.html": '{{ hx(on__click="alert(1)") }}',
}

Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Ask:
    loader = ChoiceLoader([render.ENVIRONMENT.loader, DictLoader(TEMPLATES)])
    monkeypatch.setattr(render, "ENVIRONMENT", render.ENVIRONMENT.overlay(loader=loader))

    async def send(
        template: str, *, part: bool = False, state: dict[str, object] | None = None, **context: object
    ):
        app = FastAPI()

        @app.get("/")
        def show(request: Request) -> HTMLResponse:
            for name, value in (state or {}).items():
                setattr(request.state, name, value)
            return render.page(request, template, **context)

        headers = {"HX-Request": "true", "HX-Request-Type": "partial"} if part else {}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://terrain.test"
        ) as client:
            return await client.get("/", headers=headers)

    return send


def nonce_of(response: httpx.Response) -> str:
    found = re.search(r"script-src 'self' 'nonce-([\w-]+)'", response.headers["content-security-policy"])
    assert found
    return found[1]


async def test_it_gives_a_whole_page_in_french(ask: Ask) -> None:
    response = await ask("workshops.html", count=3)

    assert response.text.lstrip().startswith("<!doctype html>")
    assert '<html lang="fr">' in response.text
    assert "<title>Ateliers · Terrain</title>" in response.text
    assert "<h1>Ateliers</h1>" in response.text
    assert response.headers["vary"] == "HX-Request-Type"


async def test_it_gives_only_the_main_block_to_htmx(ask: Ask) -> None:
    response = await ask("workshops.html", part=True, count=3)

    assert response.text.lstrip().startswith('<p id="list">')
    assert "<html" not in response.text
    assert "<title" not in response.text
    assert response.headers["vary"] == "HX-Request-Type"


async def test_it_stamps_scripts_and_htmx_with_the_nonce_of_the_answer(ask: Ask) -> None:
    whole, part = await ask("workshops.html", count=1), await ask("workshops.html", part=True, count=1)

    assert whole.text.count(f'nonce="{nonce_of(whole)}"') == whole.text.count("<script") + 1
    assert f'hx-nonce="{nonce_of(part)}"' in part.text
    assert nonce_of(whole) != nonce_of(part)


async def test_it_runs_no_inline_script_and_no_inline_style(ask: Ask) -> None:
    response = await ask("workshops.html", count=1)

    assert all(" src=" in script for script in re.findall(r"<script[^>]*>", response.text))
    assert not re.search(r'\sstyle=|<style|\son\w+="', response.text)
    policy = response.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "style-src 'self';" in policy
    assert "require-trusted-types-for 'script'" in policy


async def test_it_writes_htmx_attributes_as_htmx_reads_them(ask: Ask) -> None:
    response = await ask("workshops.html", part=True, count=1)

    button = re.search(r"<button ([^>]*)>", response.text)
    assert button
    assert 'hx-get="/" hx-target="#list" hx-push-url="true" hx-vals="{&#34;a&#34;: &#34;é&#34;}"' in button[1]


async def test_it_lets_no_line_begin_with_a_question_mark(ask: Ask) -> None:
    response = await ask("workshops.html", part=True, count=63)

    assert "Combien\u00a0? 63\u00a0%" in response.text


async def test_it_escapes_what_people_wrote(ask: Ask) -> None:
    response = await ask("note.html", note='<img src=x onerror="alert(1)">')

    assert "<img" not in response.text
    assert (await ask("note.html", note=Markup("<b>oui</b>"))).text == "<p><b>oui</b></p>"


async def test_it_refuses_a_template_that_lacks_a_value(ask: Ask) -> None:
    with pytest.raises(UndefinedError, match="nobody_gave_this"):
        await ask("missing.html")


@pytest.mark.parametrize("template", ["evaluated.html", "listening.html"])
async def test_it_refuses_attributes_that_would_need_code_to_be_evaluated(ask: Ask, template: str) -> None:
    with pytest.raises(ValueError, match="evaluated"):
        await ask(template)


async def test_it_shows_who_reads_and_where_they_may_go(ask: Ask) -> None:
    me = SimpleNamespace(name="Ada", authority_name="Lormes", role_labels=["agent", "référente IA"])
    links = [render.Link("Accueil", "/"), render.Link("Ateliers", "/ateliers", is_current=True)]
    response = await ask("workshops.html", count=1, state={"me": me, "navigation": links})

    assert "Lormes · agent, référente IA" in response.text
    assert '<a href="/ateliers" aria-current="page">Ateliers</a>' in response.text
    assert '<form method="post" action="/deconnexion">' in response.text
    assert "/connexion" not in response.text


async def test_it_offers_to_sign_in_when_nobody_is(ask: Ask) -> None:
    response = await ask("workshops.html", count=1)

    assert 'href="/connexion"' in response.text
    assert "/deconnexion" not in response.text


@pytest.mark.parametrize("part", [True, False])
async def test_it_says_what_has_just_happened_in_pages_and_in_parts(ask: Ask, part: bool) -> None:
    response = await ask("workshops.html", part=part, count=1, state={"flash": "Note enregistrée."})

    assert 'role="status"' in response.text
    assert "Note enregistrée." in response.text


async def test_it_addresses_static_files_by_their_content(ask: Ask) -> None:
    response = await ask("workshops.html", count=1)

    for path, version in re.findall(r'(?:href|src)="/static/([^?"]+)\?v=([\w.]+)"', response.text):
        assert (render.STATIC / path).is_file()
        assert version in render.static(path) or path.endswith(".woff2")
    with pytest.raises(FileNotFoundError):
        render.static("nothing.css")
