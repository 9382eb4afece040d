"""How a room becomes an ASGI app: the same few lines for all of them."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI, Response
from sqlalchemy import text

from services.kit import db, errors, exposition, openapi
from services.kit.settings import KitSettings
from services.kit.telemetry import UNTOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What tells one service from another."""

    name: str
    title: str
    description: str
    router: APIRouter


def create_service(room: Room, settings: KitSettings) -> FastAPI:
    """Build the app: its pool, its routes, its refusals, its probe.

    The settings hold `app_database_url` and `principal_key`, resolved by whoever composes the process.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        engine, app.state.sessions = db.connect(settings.app_database_url, pool_size=settings.pool_size)
        exposition.watch_pool(engine, room=room.name, most=2 * settings.pool_size)
        yield
        await engine.dispose()

    app = FastAPI(
        title=room.title, description=room.description, version="1", lifespan=lifespan,
        docs_url=None, redoc_url=None, openapi_url="/openapi.json", telemetry=UNTOLD,
    )  # fmt: skip
    app.state.settings = settings
    app.state.audience = room.name
    app.state.principal_key = settings.principal_key.get_secret_value()
    app.include_router(room.router, prefix="/v1")
    _add_probe(app)
    errors.render_problems(app)
    openapi.describe(app, room=room.name)
    return app


def _add_probe(app: FastAPI) -> None:
    @app.get("/readyz", include_in_schema=False)
    async def ready() -> Response:
        async with db.session_for(app.state.sessions, db.NOBODY) as session:
            await (await session.connection()).execute(text("select 1"))
        return Response("ok", media_type="text/plain")

    @app.get("/prometheus", include_in_schema=False)
    async def expose() -> Response:
        return exposition.answer()
