"""The pages as an ASGI app: asked by people, answered through the services' own APIs."""

from pathlib import Path
from urllib.parse import quote

import httpx
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from services.kit import logs
from services.kit.errors import DomainError, NotFound
from services.kit.settings import KitSettings
from services.kit.telemetry import UNTOLD
from web import render
from web.clients.api import Refused
from web.pages import ROUTERS
from web.visitor import FLASH, read_flash

STATIC = Path(__file__).parent / "static"


def create_app(clients: dict[str, httpx.AsyncClient], settings: KitSettings) -> FastAPI:
    """Build the pages on the rooms' clients, wherever the rooms stand."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, telemetry=UNTOLD)
    app.state.clients = clients
    app.state.settings = settings
    app.state.principal_key = settings.principal_key.get_secret_value()
    app.state.authorities = {}
    app.mount("/static", Immutable(directory=STATIC))
    app.add_api_route("/readyz", _ready)
    for router in ROUTERS:
        app.include_router(router)
    for error in (Refused, DomainError, HTTPException, RequestValidationError, Exception):
        app.add_exception_handler(error, _refuse)
    app.middleware("http")(_show_flash_once)
    app.add_middleware(GZipMiddleware, minimum_size=800)
    return app


async def _ready() -> Response:
    """Tell who starts processes that this one answers."""
    return Response("ok", media_type="text/plain")


class Immutable(StaticFiles):
    """Static files whose address changes with their content: a browser never asks twice."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file, kept for a year when its address carries a version."""
        response = await super().get_response(path, scope)
        versioned = scope["query_string"].startswith(b"v=")
        response.headers["cache-control"] = f"public, max-age={31_536_000 if versioned else 3600}, immutable"
        return response


async def _show_flash_once(request: Request, call_next) -> Response:  # type: ignore[no-untyped-def]  # Starlette's own signature
    request.state.flash = read_flash(request)
    response: Response = await call_next(request)
    if request.state.flash and "text/html" in response.headers.get("content-type", ""):
        response.delete_cookie(FLASH)
    return response


async def _refuse(request: Request, error: Exception) -> Response:
    status, detail = _reason(error)
    if status == 500:
        logs.crash(error, request_id=request.headers.get("x-request-id", ""))
    if status == 401:
        return _to_sign_in(request)
    return render.refusal(request, status=status, title=_TITLES.get(status, _TITLES[500]), detail=detail)


def _reason(error: Exception) -> tuple[int, str]:
    if isinstance(error, Refused):
        return error.status, error.detail
    if isinstance(error, DomainError):
        return error.status, error.message
    if isinstance(error, RequestValidationError):
        return 404, NotFound.sentence
    if isinstance(error, HTTPException):
        return error.status_code, NotFound.sentence if error.status_code == 404 else DomainError.sentence
    return 500, "L’erreur a été notée et rien n’a été modifié. Réessayez dans un instant."


def _to_sign_in(request: Request) -> Response:
    here = request.url.path if request.method == "GET" else "/"
    address = "/connexion" if here == "/" else f"/connexion?suite={quote(here)}"
    if request.headers.get("hx-request"):
        return Response(status_code=200, headers={"hx-redirect": address})
    return RedirectResponse(address, status_code=303)


_TITLES = {
    400: "Cette demande est incomplète",
    403: "Cette action ne vous est pas ouverte",
    404: "Cette page n’existe pas",
    409: "L’état actuel ne le permet pas",
    412: "Quelqu’un est passé avant vous",
    422: "Quelques champs sont à corriger",
    429: "Un peu trop vite",
    500: "Une erreur s’est produite",
    502: "Service momentanément indisponible",
}
