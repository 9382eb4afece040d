"""The pages of suppliers: who answers beside the embedded engine, on what terms, for whom."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.assistant.administration.schemas import OfferOut, SupplierOut, TrialOut
from services.assistant.kinds import DataClass
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.pages import supplier_forms
from web.pages.supplier_forms import Form
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False, prefix="/administration/fournisseurs")

Typed = Annotated[Form, Depends(supplier_forms.read)]
ROOT = "/administration/fournisseurs"


@router.get("")
async def show_suppliers(request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """List the suppliers, those of the configuration, and the other names of models."""
    return await _list(request, rooms, Form())


@router.get("/nouveau")
async def show_form(request: Request, _: CurrentVisitor) -> Response:
    """Show the form that adds a supplier."""
    return _new(request, supplier_forms.NEW_SUPPLIER)


@router.post("")
async def add_supplier(request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed) -> Response:
    """Add a supplier."""
    try:
        supplier = await rooms.administration.add_supplier(form.supplier)
    except Refused as refusal:
        return _new(request, form.refused(refusal), status=refusal.status)
    return go(
        request, f"{ROOT}/{supplier.id}", say="Fournisseur ajouté. Essayez-le, puis proposez ses modèles."
    )


@router.get("/{supplier_id}")
async def show_supplier(supplier_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show a supplier, its settings and what it offers."""
    supplier = await rooms.administration.supplier(supplier_id)
    return _show(request, supplier, supplier_forms.of_supplier(supplier))


@router.post("/{supplier_id}")
async def change_supplier(
    supplier_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed
) -> Response:
    """Change a supplier's settings."""
    try:
        await rooms.administration.change_supplier(supplier_id, form.supplier, version=form.version)
    except Refused as refusal:
        refused = form.refused(refusal)
        return _show(
            request, await rooms.administration.supplier(supplier_id), refused, status=refusal.status
        )
    return go(request, f"{ROOT}/{supplier_id}", say="Réglages enregistrés.")


@router.post("/{supplier_id}/essai")
async def try_supplier(supplier_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Call the supplier, and show what came of it."""
    trial = await rooms.administration.try_supplier(supplier_id)
    supplier = await rooms.administration.supplier(supplier_id)
    return _show(request, supplier, supplier_forms.of_supplier(supplier), trial=trial)


@router.post("/{supplier_id}/arret")
async def deactivate(supplier_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Take a supplier out of service."""
    await rooms.administration.deactivate(supplier_id)
    return go(request, f"{ROOT}/{supplier_id}", say="Ce fournisseur n’est plus sollicité.")


@router.post("/{supplier_id}/remise-en-service")
async def reactivate(supplier_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Put a supplier back in service."""
    await rooms.administration.reactivate(supplier_id)
    return go(request, f"{ROOT}/{supplier_id}", say="Ce fournisseur est de nouveau en service.")


@router.post("/autres-noms/nouveau")
async def name_model(request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed) -> Response:
    """Give a model another name."""
    if not form.get("name") or "/" in form.get("name"):
        lacking = form.lacking(name="Des lettres, des chiffres, des points ou des tirets.")
        return await _list(request, rooms, lacking, status=422)
    try:
        await rooms.administration.name_model(form.get("name"), form.get("model"))
    except Refused as refusal:
        return await _list(request, rooms, form.refused(refusal), status=refusal.status)
    return go(request, ROOT, say=f"« {form.get('name')} » désigne maintenant {form.get('model')}.")


@router.post("/autres-noms/oubli")
async def forget_name(request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed) -> Response:
    """Forget another name."""
    await rooms.administration.forget_name(form.get("name"))
    return go(request, ROOT, say=f"« {form.get('name')} » ne désigne plus rien.")


async def _list(request: Request, rooms: AllRooms, form: Form, *, status: int = 200) -> Response:
    page = await rooms.administration.suppliers()
    offered = {model.name for supplier in page.items for model in supplier.models}
    offered |= {model for supplier in page.configured for model in supplier.models}
    return render.page(
        request, "suppliers/index.html", status=status, page=page, form=form, models=sorted(offered)
    )


def _new(request: Request, form: Form, *, status: int = 200) -> Response:
    return render.page(
        request, "suppliers/new.html", status=status, form=form, classes=supplier_forms.CLASSES
    )


def _show(
    request: Request, supplier: SupplierOut, form: Form, *, trial: TrialOut | None = None, status: int = 200
) -> Response:
    return render.page(
        request, "suppliers/show.html", status=status, supplier=supplier, form=form, trial=trial,
        classes=supplier_forms.CLASSES, lines=[_line(one) for one in supplier.models],
        class_label=DataClass(supplier.data_class).label,
    )  # fmt: skip


def _line(offer: OfferOut) -> tuple[OfferOut, str]:
    """Say beside a model for whom it is."""
    roles = [label[0].lower() + label[1:] for role, label in supplier_forms.ROLES if role in offer.roles]
    who = ", ".join(roles) or "tous les rôles"
    count = len(offer.authorities)
    where = f"{count} collectivité{'s' if count > 1 else ''}" if count else "toutes les collectivités"
    return offer, f"{who} ; {where}"
