"""The pages of a programme: what it is, who takes part, what applications are scored on."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from gateway.identity.schemas import AuthorityOut
from services.workshops.schemas import ProgrammeOut
from services.workshops.schemas.programmes import STATE_LABELS
from web import french, render
from web.clients.api import Refused
from web.clients.programmes import ProgrammesClient
from web.clients.rooms import AllRooms, Rooms
from web.pages import typed_forms
from web.pages.project_team import ROLES, TeamVisitor
from web.pages.typed_forms import TypedForm
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False)

_LABELS = {
    "name": "Nom", "starts_on": "Début", "ends_on": "Fin", "applications_until": "Dernier jour pour candidater",
    "reviews_wanted": "Personnes qui notent chaque candidature", "population_bounds": "Tranches de population",
}  # fmt: skip
_SCORES = range(6)
_CRITERION = {"label": "Critère", "weight": "Poids", **{f"anchor{one}": f"Note {one}" for one in _SCORES}}
TONES = {"candidate": "slate", "selected": "ochre", "agreed": "vine", "active": "vine", "closing": "ochre"}


def programmes_of(rooms: Rooms) -> ProgrammesClient:
    """Give the client of programmes."""
    return ProgrammesClient(rooms.workshops.api)


def tabs(programme: ProgrammeOut, visitor: Visitor, *, at: str) -> list[render.Link]:
    """Give the parts of a programme that the reader may open; `at` names the present one."""
    here = f"/programmes/{programme.id}"
    parts = [("Vue d’ensemble", ""), ("Candidatures", "/candidatures"), ("Critères", "/criteres")]
    parts += [("Cohortes", "/cohortes")] if visitor.has_role(*ROLES) else []
    parts += [("Calendrier", "/calendrier")]
    return [render.Link(label, here + path, is_current=path == at) for label, path in parts]


async def named(rooms: Rooms, ids: set[UUID]) -> dict[UUID, AuthorityOut]:
    """Give authorities by id, as many calls as the directory's page needs."""
    wanted = sorted(ids)
    found: dict[UUID, AuthorityOut] = {}
    for start in range(0, len(wanted), 150):
        found |= await rooms.identity.authorities(wanted[start : start + 150])
    return found


@router.get("/programmes")
async def list_programmes(request: Request, visitor: CurrentVisitor, rooms: AllRooms) -> Response:
    """List the programmes, the latest first."""
    found = await rooms.workshops.programmes()
    return render.page(request, "programmes/index.html", programmes=found, is_team=visitor.has_role(*ROLES))


@router.get("/programmes/nouveau")
async def show_new(request: Request, _: TeamVisitor) -> Response:
    """Show the form that creates a programme."""
    return _form(
        request, TypedForm(_LABELS, {"reviews_wanted": "2", "population_bounds": "500, 2000, 10000, 50000"})
    )


