"""Identity as an ASGI app."""

from fastapi import FastAPI

from gateway.identity.routes import router
from services.kit.app import Room, create_service
from services.kit.settings import KitSettings

ROOM = Room(
    name="identity",
    title="Terrain identity",
    description="Authorities, people, roles, sessions, one-time sign-in links, API keys and their audit.",
    router=router,
)


def create_app(settings: KitSettings) -> FastAPI:
    """Build the identity service."""
    return create_service(ROOM, settings)
