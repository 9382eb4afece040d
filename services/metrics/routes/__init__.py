"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.metrics.routes import measures, room

router = APIRouter()
for part in (room, measures):
    router.include_router(part.router)
