"""Evidence: the notes of a workshop tied to a hypothesis, for it, against it or with a nuance."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from services.workshops.schemas import Stance
from web import render
from web.clients.rooms import AllRooms
from web.pages.hypothesis_forms import offered
from web.pages.project_team import TeamVisitor
from web.visitor import go

router = APIRouter(include_in_schema=False)

STANCES = tuple((stance.value, stance.label) for stance in Stance)


async def choose_workshop(request: Request, rooms: AllRooms, *, to: str) -> Response:
    """Offer the workshops whose notes may be evidence, the latest first; each leads to `to`."""
    found = await rooms.workshops.workshops(limit=50)
    names = await rooms.identity.authorities(one.authority_id for one in found.items)
    return render.page(request, "hypotheses/choose.html", workshops=found.items, names=names, to=to)


@router.get("/hypotheses/{hypothesis_id}/preuves")
async def show_evidence(
    request: Request, hypothesis_id: UUID, _: TeamVisitor, rooms: AllRooms, atelier: UUID | None = None
) -> Response:
    """Offer a workshop's notes as evidence, for or against."""
    if atelier is None:
        return await choose_workshop(request, rooms, to=f"/hypotheses/{hypothesis_id}/preuves")
    hypothesis = await rooms.workshops.hypothesis(hypothesis_id)
    day = await rooms.workshops.overview(atelier, limit=100)
    authority = await rooms.identity.authority(day.workshop.authority_id)
    linked = frozenset(piece.capture_id for piece in hypothesis.evidence)
    return render.page(
        request, "hypotheses/evidence.html", hypothesis=hypothesis, workshop=day.workshop, authority=authority,
        choices=offered(day, without=linked), stances=STANCES,
    )  # fmt: skip


@router.post("/hypotheses/{hypothesis_id}/preuves")
async def link_evidence(
    request: Request, hypothesis_id: UUID, _: TeamVisitor, rooms: AllRooms, note: Annotated[str, Form()] = "",
    stance: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Tie a note to the hypothesis, or change what it says of it."""
    kind, _dot, capture = note.partition(".")
    await rooms.workshops.link(hypothesis_id, {"capture_kind": kind, "capture_id": capture, "stance": stance})
    return go(request, f"/hypotheses/{hypothesis_id}", say="Preuve enregistrée.")


@router.post("/hypotheses/{hypothesis_id}/preuves/{evidence_id}/retrait")
async def unlink_evidence(
    request: Request, hypothesis_id: UUID, evidence_id: UUID, _: TeamVisitor, rooms: AllRooms
) -> Response:
    """Untie a note from the hypothesis."""
    await rooms.workshops.unlink(hypothesis_id, evidence_id)
    return go(request, f"/hypotheses/{hypothesis_id}", say="Preuve détachée. La note reste dans son atelier.")
