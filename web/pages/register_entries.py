"""The register of AI uses: its entries, and the page where one is written with the mention that the public reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from services.workshops.schemas import DossierOut, LegalBasis, RegisterEntryOut, SupplierClass
from web import render
from web.clients.api import Refused
from web.clients.decisions import DecisionsClient
from web.clients.rooms import AllRooms, Rooms
from web.faults import by_field
from web.pages.decision_parts import parts
from web.pages.form_summaries import labelled
from web.pages.project_team import ROLES
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False)

_LABELS = {
    "purpose": "À quoi l’outil sert", "data": "Données vues", "legal_basis": "Fondement", "human_review": "Qui vérifie",
    "supplier_class": "Qui fournit l’outil", "risks": "Risques", "contact": "À qui écrire", "mention": "Mention",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Writing:
    """An entry as it was typed, kept when it is refused."""

    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: RegisterEntryOut | None) -> "Writing":
        """Fill the form with the entry, if there is one."""
        if entry is None:
            return cls({"legal_basis": LegalBasis.PUBLIC_TASK, "supplier_class": SupplierClass.NOT_CHOSEN})
        marked = {"is_individual_decision": "on" if entry.is_individual_decision else ""}
        return cls({name: str(getattr(entry, name)) for name in _LABELS} | marked)

    def value(self, name: str) -> str:
        """Give what stands in a field."""
        return self.typed.get(name, "")

    def error(self, name: str) -> str:
        """Give what is wrong with a field."""
        return self.errors.get(name, "")

    @property
    def summary(self) -> dict[str, str]:
        """What is wrong, each sentence with the name of its field."""
        return labelled(self.errors, _LABELS)


@router.get("/decisions/registre-ia")
async def list_entries(
    request: Request,
    _: CurrentVisitor,
    rooms: AllRooms,
    suite: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """List the uses of AI that were decided, with what the public is told."""
    found = await DecisionsClient(rooms.workshops.api).entries(cursor=suite)
    names = await rooms.identity.authorities(one.authority_id for one in found.items)
    return render.page(request, "decisions/entries.html", found=found, names=names)


@router.get("/decisions/{decision_id}/registre")
async def show_entry(
    request: Request, decision_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show the entry of a decision: to be written by the project team, or to be read."""
    return await _page(request, decision_id, visitor, rooms)


@router.post("/decisions/{decision_id}/registre")
async def write_entry(
    request: Request, decision_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Write the entry; « proposer la mention » takes the draft of the platform."""
    form = await request.form()
    typed = {name: str(form.get(name, "")).strip() for name in (*_LABELS, "is_individual_decision")}
    drafted = {"mention": ""} if form.get("draft") else {}
    new = {**typed, **drafted, "is_individual_decision": bool(typed["is_individual_decision"])}
    client = DecisionsClient(rooms.workshops.api)
    try:
        if entry := str(form.get("entry", "")):
            await client.rewrite_entry(UUID(entry), new, version=str(form.get("version", "")))
        else:
            await client.enter(decision_id, new)
    except Refused as refusal:
        errors = by_field(refusal.faults)
        if not errors:
            raise
        return await _page(request, decision_id, visitor, rooms, writing=Writing(typed, errors))
    said = (
        "Inscription enregistrée, avec la mention proposée : relisez-la."
        if drafted
        else "Inscription enregistrée."
    )
    return go(request, f"/decisions/{decision_id}/registre#mention", say=said)


async def _page(
    request: Request, decision_id: UUID, visitor: Visitor, rooms: Rooms, *, writing: Writing | None = None
) -> Response:
    dossier: DossierOut = await DecisionsClient(rooms.workshops.api).dossier(decision_id)
    is_open = visitor.has_role(*ROLES) and dossier.decision.standing.value == "in_force"
    return render.page(
        request, "decisions/entry.html", status=422 if writing else 200, dossier=dossier, entry=dossier.register_entry,
        form=writing or Writing.of(dossier.register_entry), is_open=is_open, tabs=parts(dossier, at="/registre"),
        bases=[(one.value, one.label) for one in LegalBasis],
        suppliers=[(one.value, one.label) for one in SupplierClass],
    )  # fmt: skip
