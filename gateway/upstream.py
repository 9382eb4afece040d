"""A room, wherever it stands: an ASGI app, a client for it, and its lifespan."""

from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass

import httpx
from fastapi import FastAPI
from starlette.types import ASGIApp

from gateway.proxy import Proxy


@dataclass(frozen=True, slots=True)
class Upstream:
    """What the gateway mounts, what pages call, and what must be entered before either."""

    app: ASGIApp
    client: httpx.AsyncClient
    lifespan: AbstractAsyncContextManager[None]


def in_process(name: str, app: FastAPI) -> Upstream:
    """Stand the room in this process."""
    # A crash in the room is a 500 for the page that called it, as it would be from another process.
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    client = httpx.AsyncClient(transport=transport, base_url=f"http://{name}")

    @asynccontextmanager
    async def lifespan() -> AsyncGenerator[None]:
        # Starlette does not run the lifespan of a mounted app, so we do.
        async with app.router.lifespan_context(app), client:
            yield

    return Upstream(app, client, lifespan())


def remote(url: str) -> Upstream:
    """Reach the room at `url`."""
    proxy = Proxy(url)
    client = httpx.AsyncClient(base_url=url, timeout=httpx.Timeout(10, connect=2, read=60))

    @asynccontextmanager
    async def lifespan() -> AsyncGenerator[None]:
        async with client:
            yield
        await proxy.close()

    return Upstream(proxy, client, lifespan())
