"""The capture screen: what it is made of, signed in or as the shell that a tablet keeps for a day without a network."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from services.workshops.schemas import (
    Capture,
    ConsentAct,
    Overview,
    PainPointOut,
    ParticipantOut,
    Purpose,
    TaskOut,
)
from web import render, together
from web.clients.rooms import Rooms
from web.pages.note_cards import NoteCard, cards, nature_of
from web.pages.note_forms import LISTS, NATURES, THEME_KEYS, Choices, NoteForm
from web.visitor import Visitor

_LATEST = 8


@dataclass(frozen=True, slots=True)
class LatestNote:
    """A note beside the form, and what its correction starts from."""

    card: NoteCard
    capture: Capture

    def __getattr__(self, name: str) -> object:
        return getattr(self.card, name)

    @property
    def data(self) -> str:
        """What the page's script needs to put the note back in the form, as JSON."""
        body = self.capture.body
        form = NoteForm.of(body, nature_of(body), version=body.version)
        known = {"id": str(body.id), "nature": form.nature.slug, "base": {"base_version": body.version}}
        return json.dumps({**known, "typed": dict(form.typed)}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the screen is made of, and for whom."""

    day: Overview
    people: list[ParticipantOut]
    form: NoteForm
    person: UUID
    status: int = 200
    is_shell: bool = False


async def show(
    request: Request, rooms: Rooms, workshop_id: UUID, form: NoteForm, *, visitor: Visitor, status: int = 200
) -> Response:
    """Show the form with the latest notes of the day."""
    day, people = await read(rooms, workshop_id)
    return await _page(request, rooms, Screen(day, people, form, visitor.principal.subject, status=status))


async def show_shell(request: Request, rooms: Rooms, workshop_id: UUID, *, visitor: Visitor) -> Response:
    """Show what a tablet may keep: the form, without a name, a note, or anything that opens a door."""
    day, people = await read(rooms, workshop_id)
    bare = Overview.model_validate({**day.model_dump(), "captures": [], "next": None})
    request.state.me, request.state.navigation = None, ()
    form = NoteForm(NATURES["irritant"])
    return await _page(request, rooms, Screen(bare, people, form, visitor.principal.subject, is_shell=True))


async def read(rooms: Rooms, workshop_id: UUID) -> tuple[Overview, list[ParticipantOut]]:
    """Read the day and who is met in it."""
    return await together.both(
        rooms.workshops.overview(workshop_id, limit=100), rooms.workshops.participants(workshop_id)
    )


def links(day: Overview, people: Iterable[ParticipantOut]) -> dict[str, Choices]:
    """Give what a note of this day may be linked to: a task, a pain point, somebody met."""
    kept = [capture.body for capture in day.captures if capture.body.removed_at is None]
    return {
        "task_id": tuple((str(one.id), one.label) for one in kept if isinstance(one, TaskOut)),
        "pain_point_id": tuple(
            (str(one.id), one.statement[:90]) for one in kept if isinstance(one, PainPointOut)
        ),
        "participant_id": tuple((str(one.id), _who(one)) for one in people),
        "photo_participant_id": tuple(
            (str(one.id), f"Oui, {_who(one)}") for one in people if _agrees_to_photos(one)
        ),
    }


async def _page(request: Request, rooms: Rooms, screen: Screen) -> Response:
    day, people = screen.day, screen.people
    authority = await rooms.identity.authority(day.workshop.authority_id)
    pairs = zip(cards(day.captures, day.workshop.id), day.captures, strict=True)
    latest = [LatestNote(card, capture) for card, capture in pairs if not card.is_removed][:_LATEST]
    return render.page(
        request, "workshops/capture.html", status=screen.status, form=screen.form, is_shell=screen.is_shell, day=day, workshop=day.workshop, authority=authority,
        latest=latest, lists=LISTS | links(day, people), themes=THEME_KEYS, blanks=[NoteForm(one) for one in NATURES.values()],
        natures=tuple((one.slug, one.label, one.key) for one in NATURES.values()), person=screen.person,
    )  # fmt: skip


def _agrees_to_photos(one: ParticipantOut) -> bool:
    return any(word.purpose is Purpose.PHOTO and word.act is ConsentAct.GRANTED for word in one.consents)


def _who(one: ParticipantOut) -> str:
    """Give somebody's code and work, never their name; say when they agreed to nothing yet."""
    agrees = any(word.act is ConsentAct.GRANTED for word in one.consents)
    return f"{one.code} · {one.job_family}{'' if agrees else ', accord à demander'}"
