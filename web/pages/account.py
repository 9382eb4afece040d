"""One's own account: who I am here, my sessions, my password."""

import asyncio
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.faults import by_field
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)

_FIELDS = {"weak_password": "password", "wrong_present": "present", "busy": "password"}
"""Which field of the form mends which refusal."""


@router.get("/compte")
async def show_account(request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show who I am here, where I am signed in, and how I sign in."""
    return await _account(request, rooms)


@router.post("/compte/mot-de-passe")
async def change_password(
    request: Request,
    rooms: AllRooms,
    _: CurrentVisitor,
    password: Annotated[str, Form()] = "",
    present: Annotated[str, Form()] = "",
) -> Response:
    """Set or change my password."""
    try:
        await rooms.identity.change_password({"password": password, "present": present or None})
    except Refused as refusal:
        if refusal.status not in {422, 429}:
            raise
        errors = by_field(refusal.faults) or {_FIELDS.get(refusal.code, "password"): refusal.detail}
        return await _account(request, rooms, errors=errors, status=refusal.status)
    return go(request, "/compte", say="Le mot de passe est enregistré.")


@router.get("/compte/donnees")
async def take_data(rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Give me all that is kept of me, as a file."""
    found = await rooms.identity.own_data()
    headers = {"content-disposition": 'attachment; filename="mes-donnees.json"', "cache-control": "no-store"}
    return Response(found.model_dump_json(indent=2), media_type="application/json", headers=headers)


@router.post("/compte/connexions/{session_id}/fermeture")
async def end_session(session_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Sign out another of my browsers."""
    await rooms.identity.end_session(session_id)
    return go(request, "/compte", say="La connexion est fermée.")


async def _account(
    request: Request, rooms: Rooms, *, errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    async with asyncio.TaskGroup() as group:
        me = group.create_task(rooms.identity.me())
        sessions = group.create_task(rooms.identity.sessions())
        digest = group.create_task(rooms.identity.digest_choice())
    return render.page(
        request, "identity/account.html", status=status, person=me.result(), sessions=sessions.result(),
        digest=digest.result(), errors=errors or {},
    )  # fmt: skip
