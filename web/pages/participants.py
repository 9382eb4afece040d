"""Who is met in a workshop and what they agree to: for the team on the day, and for each participant afterwards."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from services.workshops.schemas import NOTICE_TEXT, NOTICE_VERSION, ConsentAct, Purpose
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.faults import by_field
from web.french import NBSP
from web.pages.project_team import TeamVisitor
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)

_SAID = {
    ConsentAct.GRANTED: "Accord noté.",
    ConsentAct.REFUSED: "Refus noté.",
    ConsentAct.WITHDRAWN: f"Accord retiré{NBSP}: ce qui s’y rattache n’est plus montré.",
}
Word = Annotated[ConsentAct, Form()]
About = Annotated[Purpose, Form()]


@router.get("/ateliers/{workshop_id}/participants")
async def show_participants(request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Show who is met, and offer to add somebody."""
    return await _participants(request, rooms, workshop_id, typed={})


@router.post("/ateliers/{workshop_id}/participants")
async def add_participant(request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Add somebody."""
    typed = {name: str(value) for name, value in (await request.form()).items()}
    new = {name: typed.get(name, "") for name in ("job_family", "service", "name")}
    ease = typed.get("digital_ease") or None
    try:
        added = await rooms.workshops.add_participant(workshop_id, {**new, "digital_ease": ease})
    except Refused as refusal:
        if refusal.status != 422:
            raise
        errors = by_field(refusal.faults)
        return await _participants(request, rooms, workshop_id, typed=typed, errors=errors)
    here = f"/ateliers/{workshop_id}/participants"
    return go(request, here, say=f"{added.code} est ajouté{NBSP}: demandez son accord.")


@router.post("/ateliers/{workshop_id}/participants/{participant_id}/accord")
async def say_consent(
    request: Request, workshop_id: UUID, participant_id: UUID, _: TeamVisitor, rooms: AllRooms, purpose: About, act: Word
) -> Response:  # fmt: skip
    """Note what a participant said."""
    await rooms.workshops.say_consent(participant_id, {"purpose": purpose, "act": act})
    return go(request, f"/ateliers/{workshop_id}/participants", say=_SAID[act])


@router.get("/ateliers/{workshop_id}/notice")
async def show_notice(request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Show what participants are told, to print and hand over."""
    workshop = await rooms.workshops.workshop(workshop_id)
    authority = await rooms.identity.authority(workshop.authority_id)
    return render.page(
        request, "participants/notice.html", workshop=workshop, authority=authority, text=NOTICE_TEXT,
        version=NOTICE_VERSION, purposes=list(Purpose),
    )  # fmt: skip


@router.get("/mon-accord")
async def show_own(request: Request, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Show what I agreed to, workshop by workshop."""
    own = await rooms.workshops.participations()
    return render.page(request, "participants/own.html", own=own, text=NOTICE_TEXT, purposes=list(Purpose))


@router.post("/mon-accord/{participant_id}")
async def say_own_consent(
    request: Request, participant_id: UUID, _: CurrentVisitor, rooms: AllRooms, purpose: About, act: Word
) -> Response:
    """Give or withdraw my consent."""
    await rooms.workshops.say_consent(participant_id, {"purpose": purpose, "act": act}, is_own=True)
    return go(request, "/mon-accord", say=_SAID[act])


async def _participants(
    request: Request, rooms: AllRooms, workshop_id: UUID, *, typed: dict[str, str], errors: dict[str, str] | None = None
) -> Response:  # fmt: skip
    workshop = await rooms.workshops.workshop(workshop_id)
    async with asyncio.TaskGroup() as calls:
        found = calls.create_task(rooms.workshops.participants(workshop_id))
        authority = calls.create_task(rooms.identity.authority(workshop.authority_id))
    return render.page(
        request, "participants/index.html", status=422 if errors else 200, workshop=workshop, purposes=list(Purpose),
        authority=authority.result(), participants=found.result(), typed=typed, errors=errors or {},
    )  # fmt: skip
