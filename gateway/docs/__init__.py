"""The documentation portal: one OpenAPI 3.1 document for all rooms, a guide made from it, and a place to try calls.

What writes it is read when somebody first asks.
"""

from functools import cache

import httpx
from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

PAGES = ("/docs", "/docs/reference", "/openapi.json")


def add_portal(app: FastAPI, clients: dict[str, httpx.AsyncClient]) -> None:
    """Serve the merged document, the guide made from it, and the page that tries calls."""
    portal = _WhenAsked(clients)
    app.router.routes.extend(Route(path, portal, methods=["GET"]) for path in PAGES)


class _WhenAsked:
    def __init__(self, clients: dict[str, httpx.AsyncClient]) -> None:
        self._built = cache(lambda: _read(clients))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._built()(scope, receive, send)


def _read(clients: dict[str, httpx.AsyncClient]) -> ASGIApp:
    from gateway.docs.portal import portal

    return portal(clients)
