"""The notes of one's own day: read by the person met, who may propose other words."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from starlette.responses import Response

from services.kit.errors import NotFound
from services.workshops.schemas import CaptureKind, ParticipantOut
from web import render
from web.clients.api import Refused
from web.clients.own_notes import OwnNotesClient
from web.clients.rooms import AllRooms, Rooms
from web.faults import by_field
from web.together import both
from web.visitor import CurrentVisitor, go

router = APIRouter(prefix="/ateliers/{workshop_id}/mes-notes", include_in_schema=False)

_PROPOSED = "Merci : l’équipe projet lira votre proposition. La note reste telle quelle d’ici là."


class Proposed:
    """Other words for one note, as they were typed."""

    def __init__(
        self, kind: Annotated[CaptureKind, Form()], note: Annotated[UUID, Form()],
        version: Annotated[int, Form()], words: Annotated[str, Form()] = "",
    ) -> None:  # fmt: skip
        self.note, self.words = note, words
        self.body = {"kind": kind.value, "capture_id": str(note), "version": version, "words": words}


@router.get("")
async def show_own_notes(request: Request, workshop_id: UUID, _: CurrentVisitor, rooms: AllRooms) -> Response:
    """Show the notes of my day."""
    return await _page(request, rooms, workshop_id)


@router.post("")
async def suggest_words(
    request: Request,
    workshop_id: UUID,
    _: CurrentVisitor,
    rooms: AllRooms,
    new: Annotated[Proposed, Depends()],
) -> Response:
    """Propose other words."""
    mine = await _participation(rooms, workshop_id)
    try:
        await OwnNotesClient(rooms.workshops.api).suggest(mine.id, new.body)
    except Refused as refusal:
        if refusal.status == 409:
            return go(request, f"/ateliers/{workshop_id}/mes-notes", say=refusal.detail)
        if refusal.status != 422:
            raise
        sentence = by_field(refusal.faults).get("words", refusal.detail)
        return await _page(
            request, rooms, workshop_id, typed={str(new.note): new.words}, errors={str(new.note): sentence}
        )
    return go(request, f"/ateliers/{workshop_id}/mes-notes#note-{new.note}", say=_PROPOSED)


async def _participation(rooms: Rooms, workshop_id: UUID) -> ParticipantOut:
    for one in await rooms.workshops.participations():
        if one.workshop_id == workshop_id:
            return one
    raise NotFound("Vous n’êtes pas inscrit à cet atelier avec votre compte.")


async def _page(
    request: Request, rooms: Rooms, workshop_id: UUID, *,
    typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    mine = await _participation(rooms, workshop_id)
    client = OwnNotesClient(rooms.workshops.api)
    workshop, notes = await both(rooms.workshops.workshop(workshop_id), client.read(mine.id))
    return render.page(
        request, "participants/notes.html", status=422 if errors else 200, workshop=workshop, notes=notes,
        typed=typed or {}, errors=errors or {},
    )  # fmt: skip
