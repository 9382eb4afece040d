"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.metrics.routes import events, measures, open_data, room, traces
from services.metrics.statements import routes as statements
from services.metrics.surveys import routes as surveys

router = APIRouter()
for part in (events, room, measures):
    router.include_router(part.router)
for more in (surveys.router, surveys.forms, open_data.router, traces.router, statements.router):
    router.include_router(more)
