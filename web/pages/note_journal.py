"""The journal of a day's notes, told in sentences; any version put back with one button."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from pydantic import JsonValue
from starlette.responses import Response

from services.workshops.schemas import CaptureKind, JournalAct, JournalEntry
from web import render
from web.clients.api import Refused
from web.clients.note_reviews import NoteReviewsClient, Target
from web.clients.rooms import AllRooms
from web.french import clock
from web.pages.note_forms import LISTS, field_label
from web.pages.project_team import TeamVisitor
from web.together import both
from web.visitor import Visitor, go

router = APIRouter(prefix="/ateliers/{workshop_id}/journal", include_in_schema=False)

_ACTS = {
    JournalAct.NOTED: "Notée", JournalAct.CHANGED: "Corrigée", JournalAct.REMOVED: "Retirée de la journée",
    JournalAct.RESTORED: "Remise dans la journée", JournalAct.EARLIER: "Corrigée, la version d’avant est effacée",
}  # fmt: skip
_TONES = {JournalAct.NOTED: "vine", JournalAct.REMOVED: "wine", JournalAct.CHANGED: "ochre"}
_WORDS = {"text", "statement", "label"}
_LINKS = {"task_id", "pain_point_id", "participant_id"}
Cursor = Annotated[str | None, Query(alias="suite", max_length=200)]


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, as the page tells it."""

    entry: JournalEntry
    reader: UUID

    @property
    def title(self) -> str:
        """What became of the note."""
        return _ACTS[self.entry.act]

    @property
    def tone(self) -> str:
        """The colour of its dot."""
        return _TONES.get(self.entry.act, "")

    @property
    def who(self) -> str:
        """Who did it, as far as the reader may know: themselves, a colleague, the platform."""
        if self.entry.by is None:
            return "par la plateforme"
        return (
            "par vous"
            if self.entry.by == self.reader
            else f"par une autre personne (réf. {str(self.entry.by)[-6:]})"
        )

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """Each field that changed, with what it said before and after."""
        kind = self.entry.capture_kind
        return [
            (_label(one.name, kind), _said(one.name, one.before), _said(one.name, one.after))
            for one in self.entry.fields
        ]

    @property
    def can_be_restored(self) -> bool:
        """Tell whether putting this version back would change something."""
        return not self.entry.is_present or self.entry.is_removed


@dataclass(frozen=True, slots=True)
class Wanted:
    """The version to put back, and the one that stands."""

    kind: Annotated[CaptureKind, Form()]
    note: Annotated[UUID, Form()]
    present: Annotated[int, Form()]
    version: Annotated[int, Form()]


@router.get("")
async def show_journal(
    request: Request, workshop_id: UUID, visitor: TeamVisitor, rooms: AllRooms, suite: Cursor = None
) -> Response:
    """Tell what became of the day's notes."""
    journal = NoteReviewsClient(rooms.workshops.api).journal(workshop_id, cursor=suite)
    workshop, page = await both(rooms.workshops.workshop(workshop_id), journal)
    authority = await rooms.identity.authority(workshop.authority_id)
    return render.page(
        request, "reviews/journal.html", workshop=workshop, authority=authority, lines=_lines(page.items, visitor),
        next=page.next, kept_days=page.kept_days,
    )  # fmt: skip


@router.post("")
async def restore_version(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, wanted: Annotated[Wanted, Depends()]
) -> Response:
    """Put a version back."""
    here = f"/ateliers/{workshop_id}/journal"
    target = Target(wanted.kind, wanted.note, wanted.present)
    try:
        await NoteReviewsClient(rooms.workshops.api).restore(target, wanted.version)
    except Refused as refusal:
        if refusal.status not in {404, 409, 412}:
            raise
        changed = "Cette note a changé entre-temps. Relisez son journal avant de choisir."
        return go(request, here, say=changed if refusal.status == 412 else refusal.detail)
    return go(request, here, say="Version rétablie. La note est à relire.")


def _lines(entries: Sequence[JournalEntry], visitor: Visitor) -> list[Line]:
    return [Line(entry, visitor.principal.subject) for entry in entries]


def _label(name: str, kind: CaptureKind) -> str:
    return "Texte" if name in _WORDS else field_label(name, kind)


def _said(name: str, value: JsonValue) -> str:
    text = "" if value is None else str(value)
    if name in _LINKS:
        return "une note ou une personne" if text else "rien"
    if name == "starts_at" and text:
        return clock(datetime.fromisoformat(text))
    return dict(LISTS.get(name, ())).get(text, text) or "rien"
