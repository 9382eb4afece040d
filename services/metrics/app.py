"""Metrics as an ASGI app."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.kit.app import Room, create_service
from services.kit.direct import add_doors
from services.kit.settings import KitSettings
from services.metrics.gathering import Gathering
from services.metrics.routes import router
from services.metrics.routes.events import DOORS
from services.metrics.settings import MetricsSettings

ROOM = Room(
    name="metrics",
    title="Terrain metrics",
    description="Usage events in, facts counted, the overview that answers what changed.",
    router=router,
)


def create_app(settings: KitSettings) -> FastAPI:
    """Build the metrics service."""
    app = create_service(ROOM, _own(settings))
    gathering = app.state.gathering = Gathering()
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with inner(app):
            yield
            await gathering.stop()

    app.router.lifespan_context = lifespan
    add_doors(app, DOORS)
    return app


def _own(settings: KitSettings) -> MetricsSettings:
    """Read our own part of the environment beside what the process has already resolved."""
    if isinstance(settings, MetricsSettings):
        return settings
    return MetricsSettings(**{name: getattr(settings, name) for name in KitSettings.model_fields})
