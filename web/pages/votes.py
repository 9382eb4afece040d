"""Hidden votes that rank hypotheses, and how far those who assess agree: pages of a programme."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from services.workshops.schemas import ProgrammeOut
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.pages import agreement_figures
from web.pages.project_team import ROLES, TeamVisitor
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(prefix="/hypotheses", include_in_schema=False)

VOTERS = ("facilitator", "admin", "champion", "decision_maker")
Named = Annotated[UUID, Form()]


@router.get("/votes")
async def show_votes(
    request: Request, visitor: CurrentVisitor, rooms: AllRooms, programme: UUID | None = None
) -> Response:
    """Show the round of votes: the ballot while it is open, the ranking once it is closed."""
    return await _votes(request, rooms, visitor, programme)


@router.post("/votes")
async def cast_ballot(
    request: Request, visitor: CurrentVisitor, rooms: AllRooms, programme: Named
) -> Response:
    """Vote."""
    form = await request.form()
    given = {
        name.removeprefix("points-"): str(said) for name, said in form.items() if name.startswith("points-")
    }
    choices = [
        {"hypothesis_id": one, "points": points} for one, points in given.items() if points not in {"", "0"}
    ]
    try:
        ballot = await rooms.qualification.vote(programme, {"choices": choices})
    except Refused as refusal:
        if refusal.status != 422:
            raise
        sentence = (
            refusal.detail if refusal.code == "budget_spent" else "Choisissez parmi les points proposés."
        )
        return await _votes(request, rooms, visitor, programme, typed=given, error=sentence)
    say = f"Votre vote est enregistré\u00a0: {ballot.spent} points sur {ballot.budget}. Vous pouvez le modifier."
    return go(request, _here(programme), say=say)


@router.post("/votes/ouverture")
async def open_votes(request: Request, _: TeamVisitor, rooms: AllRooms, programme: Named) -> Response:
    """Begin a round."""
    await rooms.qualification.open_votes(programme)
    return go(request, _here(programme), say="Le vote est ouvert.")


@router.post("/votes/cloture")
async def close_votes(request: Request, _: TeamVisitor, rooms: AllRooms, programme: Named) -> Response:
    """Close the round."""
    await rooms.qualification.close_votes(programme)
    return go(request, _here(programme), say="Le vote est clos\u00a0: voici le classement.")


@router.get("/accord")
async def show_agreement(
    request: Request, _: CurrentVisitor, rooms: AllRooms, programme: UUID | None = None
) -> Response:
    """Show how far those who assess agree, with what cannot be computed and why."""
    programmes, chosen = await _choose(rooms, programme)
    found = await rooms.qualification.agreement(chosen.id) if chosen else None
    return render.page(
        request, "hypotheses/agreement.html", programmes=programmes, programme=chosen, found=found,
        figure=agreement_figures.figure(found) if found else "", rows=agreement_figures.rows(found) if found else [],
    )  # fmt: skip


async def _votes(
    request: Request, rooms: Rooms, visitor: Visitor, programme: UUID | None, *,
    typed: dict[str, str] | None = None, error: str = "",
) -> Response:  # fmt: skip
    programmes, chosen = await _choose(rooms, programme)
    found = await rooms.qualification.votes(chosen.id) if chosen else None
    return render.page(
        request, "hypotheses/votes.html", status=422 if error else 200, programmes=programmes, programme=chosen,
        found=found, typed=typed or {}, error=error, is_team=visitor.has_role(*ROLES),
        may_vote=visitor.has_role(*VOTERS),
    )  # fmt: skip


async def _choose(rooms: Rooms, programme: UUID | None) -> tuple[list[ProgrammeOut], ProgrammeOut | None]:
    """Give the programmes, and the one that the address names: the latest when it names none."""
    programmes = await rooms.workshops.programmes()
    named = (one for one in programmes if programme in (None, one.id))
    return programmes, next(named, None)


def _here(programme: UUID) -> str:
    return f"/hypotheses/votes?programme={programme}"
