"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import (
    assessments,
    captures,
    decisions,
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
