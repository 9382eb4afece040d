"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.metrics.routes import measures, room
from services.metrics.surveys import routes as surveys

router = APIRouter()
for part in (room, measures):
    router.include_router(part.router)
for router_of_surveys in (surveys.router, surveys.forms):
    router.include_router(router_of_surveys)
