"""The pages of keys: which programs come in, and what they may open."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.pages import authorities, keys_forms
from web.pages.keys_forms import KeyForm, KeyLine
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False)

Typed = Annotated[KeyForm, Depends(keys_forms.read)]


@router.get("/cles")
async def show_keys(
    request: Request,
    rooms: AllRooms,
    _: CurrentVisitor,
    suite: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """List the keys, the latest first."""
    page = await rooms.identity.keys(cursor=suite)
    known = await rooms.identity.authorities(key.authority_id for key in page.items)
    lines = [KeyLine(key, known[key.authority_id]) for key in page.items]
    return render.page(request, "identity/keys.html", lines=lines, next=page.next, is_first=suite is None)


@router.get("/cles/nouvelle")
async def show_form(request: Request, rooms: AllRooms, visitor: CurrentVisitor) -> Response:
    """Show the form that creates a key, for the reader's own body unless they choose another."""
    return await _form(request, rooms, KeyForm(authority_id=str(visitor.authority.id)), visitor=visitor)


@router.post("/cles/nouvelle")
async def find_authority(request: Request, rooms: AllRooms, visitor: CurrentVisitor, form: Typed) -> Response:
    """Show the form again with the authorities found, for browsers without script. Nothing is written."""
    return await _form(request, rooms, form, visitor=visitor)


@router.post("/cles")
async def create_key(request: Request, rooms: AllRooms, visitor: CurrentVisitor, form: Typed) -> Response:
    """Create a key and show it, once."""
    try:
        made = await rooms.identity.create_key(form.new)
    except Refused as refusal:
        return await _form(request, rooms, form.refused(refusal), visitor=visitor, status=refusal.status)
    origin = request.app.state.settings.origin
    response = render.page(request, "identity/key_made.html", made=made, origin=origin)
    response.headers["cache-control"] = "no-store"
    return response


@router.post("/cles/{key_id}/revocation")
async def revoke_key(key_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Revoke a key."""
    await rooms.identity.revoke_key(key_id)
    return go(request, "/cles", say="La clé est révoquée : elle est refusée dès maintenant.")


async def _form(
    request: Request, rooms: Rooms, form: KeyForm, *, visitor: Visitor, status: int = 200
) -> Response:
    found = await authorities.offered(rooms, typed=form.q, chosen=form.authority_id)
    return render.page(
        request, "identity/key_new.html", status=status, form=form, found=found, operator=visitor.authority,
        roles=keys_forms.ROLES, scopes=keys_forms.SCOPES, days=keys_forms.DAYS,
    )  # fmt: skip
