"""The review of a day: its notes one after the other, each read, corrected, split or united, then vouched for."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from starlette.responses import Response

from services.workshops.schemas import ReviewItem, ReviewState
from web import render
from web.clients.api import Refused
from web.clients.note_reviews import NoteReviewsClient
from web.clients.photos import PhotosClient
from web.clients.rooms import AllRooms, Rooms
from web.clients.workshops import Note
from web.faults import by_field
from web.french import NBSP
from web.pages import name_suggestions, note_readings
from web.pages.name_suggestions import Suggestion
from web.pages.note_cards import nature_of
from web.pages.note_forms import NATURES
from web.pages.note_readings import NOTHING, Seen, Typed
from web.pages.photos import pictures
from web.pages.project_team import TeamVisitor
from web.together import both
from web.visitor import go

router = APIRouter(prefix="/ateliers/{workshop_id}/relecture", include_in_schema=False)

_CHANGED = "Cette note a changé entre-temps. La voici telle qu’elle est."
_SAID = {
    "review": f"Relue{NBSP}: voici la suite.",
    "sharing": "Cette note peut être montrée hors de la collectivité.",
    "withdrawal": "Relecture reprise : la note est de nouveau brute.",
}
_WRITTEN = (
    "text", "label", "statement", "consequence", "workaround", "service", "trigger", "tools", "author_role",
)  # fmt: skip
State = Annotated[str, Query(alias="etat", max_length=12)]


About = Annotated[Seen, Depends()]


@router.get("")
async def show_review(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, note: UUID | None = None, etat: State = ""
) -> Response:  # fmt: skip
    """Show one note of the day, and what may be done with it."""
    return await _page(request, rooms, workshop_id, note=note, state=etat)


@router.post("/etape")
async def take_step(
    request: Request, about: About, _: TeamVisitor, rooms: AllRooms, step: Annotated[str, Form()]
) -> Response:
    """Vouch for the note, let it out, or take the review back."""
    client = NoteReviewsClient(rooms.workshops.api)
    try:
        if step == "withdrawal":
            await client.withdraw(about.target)
        else:
            await client.step(about.target, "sharing" if step == "sharing" else "review")
    except Refused as refusal:
        return _again(request, about, refusal)
    return go(request, about.address(follow=step == "review"), say=_SAID.get(step, _SAID["review"]))


@router.post("/mots")
async def correct_words(
    request: Request, about: About, _: TeamVisitor, rooms: AllRooms, words: Annotated[str, Form()] = ""
) -> Response:
    """Correct what the note says."""
    name = next(nature.words for nature in NATURES.values() if nature.kind is about.kind)
    try:
        await rooms.workshops.correct(about.kind, about.note, {name: words}, version=about.version)
    except Refused as refusal:
        if refusal.status != 422:
            return _again(request, about, refusal)
        errors = {"words": by_field(refusal.faults).get(name, refusal.detail)}
        return await _refused(request, rooms, about, Typed("mots", {"words": words}, errors))
    return go(request, about.address(), say="Note corrigée. L’ancienne version reste dans le journal.")


@router.post("/noms")
async def anonymise(request: Request, about: About, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Answer each suggested name."""
    form = await request.form()
    places, roles = [str(one) for one in form.getlist("place")], [str(one) for one in form.getlist("role")]
    choices = name_suggestions.chosen(places, roles)
    try:
        await NoteReviewsClient(rooms.workshops.api).anonymise(about.target, choices)
    except Refused as refusal:
        if refusal.status == 422:
            errors = {"role": "Dites pour chaque nom s’il est remplacé ou s’il reste."}
            return await _refused(
                request, rooms, about, Typed("noms", dict(zip(places, roles, strict=False)), errors)
            )
        return _again(request, about, refusal)
    return go(request, about.address(), say="Note anonymisée.")


