"""Capture on the spot: note without losing one's place, correct, take back, put back."""
# ruff: noqa: FAST003  a note's address is read by a dependency

from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.workshops.schemas import PainPointOut
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.french import NBSP, typography
from web.pages import capture_screen
from web.pages.note_cards import hours_a_year, nature_of
from web.pages.note_forms import LISTS, NATURES, THEME_KEYS, USUAL, Nature, NoteForm
from web.pages.project_team import TeamVisitor
from web.visitor import go

router = APIRouter(include_in_schema=False)

_USED = (
    "Ce formulaire a déjà servi : la note est dans la journée. Si celle-ci en est une autre, enregistrez-la."
)


async def read_note(request: Request) -> NoteForm:
    """Read the form, whatever its nature."""
    typed = {name: str(value) for name, value in (await request.form()).items()}
    form = NoteForm(NATURES.get(typed.get("nature", ""), USUAL), typed)
    return replace(form, once=typed.get("once") or form.once)


Typed = Annotated[NoteForm, Depends(read_note)]


@router.get("/ateliers/{workshop_id}/saisie")
async def show_capture(
    request: Request,
    workshop_id: UUID,
    visitor: TeamVisitor,
    rooms: AllRooms,
    nature: str = "",
    theme: str = "",
) -> Response:
    """Offer the form to note what is seen."""
    form = NoteForm(NATURES.get(nature, USUAL), {"theme": theme})
    return await capture_screen.show(request, rooms, workshop_id, form, visitor=visitor)


@router.get("/ateliers/{workshop_id}/saisie/coquille")
async def show_shell(request: Request, workshop_id: UUID, visitor: TeamVisitor, rooms: AllRooms) -> Response:
    """Give the form as a tablet keeps it for a day without a network."""
    return await capture_screen.show_shell(request, rooms, workshop_id, visitor=visitor)


@router.post("/ateliers/{workshop_id}/saisie/nature")
async def change_nature(
    request: Request, workshop_id: UUID, visitor: TeamVisitor, rooms: AllRooms, typed: Typed
) -> Response:
    """Show the fields of another nature, with what was typed so far. Nothing is kept."""
    return await capture_screen.show(request, rooms, workshop_id, typed, visitor=visitor)


@router.post("/ateliers/{workshop_id}/saisie")
async def note(
    request: Request, workshop_id: UUID, visitor: TeamVisitor, rooms: AllRooms, typed: Typed
) -> Response:
    """Note what was seen, and offer an empty form of the same nature and theme."""
    try:
        noted = await rooms.workshops.note(workshop_id, typed.nature.kind, typed.filled(), once=typed.once)
    except Refused as refusal:
        if refusal.code == "key_reused":
            used = NoteForm(typed.nature, typed.typed, {"words": _USED})  # with a token of its own
            return await capture_screen.show(request, rooms, workshop_id, used, status=409, visitor=visitor)
        if refusal.status != 422:
            raise
        return await capture_screen.show(
            request, rooms, workshop_id, typed.refused(refusal.faults), status=422, visitor=visitor
        )
    address = f"/ateliers/{workshop_id}/saisie?nature={typed.nature.slug}&theme={quote(typed.value('theme'))}"
    weight = hours_a_year(noted.hours_lost) if isinstance(noted, PainPointOut) and noted.hours_lost else ""
    return go(request, address, say=f"Enregistré{NBSP}: {weight or typed.nature.label.lower()}.")


@dataclass(frozen=True, slots=True)
class NoteAddress:
    """Where a note stands: its day, its nature, itself."""

    workshop_id: UUID
    slug: str
    note_id: UUID

    @property
    def nature(self) -> Nature:
        """The nature that the address names."""
        return NATURES.get(self.slug, USUAL)

    @property
    def day(self) -> str:
        """The address of its day."""
        return f"/ateliers/{self.workshop_id}"


Address = Annotated[NoteAddress, Depends()]


@router.get("/ateliers/{workshop_id}/notes/{slug}/{note_id}")
async def show_note(request: Request, address: Address, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Offer the form that corrects a note."""
    found = await rooms.workshops.read_note(address.nature.kind, address.note_id)
    form = NoteForm.of(found, nature_of(found), version=found.version)
    return await _correcting(request, rooms, address, form)


@router.post("/ateliers/{workshop_id}/notes/{slug}/{note_id}")
async def correct_note(
    request: Request, address: Address, _: TeamVisitor, rooms: AllRooms, typed: Typed
) -> Response:
    """Correct a note."""
    form = replace(typed, nature=address.nature)
    try:
        await rooms.workshops.correct(
            form.nature.kind, address.note_id, form.corrected(), version=form.version
        )
    except Refused as refusal:
        if refusal.status != 422:
            raise
        return await _correcting(request, rooms, address, form.refused(refusal.faults), status=422)
    return go(request, address.day, say="Note corrigée.")


@router.post("/ateliers/{workshop_id}/notes/{slug}/{note_id}/retrait")
async def remove_note(request: Request, address: Address, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Take a note out of the day."""
    await rooms.workshops.remove(address.nature.kind, address.note_id)
    return go(request, address.day, say=typography("Note retirée. « Rétablir » la remet dans la journée."))


@router.post("/ateliers/{workshop_id}/notes/{slug}/{note_id}/retablissement")
async def restore_note(request: Request, address: Address, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Put a note back."""
    await rooms.workshops.restore(address.nature.kind, address.note_id)
    return go(request, address.day, say="Note rétablie.")


async def _correcting(
    request: Request, rooms: AllRooms, address: NoteAddress, form: NoteForm, *, status: int = 200
) -> Response:
    day, people = await capture_screen.read(rooms, address.workshop_id)
    authority = await rooms.identity.authority(day.workshop.authority_id)
    return render.page(
        request, "workshops/note.html", status=status, form=form, workshop=day.workshop, authority=authority,
        lists=LISTS | capture_screen.links(day, people), themes=THEME_KEYS,
    )  # fmt: skip
