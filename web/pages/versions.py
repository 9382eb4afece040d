"""Two people corrected the same words: both versions side by side, and somebody chooses."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from pydantic import JsonValue
from starlette.responses import Response

from services.workshops.schemas import CandidateOut
from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.clients.versions import VersionsClient
from web.pages.note_forms import LISTS, field_label
from web.pages.project_team import TeamVisitor
from web.visitor import go

router = APIRouter(include_in_schema=False)

_CHANGED = "Cette note a changé entre-temps. Voici où elle en est : choisissez à nouveau."


@dataclass(frozen=True, slots=True)
class Choice:
    """One correction that waits, as the page shows it."""

    candidate: CandidateOut

    @property
    def fields(self) -> list[tuple[str, str, str]]:
        """Each field by its French name, what stands, and what came second."""
        kind = self.candidate.capture_kind
        return [
            (field_label(one.name, kind), _said(one.name, one.kept), _said(one.name, one.proposed))
            for one in self.candidate.fields
        ]


@dataclass(frozen=True, slots=True)
class Choosing:
    """What was chosen: which candidate, on which version of its note, and which way."""

    candidate: Annotated[UUID, Form()]
    version: Annotated[int, Form()]
    take: Annotated[bool, Form()]


@router.get("/ateliers/{workshop_id}/versions")
async def show_versions(request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms) -> Response:
    """Show what waits for a choice."""
    workshop = await rooms.workshops.workshop(workshop_id)
    authority = await rooms.identity.authority(workshop.authority_id)
    waiting = await VersionsClient(rooms.workshops.api).waiting(workshop_id)
    choices = [Choice(one) for one in waiting]
    return render.page(
        request, "workshops/versions.html", workshop=workshop, authority=authority, choices=choices
    )


@router.post("/ateliers/{workshop_id}/versions")
async def choose_version(
    request: Request, workshop_id: UUID, _: TeamVisitor, rooms: AllRooms, chosen: Annotated[Choosing, Depends()]
) -> Response:  # fmt: skip
    """Take the second version, or keep the first."""
    here = f"/ateliers/{workshop_id}/versions"
    try:
        await VersionsClient(rooms.workshops.api).settle(
            chosen.candidate, take=chosen.take, version=chosen.version
        )
    except Refused as refusal:
        if refusal.status != 412:
            raise
        return go(request, here, say=_CHANGED)
    return go(request, here, say="C’est noté. L’autre version reste dans l’historique de la note.")


def _said(name: str, value: JsonValue) -> str:
    text = "" if value is None else str(value)
    return dict(LISTS.get(name, ())).get(text, text) or "rien"