@router.post("/separation")
async def split(
    request: Request, about: About, _: TeamVisitor, rooms: AllRooms,
    first: Annotated[str, Form()] = "", second: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Make two notes of one."""
    try:
        await NoteReviewsClient(rooms.workshops.api).split(about.target, first=first, second=second)
    except Refused as refusal:
        if refusal.status != 422:
            return _again(request, about, refusal)
        typed = Typed("separation", {"first": first, "second": second}, by_field(refusal.faults))
        return await _refused(request, rooms, about, typed)
    return go(request, about.address(), say="Deux notes à la place d’une. Vous pouvez défaire, plus bas.")


@router.post("/reunion")
async def unite(
    request: Request, about: About, _: TeamVisitor, rooms: AllRooms,
    other: Annotated[str, Form()] = "", words: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """Make one note of two."""
    try:
        await NoteReviewsClient(rooms.workshops.api).unite(about.target, other_id=other, words=words)
    except Refused as refusal:
        if refusal.status != 422:
            return _again(request, about, refusal)
        typed = Typed("reunion", {"other_id": other, "words": words}, by_field(refusal.faults))
        return await _refused(request, rooms, about, typed)
    return go(
        request, about.address(), say="Les deux notes n’en font plus qu’une. Vous pouvez défaire, plus bas."
    )


@router.post("/retour")
async def undo(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, regrouping: Annotated[UUID, Form()]
) -> Response:  # fmt: skip
    """Undo a split or a union."""
    here = f"/ateliers/{workshop_id}/relecture"
    try:
        await NoteReviewsClient(rooms.workshops.api).undo(regrouping)
    except Refused as refusal:
        if refusal.status != 409:
            raise
        return go(request, here, say=refusal.detail)
    return go(request, here, say="C’est défait : les notes sont comme avant.")


def _again(request: Request, about: Seen, refusal: Refused) -> Response:
    if refusal.status not in {409, 412}:
        raise refusal
    return go(request, about.address(), say=_CHANGED if refusal.status == 412 else refusal.detail)


async def _refused(request: Request, rooms: Rooms, about: Seen, typed: Typed) -> Response:
    return await _page(request, rooms, about.workshop_id, note=about.note, state=about.state, typed=typed)


async def _page(
    request: Request,
    rooms: Rooms,
    workshop_id: UUID,
    *,
    note: UUID | None,
    state: str,
    typed: Typed = NOTHING,
) -> Response:
    client = NoteReviewsClient(rooms.workshops.api)
    workshop, day = await both(rooms.workshops.workshop(workshop_id), client.day(workshop_id))
    authority, (undoable, taken) = await both(
        rooms.identity.authority(workshop.authority_id),
        both(client.regroupings(workshop_id), PhotosClient(rooms.workshops.api).of_day(workshop_id)),
    )
    reading = note_readings.of(f"/ateliers/{workshop_id}/relecture", day, note=note, state=state)
    shown, suggestions = await _current(rooms, client, reading.current)
    return render.page(
        request, "reviews/show.html", status=422 if typed.errors else 200, workshop=workshop, authority=authority,
        reading=reading, note=shown, nature=nature_of(shown) if shown else None, suggestions=suggestions,
        undoable=[one for one in undoable if one.undone_at is None], typed=typed, keep=name_suggestions.KEEP,
        photos=pictures(workshop_id, taken.values()),
    )  # fmt: skip


async def _current(
    rooms: Rooms, client: NoteReviewsClient, item: ReviewItem | None
) -> tuple[Note | None, list[Suggestion]]:
    if item is None:
        return None, []
    if item.state is not ReviewState.REVIEWED:
        return await rooms.workshops.read_note(item.kind, item.id), []
    note, detail = await both(rooms.workshops.read_note(item.kind, item.id), client.note(item.kind, item.id))
    texts = {name: said for name in _WRITTEN if (said := getattr(note, name, ""))}
    found = await rooms.assistant.findings(name_suggestions.joined(texts))
    return note, name_suggestions.suggested(texts, found.findings, detail.names)
