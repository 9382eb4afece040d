"""What runs in which process: the application factories that a server is pointed at.

Each reads what its process needs and no more: a room that stands alone is spared the edge.
"""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI
from starlette.types import ASGIApp

from gateway.rooms import SERVICES, pages_of, service
from gateway.settings import GatewaySettings
from services.kit import logs
from services.kit.direct import Front
from services.kit.quiet import Quiet
from services.kit.settled import Settled


def gateway() -> ASGIApp:
    """Build the edge, with every room that has no address of its own."""
    from gateway.app import create_app

    return _served(create_app(_settings()).direct)


def workshops() -> ASGIApp:
    """Build the workshops service alone."""
    return _served(service("workshops")(_settings()))


def assistant() -> ASGIApp:
    """Build the assistant service alone."""
    return _served(Front(service("assistant")(_settings())))


def metrics() -> ASGIApp:
    """Build the metrics service alone."""
    return _served(Front(service("metrics")(_settings())))


def pages() -> ASGIApp:
    """Build the pages alone. Identity stands in the same process: it is an app like any other."""
    return _served(pages_with(_settings()))


def pages_with(settings: GatewaySettings) -> FastAPI:
    """Build the pages on the services' addresses."""
    from gateway.identity.app import create_app as identity
    from gateway.upstream import in_process, remote

    upstreams = {name: remote(getattr(settings, f"{name}_url")) for name in SERVICES}
    upstreams["identity"] = in_process("identity", identity(settings))
    app = pages_of({name: upstream.client for name, upstream in upstreams.items()}, settings)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            for upstream in upstreams.values():
                await stack.enter_async_context(upstream.lifespan)
            await stack.enter_async_context(inner(app))
            yield

    app.router.lifespan_context = lifespan
    return app


def _served(app: ASGIApp) -> ASGIApp:
    return Quiet(Settled(app))


def _settings() -> GatewaySettings:
    settings = GatewaySettings()
    logs.configure(as_json=settings.log_json)
    return settings
