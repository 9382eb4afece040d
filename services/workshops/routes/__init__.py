"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import (
    assessments,
    captures,
    decisions,
    gatherings,
    hypotheses,
    participants,
    preparations,
    programmes,
    reports,
    search,
    selection,
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
    programmes,
    selection,
    gatherings,
):
    router.include_router(noun.router)
