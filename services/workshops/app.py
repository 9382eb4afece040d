"""Workshops as an ASGI app."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress

from fastapi import FastAPI

from services.kit.app import Room, create_service
from services.kit.settings import KitSettings
from services.workshops import retention
from services.workshops.routes import router
from services.workshops.settings import WorkshopsSettings

ROOM = Room(
    name="workshops",
    title="Terrain workshops",
    description="Programmes, « vis ma vie » workshops, what is captured in them, hypotheses and their evidence.",
    router=router,
)


def create_app(settings: KitSettings) -> FastAPI:
    """Build the workshops service."""
    own = _own(settings)
    app = create_service(ROOM, own)
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with inner(app):
            cleaning = asyncio.create_task(
                retention.keep_clean(app.state.sessions, journal_days=own.journal_days)
            )
            yield
            cleaning.cancel()
            with suppress(asyncio.CancelledError):
                await cleaning

    app.router.lifespan_context = lifespan
    return app


def _own(settings: KitSettings) -> WorkshopsSettings:
    """Read our own part of the environment beside what the process has already resolved."""
    if isinstance(settings, WorkshopsSettings):
        return settings
    return WorkshopsSettings(**{name: getattr(settings, name) for name in KitSettings.model_fields})
