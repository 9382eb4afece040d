"""The portal's addresses: the guide, the place to try calls, the document."""

import json
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import httpx
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp

from gateway import refusals
from gateway.docs import merging, reading
from gateway.identity.keys import OPENS

_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_TRY_POLICY = f"{_POLICY}; script-src 'self'; connect-src 'self'"
_KEPT = 60
"""Seconds a reading of the rooms is good for: writing the guide takes longer than answering a hundred calls."""
_ANY_ORIGIN = "https://terrain.invalid"
"""Stands in the written guide where each reader finds the address they came by."""

_markdown = MarkdownIt("zero").enable("backticks")


def _prose(text: str) -> Markup:
    return Markup(_markdown.render(text))  # noqa: S704  the preset escapes all HTML and knows only code spans


_pages = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "pages"),
    autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
_pages.filters["prose"] = _prose
_pages.globals["key_roles"] = {str(role): sorted(map(str, scopes)) for role, scopes in OPENS.items()}


def portal(clients: dict[str, httpx.AsyncClient]) -> ASGIApp:
    """Build what answers on the portal's addresses."""
    desk = _Portal(clients)
    pages = {"/docs": desk.guide, "/docs/reference": desk.reference, "/openapi.json": desk.document}
    return GZipMiddleware(Router([Route(path, answer) for path, answer in pages.items()]), compresslevel=9)


@dataclass(frozen=True, slots=True)
class _Edition:
    """The document and its guide, written once for many readers."""

    at: float
    document: bytes
    guide: str


class _Portal:
    def __init__(self, clients: dict[str, httpx.AsyncClient]) -> None:
        self._clients = clients
        self._edition: _Edition | None = None

    async def document(self, request: Request) -> Response:
        try:
            edition = await self._latest()
        except httpx.HTTPError:
            return _unavailable(request)
        return Response(edition.document, media_type="application/json")

    async def guide(self, request: Request) -> Response:
        try:
            edition = await self._latest()
        except httpx.HTTPError:
            return _unavailable(request)
        origin = escape(f"{request.url.scheme}://{request.url.netloc}")
        return _page(edition.guide.replace(_ANY_ORIGIN, origin), policy=_POLICY)

    async def reference(self, _: Request) -> Response:
        return _page(_pages.get_template("reference.html").render(), policy=_TRY_POLICY)

    async def _latest(self) -> _Edition:
        if self._edition is None or monotonic() - self._edition.at > _KEPT:
            document = await merging.merge(self._clients)
            guide = _pages.get_template("guide.html").render(guide=reading.read(document), origin=_ANY_ORIGIN)
            self._edition = _Edition(monotonic(), json.dumps(document, ensure_ascii=False).encode(), guide)
        return self._edition


def _page(body: str, *, policy: str) -> Response:
    return HTMLResponse(
        body, headers={"content-security-policy": policy, "cache-control": "private, no-cache"}
    )


def _unavailable(request: Request) -> Response:
    sentence = "Un service ne répond pas pour le moment : la documentation n’est pas complète. Réessayez dans un instant."
    return refusals.answer(request.scope, status=502, code="service_unavailable", detail=sentence)
