"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import (
    assessments,
    captures,
    decisions,
    hypotheses,
    participants,
    preparations,
    qualifications,
    reports,
    search,
    snapshots,
    votes,
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
    qualifications,
    votes,
):
    router.include_router(noun.router)
