"""Judging a hypothesis alone: the form, its draft, and what is handed in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.kit.errors import Forbidden
from services.workshops.schemas import Criterion, DraftOut
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.pages.assessment_forms import Judgement, Typed
from web.pages.criteria import CHOICES, CRITERIA, signs_of
from web.together import both
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(prefix="/hypotheses/{hypothesis_id}/evaluation", include_in_schema=False)

ASSESSORS = ("facilitator", "admin", "champion")


async def read_assessor(visitor: CurrentVisitor) -> Visitor:
    """Let in those who may assess.

    Raises: Forbidden.
    """
    if not visitor.has_role(*ASSESSORS):
        raise Forbidden(
            "Cette page est celle de l’équipe projet et du référent IA, qui évaluent les hypothèses."
        )
    return visitor


AssessorVisitor = Annotated[Visitor, Depends(read_assessor)]


@router.get("")
async def show_assessment(
    request: Request, hypothesis_id: UUID, _: AssessorVisitor, rooms: AllRooms
) -> Response:
    """Offer the three criteria, with the draft that was kept; once all is revealed, lead to what was said."""
    draft = await rooms.qualification.draft(hypothesis_id)
    return await _form(request, rooms, hypothesis_id, Judgement.of(draft), draft=draft)


@router.post("")
async def hand_in_assessment(
    request: Request, hypothesis_id: UUID, _: AssessorVisitor, rooms: AllRooms, typed: Typed
) -> Response:
    """Hand the judgement in."""
    try:
        await rooms.qualification.hand_in(hypothesis_id, typed.sent)
    except Refused as refusal:
        return await _form(request, rooms, hypothesis_id, typed.refused(refusal), status=422)
    return go(request, f"/hypotheses/{hypothesis_id}/qualification", say="Votre évaluation est déposée.")


@router.post("/brouillon")
async def keep_draft(
    request: Request, hypothesis_id: UUID, _: AssessorVisitor, rooms: AllRooms, typed: Typed
) -> Response:
    """Keep the draft: a part for htmx as one types, the form again without it."""
    try:
        draft = await rooms.qualification.keep(hypothesis_id, typed.sent)
    except Refused as refusal:
        return await _form(request, rooms, hypothesis_id, typed.refused(refusal), status=422)
    if request.headers.get("hx-request"):
        return render.page(request, "hypotheses/_draft.html", draft=draft)
    return go(request, f"/hypotheses/{hypothesis_id}/evaluation", say="Brouillon gardé, pour vous seul.")


async def _form(
    request: Request, rooms: Rooms, hypothesis_id: UUID, form: Judgement, *, draft: DraftOut | None = None, status: int = 200
) -> Response:  # fmt: skip
    hypothesis, signs = await both(
        rooms.workshops.hypothesis(hypothesis_id), rooms.qualification.signs(hypothesis_id)
    )
    if hypothesis.assessments_revealed_at:
        return go(request, f"/hypotheses/{hypothesis_id}/qualification")
    return render.page(
        request, "hypotheses/assess.html", status=status, hypothesis=hypothesis, form=form, draft=draft,
        criteria=CRITERIA, choices=CHOICES, signs=signs_of(signs), order=list(Criterion),
        pieces=[piece for piece in hypothesis.evidence if not piece.is_removed],
    )  # fmt: skip
