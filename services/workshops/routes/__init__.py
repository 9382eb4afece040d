"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import (
    assessments,
    captures,
    decisions,
    hypotheses,
    operations,
    participants,
    preparations,
    reports,
    revisions,
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
    operations,
    participants,
    preparations,
    reports,
    revisions,
    search,
    snapshots,
):
    router.include_router(noun.router)
