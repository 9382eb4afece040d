"""Saying no, as a page or as a part."""

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from web import render


async def ask(*, part: bool = False) -> httpx.Response:
    app = FastAPI()

    @app.get("/")
    def show(request: Request) -> HTMLResponse:
        return render.refusal(
            request,
            status=409,
            title="Cet atelier est clos",
            detail="Rien n’a été perdu. <Demandez> à l’animatrice de le rouvrir.",
            actions=[render.Link("Voir l’atelier", "/ateliers/1"), render.Link("Accueil", "/")],
        )

    headers = {"HX-Request-Type": "partial"} if part else {}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://terrain.test"
    ) as client:
        return await client.get("/", headers=headers)


@pytest.mark.parametrize("part", [True, False])
async def test_it_says_what_happened_and_what_to_do(part: bool) -> None:
    response = await ask(part=part)

    assert response.status_code == 409
    assert response.text.count("Cet atelier est clos") == (1 if part else 2)  # the title and the heading
    assert "Rien n’a été perdu. &lt;Demandez&gt;" in response.text
    assert 'class="button" href="/ateliers/1"' in response.text
    assert 'class="button quiet" href="/"' in response.text
    assert 'role="alert"' in response.text


async def test_it_fits_where_htmx_asked() -> None:
    part, whole = await ask(part=True), await ask()

    assert "<html" not in part.text
    assert "<html" in whole.text
