"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import captures, hypotheses, operations, revisions, workshops

router = APIRouter()
for noun in (workshops, captures, operations, revisions, hypotheses):
    router.include_router(noun.router)
