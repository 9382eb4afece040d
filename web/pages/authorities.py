"""Choosing an authority: a field that finds it as one types, and a list to choose from."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from gateway.identity.schemas import AuthorityOut
from web import render
from web.clients.rooms import AllRooms, Rooms
from web.visitor import CurrentVisitor

router = APIRouter(include_in_schema=False)


@router.get("/collectivites")
async def find_authorities(
    request: Request, rooms: AllRooms, _: CurrentVisitor, q: Annotated[str, Query()] = ""
) -> Response:
    """Give the choices for what has been typed so far."""
    found = await offered(rooms, typed=q)
    return render.page(request, "identity/authorities.html", found=found, typed=q)


async def offered(rooms: Rooms, *, typed: str = "", chosen: str = "") -> list[AuthorityOut]:
    """Give the authorities to choose from: the one chosen already, then what was found."""
    kept = list((await rooms.identity.authorities([UUID(chosen)])).values()) if is_id(chosen) else []
    found = await rooms.identity.search_authorities(typed[:80]) if typed.strip() else []
    return kept + [one for one in found if one not in kept]


def is_id(text: str) -> bool:
    """Tell whether a form's value may be an identifier at all."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True
