"""The page where a decision is written down: the staircase, one reason a lower rung, and the revision of a signed one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.workshops.schemas import RUNG_LABELS, DecisionOut, HypothesisOut, Stance
from web import render
from web.clients.api import Refused
from web.clients.decisions import DecisionsClient
from web.clients.rooms import AllRooms
from web.pages.decision_forms import Deciding, Typed
from web.pages.project_team import ROLES, TeamVisitor
from web.together import both
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)

_GATES = {"not_revealed", "too_few_assessments"}
Named = Annotated[UUID, Query(alias="hypothese")]


@router.get("/hypotheses/{hypothesis_id}/decision")
async def find_decision(
    request: Request, hypothesis_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Go to the latest decision on a hypothesis, or to where the project team prepares the first one."""
    made = await DecisionsClient(rooms.workshops.api).history(hypothesis_id)
    if made:
        return go(request, f"/decisions/{made[-1].id}")
    if visitor.has_role(*ROLES):
        return go(request, f"/decisions/preparer?hypothese={hypothesis_id}")
    return go(request, f"/hypotheses/{hypothesis_id}", say="Aucune décision n’est encore préparée.")


@router.get("/decisions/preparer")
async def show_preparing(request: Request, hypothese: Named, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Offer the staircase, or say what is still missing before anything can be decided."""
    hypothesis, made = await _found(rooms, hypothese)
    if hypothesis.assessments_revealed_at is None:
        return _gate(request, hypothesis)
    if made and made[-1].signed_at is None:
        waiting = f"/decisions/{made[-1].id}"
        return go(request, waiting, say="Une décision attend déjà la signature : retirez-la pour la refaire.")
    form = Deciding.of(made[-1]) if made else Deciding()
    return _page(request, hypothesis, form, revised=made[-1] if made else None)


@router.post("/decisions/preparer")
async def prepare_decision(
    request: Request, hypothese: Named, _: TeamVisitor, rooms: AllRooms, typed: Typed
) -> Response:
    """Write the decision down for signature."""
    hypothesis, made = await _found(rooms, hypothese)
    revised = next((one for one in reversed(made) if one.signed_at), None)
    body = typed.body(supersedes=revised.id if revised else None)
    try:
        decision = await DecisionsClient(rooms.workshops.api).prepare(hypothese, body)
    except Refused as refusal:
        if refusal.code in _GATES:
            return _gate(request, hypothesis)
        form = typed.refused(refusal)
        return _page(request, hypothesis, form, revised=revised, status=refusal.status)
    return go(request, f"/decisions/{decision.id}", say="Décision préparée : elle attend la signature.")


async def _found(rooms: AllRooms, hypothesis_id: UUID) -> tuple[HypothesisOut, list[DecisionOut]]:
    return await both(
        rooms.workshops.hypothesis(hypothesis_id), DecisionsClient(rooms.workshops.api).history(hypothesis_id)
    )


def _gate(request: Request, hypothesis: HypothesisOut) -> Response:
    return render.page(request, "decisions/gate.html", status=409, hypothesis=hypothesis)


def _page(
    request: Request, hypothesis: HypothesisOut, form: Deciding, *, revised: DecisionOut | None, status: int = 200
) -> Response:  # fmt: skip
    sides = [(len(hypothesis.taking(stance)), stance) for stance in Stance]
    return render.page(
        request, "decisions/prepare.html", status=status, hypothesis=hypothesis, form=form, revised=revised,
        rungs=list(enumerate(RUNG_LABELS)), sides=sides,
    )  # fmt: skip
