"""The charter of the assistant: read it, accept it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)


@router.get("/assistant/charte")
async def show_charter(request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show the charter as it stands, and whether one has accepted it."""
    return await _page(request, rooms)


@router.post("/assistant/charte")
async def accept_charter(
    request: Request, rooms: AllRooms, _: CurrentVisitor, version: Annotated[int, Form(ge=1, le=1_000_000)],
    lu: Annotated[str, Form(max_length=10)] = "",
) -> Response:  # fmt: skip
    """Accept the version that was read; a newer one is shown instead of being accepted unread."""
    if not lu:
        return await _page(request, rooms, error="Cochez la case pour accepter la charte.", status=422)
    try:
        await rooms.assistant.accept_charter(version)
    except Refused as refusal:
        if refusal.code != "charter_outdated":
            raise
        return await _page(request, rooms, error=refusal.detail, status=refusal.status)
    return go(request, "/assistant", say="Vous avez accepté la charte : l’assistant vous est ouvert.")


async def _page(request: Request, rooms: AllRooms, *, error: str = "", status: int = 200) -> Response:
    charter = await rooms.assistant.charter()
    errors = {"lu": error} if error else {}
    return render.page(request, "assistant/charter.html", status=status, charter=charter, errors=errors)
