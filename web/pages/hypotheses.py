"""The pages of hypotheses: drafted on what was seen, read with what speaks for and against."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from gateway.identity.schemas import AuthorityOut
from services.workshops.schemas import HypothesisOut, Stance
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.french import listed
from web.pages import assessments, hypothesis_evidence, qualifications, votes
from web.pages.assessments import ASSESSORS
from web.pages.hypothesis_evidence import STANCES, choose_workshop
from web.pages.hypothesis_forms import Typed, Wording, offered
from web.pages.note_cards import hours_a_year
from web.pages.project_team import ROLES, TeamVisitor
from web.together import both
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)
router.include_router(hypothesis_evidence.router)
for part in (votes, assessments, qualifications):
    router.include_router(part.router)


@router.get("/hypotheses")
async def list_hypotheses(
    request: Request, visitor: CurrentVisitor, rooms: AllRooms, suite: str | None = None
) -> Response:
    """Show the hypotheses, each in its sentence."""
    found = await rooms.workshops.hypotheses(cursor=suite)
    names = await rooms.identity.authorities(one for each in found.items for one in _places(each))
    return render.page(
        request, "hypotheses/index.html", found=found, names=names, is_team=visitor.has_role(*ROLES),
        places={one.id: _named(one, names) for one in found.items}, hours_a_year=hours_a_year,
    )  # fmt: skip


@router.get("/hypotheses/nouvelle")
async def show_draft(
    request: Request, _: TeamVisitor, rooms: AllRooms, atelier: UUID | None = None
) -> Response:
    """Offer the form that drafts a hypothesis on a workshop's notes, or the workshops to choose from."""
    if atelier is None:
        return await choose_workshop(request, rooms, to="/hypotheses/nouvelle")
    return await _drafting(request, rooms, atelier, Wording())


@router.post("/hypotheses/nouvelle")
async def draft_hypothesis(
    request: Request, _: TeamVisitor, rooms: AllRooms, typed: Typed, atelier: UUID
) -> Response:
    """Draft the hypothesis."""
    workshop = await rooms.workshops.workshop(atelier)
    try:
        drafted = await rooms.workshops.draft(typed.drafted(workshop.authority_id))
    except Refused as refusal:
        return await _drafting(request, rooms, atelier, typed.refused(refusal), status=422)
    return go(request, f"/hypotheses/{drafted.id}", say="Hypothèse enregistrée comme brouillon.")


@router.post("/hypotheses/phrase")
async def preview_sentence(
    request: Request, _: TeamVisitor, rooms: AllRooms, typed: Typed, atelier: UUID | None = None
) -> Response:
    """Say the sentence before anything is kept: a part for htmx, the whole form again without it."""
    if atelier and not request.headers.get("hx-request"):
        return await _drafting(request, rooms, atelier, typed)
    sentence = await rooms.workshops.say(typed.statement)
    return render.page(request, "hypotheses/_sentence.html", sentence=sentence)


@router.get("/hypotheses/{hypothesis_id}")
async def show_hypothesis(
    request: Request, hypothesis_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show a hypothesis: its sentence, what speaks for and against, and what comes next."""
    hypothesis, qualification = await both(
        rooms.workshops.hypothesis(hypothesis_id), rooms.qualification.read(hypothesis_id)
    )
    names = await rooms.identity.authorities(_places(hypothesis))
    return render.page(
        request, "hypotheses/show.html", qualification=qualification, may_assess=visitor.has_role(*ASSESSORS), hypothesis=hypothesis, names=names, stances=STANCES,
        sides=[(stance, hypothesis.taking(stance)) for stance in Stance], place=_named(hypothesis, names),
        is_team=visitor.has_role(*ROLES), hours_a_year=hours_a_year,
    )  # fmt: skip


@router.get("/hypotheses/{hypothesis_id}/modifier")
async def show_rewording(request: Request, hypothesis_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Offer the form that rewords a hypothesis."""
    hypothesis = await rooms.workshops.hypothesis(hypothesis_id)
    return await _rewording(request, rooms, hypothesis, Wording.of(hypothesis))


@router.post("/hypotheses/{hypothesis_id}/modifier")
async def reword_hypothesis(
    request: Request, hypothesis_id: UUID, _: TeamVisitor, rooms: AllRooms, typed: Typed, version: Annotated[int, Form()]
) -> Response:  # fmt: skip
    """Reword the hypothesis."""
    try:
        await rooms.workshops.reword(hypothesis_id, typed.changes, version=version)
    except Refused as refusal:
        kept = typed.refused(refusal)
        return await _rewording(
            request, rooms, await rooms.workshops.hypothesis(hypothesis_id), kept, status=422
        )
    return go(request, f"/hypotheses/{hypothesis_id}", say="Hypothèse reformulée.")


async def _drafting(
    request: Request, rooms: AllRooms, workshop_id: UUID, form: Wording, *, status: int = 200
) -> Response:
    day = await rooms.workshops.overview(workshop_id, limit=100)
    authority = await rooms.identity.authority(day.workshop.authority_id)
    return render.page(
        request, "hypotheses/new.html", status=status, form=form, workshop=day.workshop, authority=authority,
        choices=offered(day), sentence=await rooms.workshops.say(form.statement),
    )  # fmt: skip


async def _rewording(
    request: Request, rooms: AllRooms, hypothesis: HypothesisOut, form: Wording, *, status: int = 200
) -> Response:
    return render.page(
        request, "hypotheses/edit.html", status=status, form=form, hypothesis=hypothesis,
        sentence=await rooms.workshops.say(form.statement),
    )  # fmt: skip


def _places(hypothesis: HypothesisOut) -> set[UUID]:
    return {hypothesis.authority_id, *(piece.authority_id for piece in hypothesis.evidence)}


def _named(hypothesis: HypothesisOut, names: Mapping[UUID, AuthorityOut]) -> str:
    """Name the authorities of a hypothesis, its own first."""
    others = _places(hypothesis) - {hypothesis.authority_id}
    found = [names[one].name for one in (hypothesis.authority_id, *others) if one in names]
    return listed(found)
