"""The pages of what a supplier offers: a model's name, price, place among its like, and who may ask it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.pages import authorities, supplier_forms
from web.pages.supplier_forms import Form
from web.pages.suppliers import ROOT
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False, prefix=ROOT)

Typed = Annotated[Form, Depends(supplier_forms.read)]


@router.get("/{supplier_id}/modeles/nouveau")
async def show_form(
    supplier_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, nom: str = ""
) -> Response:
    """Show the form that offers a model, its name filled in when it was found by a trial."""
    new = supplier_forms.NEW_OFFER
    form = Form({**new.values, "name": nom[:120], "upstream": nom[:200]})
    return await _form(request, rooms, form, supplier_id=supplier_id)


@router.post("/{supplier_id}/modeles/nouveau")
async def find_for_new(
    supplier_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed
) -> Response:
    """Show the form again with the authorities found. Nothing is written."""
    return await _form(request, rooms, form, supplier_id=supplier_id)


@router.post("/{supplier_id}/modeles")
async def offer_model(
    supplier_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed
) -> Response:
    """Offer a model."""
    try:
        await rooms.administration.offer(supplier_id, form.offer | {"name": form.get("name")})
    except Refused as refusal:
        refused = form.refused(refusal)
        return await _form(request, rooms, refused, supplier_id=supplier_id, status=refusal.status)
    return go(request, f"{ROOT}/{supplier_id}", say=f"Le modèle {form.get('name')} est proposé.")


@router.get("/modeles/{model_id}")
async def show_model(model_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show a model's settings."""
    form = supplier_forms.of_offer(await rooms.administration.offered(model_id))
    return await _edit(request, rooms, form, model_id=model_id)


@router.post("/modeles/{model_id}/recherche")
async def find_for_model(
    model_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed
) -> Response:
    """Show a model's settings again with the authorities found. Nothing is written."""
    return await _edit(request, rooms, form, model_id=model_id)


@router.post("/modeles/{model_id}")
async def change_model(
    model_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed
) -> Response:
    """Change a model's settings."""
    try:
        changed = await rooms.administration.change_offer(model_id, form.offer, version=form.version)
    except Refused as refusal:
        refused = form.refused(refusal)
        return await _edit(request, rooms, refused, model_id=model_id, status=refusal.status)
    return go(request, f"{ROOT}/{changed.supplier_id}", say=f"Réglages de {changed.name} enregistrés.")


@router.post("/modeles/{model_id}/retrait")
async def withdraw_model(model_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Offer a model no more."""
    model = await rooms.administration.offered(model_id)
    await rooms.administration.withdraw(model_id)
    return go(request, f"{ROOT}/{model.supplier_id}", say=f"Le modèle {model.name} n’est plus proposé.")


async def _form(
    request: Request, rooms: Rooms, form: Form, *, supplier_id: UUID, status: int = 200
) -> Response:
    supplier = await rooms.administration.supplier(supplier_id)
    return render.page(
        request, "suppliers/model_new.html", status=status, form=form, supplier=supplier,
        found=await _places(rooms, form), kinds=supplier_forms.KINDS, roles=supplier_forms.ROLES,
    )  # fmt: skip


async def _edit(request: Request, rooms: Rooms, form: Form, *, model_id: UUID, status: int = 200) -> Response:
    model = await rooms.administration.offered(model_id)
    return render.page(
        request, "suppliers/model.html", status=status, form=form, model=model,
        found=await _places(rooms, form), kinds=supplier_forms.KINDS, roles=supplier_forms.ROLES,
    )  # fmt: skip


async def _places(rooms: Rooms, form: Form) -> list[object]:
    """Give the authorities ticked, then those found."""
    ids = [UUID(one) for one in form.all("authorities")[:100] if authorities.is_id(one)]
    kept: list[object] = list((await rooms.identity.authorities(ids)).values()) if ids else []
    found = await authorities.offered(rooms, typed=form.get("q"))
    return kept + [one for one in found if one not in kept]
