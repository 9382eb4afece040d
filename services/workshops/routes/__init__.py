"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import captures, hypotheses, participants, preparations, snapshots, workshops

router = APIRouter()
for noun in (workshops, captures, hypotheses, participants, preparations, snapshots):
    router.include_router(noun.router)
