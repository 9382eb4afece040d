"""The pages of people: who may sign in, as what, and how they get in."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from gateway.identity.schemas import LinkOut, PersonOut, Role
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.pages import authorities, journal, people_forms
from web.pages.people_forms import PersonForm
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False)
router.include_router(authorities.router)
router.include_router(journal.router)

Typed = Annotated[PersonForm, Depends(people_forms.read)]


@router.get("/personnes")
async def show_people(
    request: Request,
    rooms: AllRooms,
    visitor: CurrentVisitor,
    q: Annotated[str, Query(max_length=80)] = "",
    collectivite: UUID | None = None,
    suite: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """List the people of my authority, or of all for the operator."""
    page = await rooms.identity.people(typed=q, authority=collectivite, cursor=suite)
    wanted = {one.authority_id for one in page.items} | ({collectivite} if collectivite else set())
    known = await rooms.identity.authorities(wanted) if visitor.principal.is_operator else {}
    asked = {"suite": page.next, "q": q, "collectivite": collectivite}
    following = urlencode({name: value for name, value in asked.items() if value})
    return render.page(
        request, "identity/people.html", page=page, authorities=known, typed=q, is_first=suite is None,
        next_href=f"/personnes?{following}" if page.next else "",
        filtered=known.get(collectivite) if collectivite else None, is_operator=visitor.principal.is_operator,
        is_admin=visitor.has_role(Role.ADMIN),
    )  # fmt: skip


@router.get("/personnes/nouvelle")
async def show_form(
    request: Request, rooms: AllRooms, visitor: CurrentVisitor, collectivite: UUID | None = None
) -> Response:
    """Show the form that adds a person."""
    form = PersonForm(authority_id=str(collectivite or ""), once=str(uuid4()))
    return await _form(request, rooms, form, visitor=visitor)


@router.post("/personnes/nouvelle")
async def find_authority(request: Request, rooms: AllRooms, visitor: CurrentVisitor, form: Typed) -> Response:
    """Show the form again with the authorities found, for browsers without script. Nothing is written."""
    return await _form(request, rooms, form, visitor=visitor)


@router.post("/personnes")
async def add_person(request: Request, rooms: AllRooms, visitor: CurrentVisitor, form: Typed) -> Response:
    """Add a person, and show the link that lets them in."""
    own = str(visitor.authority.id)
    form = form if visitor.principal.is_operator else form.at(own)
    if not authorities.is_id(form.authority_id):
        lacking = form.lacking(q="Choisissez la collectivité dans la liste.")
        return await _form(request, rooms, lacking, visitor=visitor, status=422)
    try:
        person = await rooms.identity.add_person(form.new, once=form.once)
    except Refused as refusal:
        return await _form(request, rooms, form.refused(refusal), visitor=visitor, status=refusal.status)
    return _handed(request, person, await rooms.identity.make_link(person.id), is_new=True)


@router.get("/personnes/{person_id}")
async def show_person(
    person_id: UUID, request: Request, rooms: AllRooms, visitor: CurrentVisitor
) -> Response:
    """Show one person, and what can be done for them."""
    person = await rooms.identity.person(person_id)
    return await _person(request, rooms, person, PersonForm.of(person), visitor=visitor)


@router.post("/personnes/{person_id}")
async def change_person(
    person_id: UUID, request: Request, rooms: AllRooms, visitor: CurrentVisitor, form: Typed
) -> Response:
    """Change a person's name or roles."""
    try:
        await rooms.identity.change_person(person_id, form.change, version=form.version)
    except Refused as refusal:
        person = await rooms.identity.person(person_id)
        refused = form.refused(refusal).on(person.version)
        return await _person(request, rooms, person, refused, visitor=visitor, status=refusal.status)
    return go(request, f"/personnes/{person_id}", say="La fiche est enregistrée.")


@router.post("/personnes/{person_id}/liens")
async def make_link(person_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Make a link that lets a person in, and show it, once."""
    person = await rooms.identity.person(person_id)
    return _handed(request, person, await rooms.identity.make_link(person_id), is_new=False)


@router.post("/personnes/{person_id}/suspension")
async def suspend(person_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Suspend a person."""
    await rooms.identity.suspend(person_id)
    return go(request, f"/personnes/{person_id}", say="L’accès est suspendu : ses connexions sont fermées.")


@router.post("/personnes/{person_id}/retablissement")
async def reinstate(person_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Reinstate a suspended person."""
    await rooms.identity.reinstate(person_id)
    return go(request, f"/personnes/{person_id}", say="L’accès est rétabli.")


@router.post("/personnes/{person_id}/effacement")
async def erase(person_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Erase a person for good."""
    left = await rooms.identity.erase(person_id)
    acts = " Son nom reste dans les actes signés, comme la loi le demande." if left.kept else ""
    return go(request, "/personnes", say=f"La personne est effacée.{acts}")


async def _form(
    request: Request, rooms: Rooms, form: PersonForm, *, visitor: Visitor, status: int = 200
) -> Response:
    is_operator = visitor.principal.is_operator
    found = await authorities.offered(rooms, typed=form.q, chosen=form.authority_id) if is_operator else []
    choices = people_forms.choices(is_admin=visitor.has_role(Role.ADMIN), is_at_operator=is_operator)
    return render.page(
        request, "identity/person_new.html", status=status, form=form, found=found, choices=choices,
        is_operator=is_operator,
    )  # fmt: skip


async def _person(
    request: Request, rooms: Rooms, person: PersonOut, form: PersonForm, *, visitor: Visitor, status: int = 200
) -> Response:  # fmt: skip
    authority = (await rooms.identity.authorities([person.authority_id]))[person.authority_id]
    is_admin = visitor.has_role(Role.ADMIN)
    choices = people_forms.choices(is_admin=is_admin, is_at_operator=authority.kind == "operator")
    return render.page(
        request, "identity/person.html", status=status, person=person, authority=authority, form=form,
        choices=choices, is_admin=is_admin,
        is_within_reach=is_admin or people_forms.CHAMPION_GRANTS.issuperset(person.roles),
    )  # fmt: skip


def _handed(request: Request, person: PersonOut, link: LinkOut, *, is_new: bool) -> Response:
    response = render.page(request, "identity/link_made.html", person=person, link=link, is_new=is_new)
    response.headers["cache-control"] = "no-store"
    return response
