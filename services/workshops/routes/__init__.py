"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import captures, hypotheses, search, workshops

router = APIRouter()
for noun in (workshops, captures, hypotheses, search):
    router.include_router(noun.router)
