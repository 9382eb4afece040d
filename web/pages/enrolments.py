"""The page of an authority in a programme: its steps, its agreement, the training its people followed."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from services.workshops.schemas.enrolments import Step, WayOut
from services.workshops.schemas.lists import EnrolmentState
from services.workshops.schemas.programmes import STATE_LABELS
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.pages import typed_forms
from web.pages.programmes import TONES, named, programmes_of
from web.pages.project_team import ROLES, TeamVisitor
from web.pages.typed_forms import TypedForm
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(prefix="/programmes/{programme_id}/collectivites/{authority_id}", include_in_schema=False)

_AGREEMENT = {
    "signed_on": "Signée le", "signatory_role": "Fonction du signataire", "starts_on": "Début", "ends_on": "Fin",
    "reference": "Référence du document",
}  # fmt: skip
_STEP = {"to": "Étape", "on": "Date"}
_NEXT = {
    EnrolmentState.AGREED: ((Step.ACTIVE, "Démarrer"),),
    EnrolmentState.ACTIVE: ((Step.CLOSING, "Entrer en clôture"),),
    EnrolmentState.CLOSING: (
        (Step.CONTINUED, "Poursuit après le programme"),
        (Step.LEFT, "Sort du programme"),
    ),
}
_DATES = (
    ("candidate", "applied_on"), ("selected", "selected_on"), ("agreed", "agreed_on"), ("active", "activated_on"),
    ("closing", "closing_on"), ("left", "left_on"), ("continued", "continued_on"),
)  # fmt: skip


@router.get("")
async def show(
    request: Request, programme_id: UUID, authority_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show an authority's way through a programme."""
    way = await programmes_of(rooms).way(programme_id, authority_id)
    return await _shown(request, rooms, way, visitor=visitor)


@router.post("/convention")
async def record_agreement(
    request: Request, programme_id: UUID, authority_id: UUID, visitor: TeamVisitor, rooms: AllRooms
) -> Response:
    """Write down the agreement that the authority signed."""
    form = await typed_forms.read(request, _AGREEMENT)
    try:
        await programmes_of(rooms).move(programme_id, authority_id, to="agreement", new=form.filled())
    except Refused as refusal:
        way = await programmes_of(rooms).way(programme_id, authority_id)
        return await _shown(request, rooms, way, visitor=visitor, form=form.refused(refusal))
    return go(request, _here(programme_id, authority_id), say="Convention enregistrée.")


@router.post("/etapes")
async def take_step(
    request: Request, programme_id: UUID, authority_id: UUID, visitor: TeamVisitor, rooms: AllRooms
) -> Response:
    """Take the next step."""
    form = await typed_forms.read(request, _STEP)
    try:
        await programmes_of(rooms).move(programme_id, authority_id, to="steps", new=form.filled())
    except Refused as refusal:
        way = await programmes_of(rooms).way(programme_id, authority_id)
        return await _shown(request, rooms, way, visitor=visitor, step=form.refused(refusal))
    return go(request, _here(programme_id, authority_id), say="Étape enregistrée.")


@router.post("/etapes/annulation")
async def step_back(
    request: Request, programme_id: UUID, authority_id: UUID, _: TeamVisitor, rooms: AllRooms
) -> Response:
    """Undo the last step."""
    await programmes_of(rooms).step_back(programme_id, authority_id)
    return go(request, _here(programme_id, authority_id), say="Dernière étape annulée.")


def _here(programme_id: UUID, authority_id: UUID) -> str:
    return f"/programmes/{programme_id}/collectivites/{authority_id}"


async def _shown(
    request: Request, rooms: Rooms, way: WayOut, *, visitor: Visitor, form: TypedForm | None = None,
    step: TypedForm | None = None,
) -> Response:  # fmt: skip
    programme = await programmes_of(rooms).read(way.programme_id)
    names = await named(rooms, {way.authority_id})
    typed = {"starts_on": programme.starts_on.isoformat(), "ends_on": programme.ends_on.isoformat()}
    form, step = form or TypedForm(_AGREEMENT, typed), step or TypedForm(_STEP)
    days = [(STATE_LABELS[EnrolmentState(state)], getattr(way, column)) for state, column in _DATES]
    return render.page(
        request, "programmes/way.html", status=422 if form.errors or step.errors else 200, way=way,
        programme=programme, authority=names.get(way.authority_id), form=form, step=step, states=STATE_LABELS,
        tones=TONES, here=_here(way.programme_id, way.authority_id), days=[one for one in days if one[1]],
        following=_NEXT.get(way.state, ()), is_team=visitor.has_role(*ROLES),
        is_undoable=way.state is not EnrolmentState.CANDIDATE and sum(one[1] is not None for one in days) > 1,
    )  # fmt: skip
