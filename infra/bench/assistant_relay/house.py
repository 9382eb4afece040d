"""The whole gateway with its safeguards on: each request is looked through for personal data before it leaves."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

from fastapi import FastAPI
from starlette.types import ASGIApp

from gateway.app import create_app
from gateway.settings import GatewaySettings
from services.assistant.asking import Asked
from services.assistant.safeguards import masking
from services.kit import logs
from services.kit.principal import Principal
from services.kit.quiet import Quiet


def gateway() -> ASGIApp:
    """Build the edge with every room in it, as `terrain serve` does."""
    logs.configure(as_json=True)
    app = create_app(GatewaySettings())
    room = next(route.app for route in app.routes if getattr(route, "path", "") == "/api/assistant")  # type: ignore[attr-defined]  # a mount has an app
    inner = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with inner(app):
            room.state.desk = replace(room.state.desk, screen=look_through)
            yield

    app.router.lifespan_context = lifespan
    return Quiet(app)


async def look_through(asked: Asked, _: Principal) -> Asked:
    """Find personal data in every message."""
    for message in asked.messages:
        masking.mask(message.content)
    return asked
