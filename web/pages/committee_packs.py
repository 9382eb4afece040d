"""The papers of a meeting: a set of hypotheses chosen, frozen, given as one PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from web import render
from web.clients.api import Refused
from web.clients.decisions import DecisionsClient
from web.clients.rooms import AllRooms, Rooms
from web.faults import by_field
from web.pages.form_summaries import labelled
from web.pages.project_team import ROLES, TeamVisitor
from web.together import both
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(prefix="/decisions/comite", include_in_schema=False)

_FIELDS = ("title", "held_on", "place", "starts_at", "minutes_each", "opening")
_LABELS = {
    "title": "Intitulé", "held_on": "Date", "place": "Lieu", "starts_at": "Heure", "minutes_each": "Minutes par point",
    "opening": "Introduction", "hypothesis_ids": "Ordre du jour",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting as it was typed, with the hypotheses chosen, kept when it is refused."""

    typed: Mapping[str, str] = field(default_factory=lambda: {"minutes_each": "10"})
    chosen: Sequence[str] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


NEW = Meeting()
Cursor = Annotated[str | None, Query(max_length=64)]


@router.get("")
async def show_packs(
    request: Request, visitor: CurrentVisitor, rooms: AllRooms, suite: Cursor = None
) -> Response:
    """List the papers of meetings, and offer the project team to make some."""
    return await _page(request, visitor, rooms, cursor=suite)


@router.post("")
async def make_pack(request: Request, visitor: TeamVisitor, rooms: AllRooms) -> Response:
    """Freeze the papers of a meeting."""
    form = await request.form()
    typed = {name: str(form.get(name, "")).strip() for name in _FIELDS}
    chosen = [str(one) for one in form.getlist("hypothesis_ids")]
    client = DecisionsClient(rooms.workshops.api)
    found = (await client.candidates()).items
    names = await rooms.identity.authorities(one.authority_id for one in found)
    said = {name: value for name, value in typed.items() if value}
    places = [{"authority_id": str(one.id), "name": one.name} for one in names.values()]
    try:
        made = await client.make_pack({**said, "hypothesis_ids": chosen, "places": places})
    except Refused as refusal:
        errors = by_field(refusal.faults)
        if not errors:
            raise
        return await _page(request, visitor, rooms, kept=Meeting(typed, chosen, errors))
    return go(request, f"/decisions/comite#pack-{made.id}", say="Dossier figé : il ne changera plus.")


@router.post("/{pack_id}/suppression")
async def delete_pack(request: Request, pack_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Delete the papers of a meeting."""
    await DecisionsClient(rooms.workshops.api).delete_pack(pack_id)
    return go(
        request,
        "/decisions/comite",
        say="Dossier supprimé. Les hypothèses et les décisions n’ont pas changé.",
    )


async def _page(
    request: Request, visitor: Visitor, rooms: Rooms, *, cursor: str | None = None, kept: Meeting = NEW
) -> Response:
    client = DecisionsClient(rooms.workshops.api)
    packs, found = await both(client.packs(cursor=cursor), client.candidates())
    ready = [one for one in found.items if one.assessments_revealed_at]
    names = await rooms.identity.authorities(one.authority_id for one in ready)
    return render.page(
        request, "committees/index.html", status=422 if kept.errors else 200, packs=packs, ready=ready, names=names,
        typed=kept.typed, chosen=kept.chosen, errors=kept.errors, summary=labelled(kept.errors, _LABELS),
        is_team=visitor.has_role(*ROLES),
    )  # fmt: skip
