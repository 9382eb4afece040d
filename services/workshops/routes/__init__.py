"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import (
    assessments,
    captures,
    committees,
    decisions,
    follow_ups,
    gains,
    hypotheses,
    participants,
    preparations,
    register,
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
    committees,
    follow_ups,
    gains,
    register,
    hypotheses,
    participants,
    preparations,
    reports,
    search,
    snapshots,
):
    router.include_router(noun.router)
