"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import (
    assessments,
    captures,
    decisions,
    finding,
    hypotheses,
    participants,
    preparations,
    reports,
    search,
    snapshots,
    workshops,
)

router = APIRouter()
for noun in (
    workshops,
    captures,
    finding,
    assessments,
    decisions,
    hypotheses,
    participants,
    preparations,
    reports,
    search,
    snapshots,
):
    router.include_router(noun.router)
