"""The preparation of a day: its agenda, who is met, what is still to be done."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from services.workshops.schemas import AgendaKind, ChecklistItem
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.faults import by_field
from web.pages.project_team import TeamVisitor
from web.visitor import go

router = APIRouter(prefix="/ateliers/{workshop_id}/preparation", include_in_schema=False)

_FIELDS = ("starts_at", "ends_at", "kind", "label")


@router.get("")
async def show_preparation(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, moment: UUID | None = None
) -> Response:
    """Show the preparation, with the moment to change in the form when the address names one."""
    return await _preparation(request, rooms, workshop_id, moment=moment)


@router.post("/etat")
async def say_prepared(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, ready: Annotated[bool, Form()]
) -> Response:
    """Say that the day is prepared, or that it is not yet."""
    await rooms.preparations.say_prepared(workshop_id, is_ready=ready)
    return go(request, _here(workshop_id), say="Atelier préparé." if ready else "Préparation reprise.")


@router.post("/liste/{item}")
async def tick_item(
    request: Request, workshop_id: UUID, item: ChecklistItem, _: TeamVisitor, rooms: AllRooms, done: Annotated[bool, Form()]
) -> Response:  # fmt: skip
    """Tick a line, or untick it."""
    await rooms.preparations.tick(workshop_id, item, is_done=done)
    return go(
        request, _here(workshop_id), say="C’est noté." if done else "Cette ligne est de nouveau à faire."
    )


@router.post("/deroule")
async def save_moment(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, moment: UUID | None = None
) -> Response:
    """Add a moment, or change the one that the address names."""
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in _FIELDS}
    try:
        await rooms.preparations.save(workshop_id, typed, moment=moment)
    except Refused as refusal:
        if refusal.status != 422:
            raise
        errors = by_field(refusal.faults)
        return await _preparation(request, rooms, workshop_id, moment=moment, typed=typed, errors=errors)
    return go(request, _here(workshop_id), say="Déroulé enregistré.")


@router.post("/deroule/{item_id}/retrait")
async def remove_moment(
    request: Request, workshop_id: UUID, item_id: UUID, _: TeamVisitor, rooms: AllRooms
) -> Response:
    """Take a moment out."""
    await rooms.preparations.remove(workshop_id, item_id)
    return go(request, _here(workshop_id), say="Moment retiré du déroulé.")


def _here(workshop_id: UUID) -> str:
    return f"/ateliers/{workshop_id}/preparation"


async def _preparation(
    request: Request, rooms: AllRooms, workshop_id: UUID, *, moment: UUID | None = None,
    typed: dict[str, str] | None = None, errors: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    workshop = await rooms.workshops.workshop(workshop_id)
    async with asyncio.TaskGroup() as calls:
        found = calls.create_task(rooms.preparations.read(workshop_id))
        people = calls.create_task(rooms.workshops.participants(workshop_id))
        authority = calls.create_task(rooms.identity.authority(workshop.authority_id))
    preparation = found.result()
    changed = next((one for one in preparation.agenda if one.id == moment), None)
    if typed is None and changed is not None:
        hours = {"starts_at": f"{changed.starts_at:%H:%M}", "ends_at": f"{changed.ends_at:%H:%M}"}
        typed = {**hours, "kind": changed.kind, "label": changed.label}
    return render.page(
        request, "preparations/show.html", status=422 if errors else 200, workshop=workshop, preparation=preparation,
        participants=people.result(), authority=authority.result(), changed=changed, typed=typed or {},
        errors=errors or {}, kinds=[(kind.value, kind.label) for kind in AgendaKind],
    )  # fmt: skip
