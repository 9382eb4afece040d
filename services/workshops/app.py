"""Workshops as an ASGI app."""

from fastapi import FastAPI

from services.kit.app import Room, create_service
from services.kit.settings import KitSettings
from services.workshops.routes import router

ROOM = Room(
    name="workshops",
    title="Terrain workshops",
    description="Programmes, « vis ma vie » workshops, what is captured in them, hypotheses and their evidence.",
    router=router,
)


def create_app(settings: KitSettings) -> FastAPI:
    """Build the workshops service."""
    return create_service(ROOM, settings)
