"""HTTP in, one call, HTTP out."""

from fastapi import APIRouter

from services.workshops.routes import (
    assessments,
    captures,
    committees,
    decisions,
    finding,
    follow_ups,
    gains,
    gatherings,
    hypotheses,
    note_journal,
    note_reviews,
    operations,
    participants,
    preparations,
    programmes,
    qualifications,
    register,
    reports,
    revisions,
    search,
    selection,
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
    operations,
    participants,
    preparations,
    reports,
    revisions,
    search,
    snapshots,
    programmes,
    selection,
    gatherings,
    qualifications,
    votes,
    committees,
    follow_ups,
    gains,
    register,
    finding,
    note_reviews,
    note_journal,
):
    router.include_router(noun.router)