@router.post("/programmes/nouveau")
async def create(request: Request, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Create a programme."""
    return await _save(request, rooms, programme=None)


@router.get("/programmes/{programme_id}/modifier")
async def show_change(request: Request, programme_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Show the form that changes a programme."""
    found = await programmes_of(rooms).read(programme_id)
    typed = {name: str(getattr(found, name) or "") for name in _LABELS}
    typed["population_bounds"] = ", ".join(str(one) for one in found.population_bounds)
    return _form(request, TypedForm(_LABELS, typed), programme=found)


@router.post("/programmes/{programme_id}/modifier")
async def change(request: Request, programme_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Change a programme."""
    return await _save(request, rooms, programme=await programmes_of(rooms).read(programme_id))


@router.get("/programmes/{programme_id}")
async def show(request: Request, programme_id: UUID, visitor: CurrentVisitor, rooms: AllRooms) -> Response:
    """Show a programme: its period, and how far each authority has come."""
    found = await programmes_of(rooms).read(programme_id)
    names = await named(rooms, {one.authority_id for one in found.authorities})
    order = list(STATE_LABELS)
    lines = sorted(
        found.authorities,
        key=lambda one: (
            order.index(one.state),
            names[one.authority_id].name if one.authority_id in names else "",
        ),
    )
    return render.page(
        request, "programmes/show.html", programme=found, names=names, lines=lines, states=STATE_LABELS, tones=TONES,
        tabs=tabs(found, visitor, at=""), is_team=visitor.has_role(*ROLES),
    )  # fmt: skip


@router.get("/programmes/{programme_id}/criteres")
async def show_criteria(
    request: Request,
    programme_id: UUID,
    visitor: CurrentVisitor,
    rooms: AllRooms,
    critere: UUID | None = None,
) -> Response:
    """Show what applications are scored on; the address may name the criterion to change."""
    return await _criteria(request, rooms, programme_id, visitor=visitor, chosen=critere)


@router.post("/programmes/{programme_id}/criteres")
async def save_criterion(
    request: Request, programme_id: UUID, visitor: TeamVisitor, rooms: AllRooms, critere: UUID | None = None
) -> Response:
    """Add a criterion, or write one anew."""
    form = await typed_forms.read(request, _CRITERION)
    new = {
        "label": form.value("label"), "weight": form.value("weight"),
        "anchors": [form.value(f"anchor{one}") for one in _SCORES],
    }  # fmt: skip
    try:
        await programmes_of(rooms).save_criterion(programme_id, new, criterion_id=critere)
    except Refused as refusal:
        refused = form.refused(_by_anchor(refusal), at="label")
        return await _criteria(request, rooms, programme_id, visitor=visitor, chosen=critere, form=refused)
    return go(request, f"/programmes/{programme_id}/criteres", say="Critère enregistré.")


@router.post("/programmes/{programme_id}/criteres/{criterion_id}/retrait")
async def remove_criterion(
    request: Request, programme_id: UUID, criterion_id: UUID, _: TeamVisitor, rooms: AllRooms
) -> Response:
    """Take a criterion out."""
    await programmes_of(rooms).remove_criterion(programme_id, criterion_id)
    return go(request, f"/programmes/{programme_id}/criteres", say="Critère retiré.")


@router.post("/programmes/{programme_id}/cloture-notation")
async def close_scoring(
    request: Request, programme_id: UUID, _: TeamVisitor, rooms: AllRooms, retour: Annotated[str, Form()] = ""
) -> Response:
    """Close scoring for good."""
    await programmes_of(rooms).close_scoring(programme_id)
    page = "cohortes/nouvelle" if retour == "cohortes" else "candidatures"
    say = "La notation est close : toutes les notes rendues sont visibles de l’équipe projet."
    return go(request, f"/programmes/{programme_id}/{page}", say=french.typography(say))


async def _save(request: Request, rooms: Rooms, *, programme: ProgrammeOut | None) -> Response:
    form = await typed_forms.read(request, _LABELS)
    bounds = [
        one.strip().replace(" ", "") for one in form.value("population_bounds").replace(";", ",").split(",")
    ]
    new = form.filled() | {"population_bounds": [one for one in bounds if one]}
    try:
        saved = await programmes_of(rooms).save(new, programme_id=programme.id if programme else None)
    except Refused as refusal:
        return _form(request, form.refused(refusal, at="name"), programme=programme)
    return go(request, f"/programmes/{saved.id}", say="Programme enregistré.")


def _form(request: Request, form: TypedForm, *, programme: ProgrammeOut | None = None) -> Response:
    status = 422 if form.errors else 200
    return render.page(request, "programmes/form.html", status=status, form=form, programme=programme)


async def _criteria(
    request: Request, rooms: Rooms, programme_id: UUID, *, visitor: Visitor, chosen: UUID | None = None,
    form: TypedForm | None = None,
) -> Response:  # fmt: skip
    client = programmes_of(rooms)
    programme, criteria = await client.read(programme_id), await client.criteria(programme_id)
    changed = next((one for one in criteria if one.id == chosen), None)
    if form is None:
        anchors = {f"anchor{place}": text for place, text in enumerate(changed.anchors)} if changed else {}
        typed = (
            {"label": changed.label, "weight": str(changed.weight), **anchors} if changed else {"weight": "1"}
        )
        form = TypedForm(_CRITERION, typed)
    return render.page(
        request, "programmes/criteria.html", status=422 if form.errors else 200, programme=programme,
        criteria=criteria, changed=changed, form=form, tabs=tabs(programme, visitor, at="/criteres"),
        total=sum(one.weight for one in criteria), is_team=visitor.has_role(*ROLES),
    )  # fmt: skip


def _by_anchor(refusal: Refused) -> Refused:
    """Point each fault at the field that mends it: /anchors/2 is the third sentence."""
    faults = tuple(
        replace(one, pointer=one.pointer.replace("/anchors/", "/anchor")) for one in refusal.faults
    )
    return Refused(refusal.status, refusal.code, refusal.detail, faults)
