"""Capture on the spot: note without losing one's place, correct, take back, put back."""
# ruff: noqa: FAST003  a note's address is read by a dependency

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from services.workshops.schemas import ConsentAct, Overview, PainPointOut, ParticipantOut, TaskOut
from web import render, together
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.french import NBSP, typography
from web.pages.note_cards import cards, hours_a_year, nature_of
from web.pages.note_forms import LISTS, NATURES, THEME_KEYS, USUAL, Nature, NoteForm
from web.pages.project_team import TeamVisitor
from web.visitor import go

router = APIRouter(include_in_schema=False)

_LATEST = 8
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
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, nature: str = "", theme: str = ""
) -> Response:
    """Offer the form to note what is seen."""
    form = NoteForm(NATURES.get(nature, USUAL), {"theme": theme})
    return await _capturing(request, rooms, workshop_id, form)


@router.post("/ateliers/{workshop_id}/saisie/nature")
async def change_nature(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, typed: Typed
) -> Response:
    """Show the fields of another nature, with what was typed so far. Nothing is kept."""
    return await _capturing(request, rooms, workshop_id, typed)


@router.post("/ateliers/{workshop_id}/saisie")
async def note(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, typed: Typed
) -> Response:
    """Note what was seen, and offer an empty form of the same nature and theme."""
    try:
        noted = await rooms.workshops.note(workshop_id, typed.nature.kind, typed.filled(), once=typed.once)
    except Refused as refusal:
        if refusal.code == "key_reused":
            used = NoteForm(typed.nature, typed.typed, {"words": _USED})  # with a token of its own
            return await _capturing(request, rooms, workshop_id, used, status=409)
        if refusal.status != 422:
            raise
        return await _capturing(request, rooms, workshop_id, typed.refused(refusal.faults), status=422)
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


async def _capturing(
    request: Request, rooms: AllRooms, workshop_id: UUID, form: NoteForm, *, status: int = 200
) -> Response:
    day, people = await _day(rooms, workshop_id)
    authority = await rooms.identity.authority(day.workshop.authority_id)
    latest = [card for card in cards(day.captures, workshop_id) if not card.is_removed][:_LATEST]
    return render.page(
        request, "workshops/capture.html", status=status, form=form, day=day, workshop=day.workshop,
        authority=authority, latest=latest, lists=LISTS | _links(day, people), themes=THEME_KEYS, natures=_keys(),
    )  # fmt: skip


async def _correcting(
    request: Request, rooms: AllRooms, address: NoteAddress, form: NoteForm, *, status: int = 200
) -> Response:
    day, people = await _day(rooms, address.workshop_id)
    authority = await rooms.identity.authority(day.workshop.authority_id)
    return render.page(
        request, "workshops/note.html", status=status, form=form, workshop=day.workshop, authority=authority,
        lists=LISTS | _links(day, people), themes=THEME_KEYS,
    )  # fmt: skip


def _keys() -> tuple[tuple[str, str, str], ...]:
    return tuple((nature.slug, nature.label, nature.key) for nature in NATURES.values())


async def _day(rooms: AllRooms, workshop_id: UUID) -> tuple[Overview, list[ParticipantOut]]:
    return await together.both(
        rooms.workshops.overview(workshop_id, limit=100), rooms.workshops.participants(workshop_id)
    )


def _links(day: Overview, people: Iterable[ParticipantOut]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Give what a note of this day may be linked to: a task, a pain point, somebody met."""
    kept = [capture.body for capture in day.captures if capture.body.removed_at is None]
    return {
        "task_id": tuple((str(one.id), one.label) for one in kept if isinstance(one, TaskOut)),
        "pain_point_id": tuple(
            (str(one.id), one.statement[:90]) for one in kept if isinstance(one, PainPointOut)
        ),
        "participant_id": tuple((str(one.id), _who(one)) for one in people),
    }


def _who(one: ParticipantOut) -> str:
    """Give somebody's code and work, never their name; say when they agreed to nothing yet."""
    agrees = any(word.act is ConsentAct.GRANTED for word in one.consents)
    return f"{one.code} · {one.job_family}{'' if agrees else ', accord à demander'}"
