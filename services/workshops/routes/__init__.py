"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import assessments, captures, decisions, hypotheses, workshops

router = APIRouter()
for noun in (workshops, captures, hypotheses, assessments, decisions):
    router.include_router(noun.router)
