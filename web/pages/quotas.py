"""The pages of quotas: how much an authority, or one person of it, may use of the suppliers in a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from gateway.identity.schemas import AuthorityOut, PersonOut
from services.assistant.administration.schemas import QuotaOut
from services.assistant.kinds import QuotaUnit
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.pages import authorities, supplier_forms
from web.pages.supplier_forms import Form
from web.visitor import CurrentVisitor, go

ROOT = "/administration/quotas"
router = APIRouter(include_in_schema=False, prefix=ROOT)

Typed = Annotated[Form, Depends(supplier_forms.read)]
UNITS = (
    (QuotaUnit.TOKENS.value, "Jetons", "jetons"),
    (QuotaUnit.EUROS.value, "Dépense", "€"),
    (QuotaUnit.KWH.value, "Électricité", "kWh"),
)
_CHOICES = tuple(
    (value, label if value == "tokens" else f"{label}, en {unit}") for value, label, unit in UNITS
)
_SUFFIX = {value: unit for value, _, unit in UNITS}


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One quota of the list, as templates see it."""

    quota: QuotaOut
    authority: AuthorityOut

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return _SUFFIX[self.quota.unit]

    @property
    def whose(self) -> str:
        """Whom it limits."""
        return "une personne ou une clé" if self.quota.caller_id else "toute la collectivité"

    @property
    def decimals(self) -> int:
        """Figures after the comma."""
        return 0 if self.quota.unit is QuotaUnit.TOKENS else 2


@router.get("")
async def show_quotas(request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """List the quotas with what is spent of each this month."""
    page = await rooms.administration.quotas()
    known = await rooms.identity.authorities(one.authority_id for one in page.items[:200])
    lines = [QuotaLine(one, known[one.authority_id]) for one in page.items if one.authority_id in known]
    return render.page(request, "quotas/index.html", lines=lines)


@router.get("/nouveau")
async def show_form(request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show the form that sets a quota."""
    return await _form(request, rooms, Form({"unit": QuotaUnit.TOKENS.value}))


@router.post("/nouveau")
async def find_authority(request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed) -> Response:
    """Show the form again with what was found. Nothing is written."""
    return await _form(request, rooms, form)


@router.post("")
async def set_quota(request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed) -> Response:
    """Set a quota."""
    if not authorities.is_id(form.get("authority_id")):
        lacking = form.lacking(q="Choisissez la collectivité dans la liste.")
        return await _form(request, rooms, lacking, status=422)
    new = {
        "authority_id": form.get("authority_id"),
        "unit": form.get("unit"),
        "monthly": form.number("monthly"),
    }
    try:
        await rooms.administration.set_quota(new | {"caller_id": form.get("caller_id") or None})
    except Refused as refusal:
        return await _form(request, rooms, form.refused(refusal), status=refusal.status)
    return go(request, ROOT, say="Quota fixé. Il s’applique dès maintenant.")


@router.get("/{quota_id}")
async def show_quota(quota_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show a quota, to change or remove it."""
    return await _edit(request, rooms, quota_id)


@router.post("/{quota_id}")
async def change_quota(
    quota_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, form: Typed
) -> Response:
    """Change what a quota allows."""
    try:
        await rooms.administration.change_quota(quota_id, form.number("monthly"), version=form.version)
    except Refused as refusal:
        return await _edit(request, rooms, quota_id, form=form.refused(refusal), status=refusal.status)
    return go(request, ROOT, say="Quota modifié.")


@router.post("/{quota_id}/retrait")
async def remove_quota(quota_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Remove a quota."""
    await rooms.administration.remove_quota(quota_id)
    return go(request, ROOT, say="Le quota est retiré : rien ne limite plus cet usage.")


async def _form(request: Request, rooms: Rooms, form: Form, *, status: int = 200) -> Response:
    chosen = form.get("authority_id")
    found = await authorities.offered(rooms, typed=form.get("q"), chosen=chosen)
    people: Sequence[PersonOut] = ()
    if authorities.is_id(chosen):
        people = (await rooms.identity.people(authority=UUID(chosen))).items
    return render.page(
        request, "quotas/new.html", status=status, form=form, found=found, units=_CHOICES,
        people=[(str(one.id), one.name) for one in people],
    )  # fmt: skip


async def _edit(
    request: Request, rooms: Rooms, quota_id: UUID, *, form: Form | None = None, status: int = 200
) -> Response:
    quota = await rooms.administration.quota(quota_id)
    authority = (await rooms.identity.authorities([quota.authority_id]))[quota.authority_id]
    form = form or Form({"monthly": f"{quota.monthly:.10g}".replace(".", ",")}, version=quota.version)
    line = QuotaLine(quota, authority)
    return render.page(request, "quotas/edit.html", status=status, line=line, form=form)
