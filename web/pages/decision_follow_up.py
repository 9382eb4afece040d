"""The sequel of a decision on one page: its trial, its actions, its gain checked again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from services.workshops.schemas import FollowUpEnd, GainConclusion, Grade
from web import render
from web.clients.api import Refused
from web.clients.decisions import DecisionsClient
from web.clients.rooms import AllRooms, Rooms
from web.faults import by_field
from web.pages import decision_words
from web.pages.decision_parts import parts
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(prefix="/decisions/{decision_id}/suite", include_in_schema=False)

FOLLOWERS = ("facilitator", "admin", "champion", "decision_maker")
_ACTION = ("task", "owner_role", "due_on")
_GAIN = ("months", "observed_hours", "grade", "note", "conclusion")
_ENDS = {"done": "Action faite.", "dropped": "Action abandonnée.", "": "Action reprise."}
_NO_OWNER = {"": "owner_role"}
"""A rule about the whole form is said beside the field that mends it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was typed in one of the page's forms, and what is wrong with it."""

    form: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, refusal: Refused, *, form: str, typed: Mapping[str, str]) -> "Kept":
        """Keep what was typed.

        Raises: Refused, when no field of the form can mend it.
        """
        errors = {_NO_OWNER.get(name, name): said for name, said in by_field(refusal.faults).items()}
        if not errors:
            raise refusal
        return cls(form, typed, errors)


NOTHING = Kept()


@router.get("")
async def show_sequel(
    request: Request, decision_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Show what follows from the decision."""
    return await _page(request, decision_id, visitor, rooms)


@router.post("/actions")
async def add_action(
    request: Request, decision_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Add something to do; « moi-même » makes the reader its owner."""
    typed = await _typed(request, *_ACTION, "mine")
    is_mine = bool(typed.pop("mine"))
    new: dict[str, object] = {**typed, "owner_role": typed["owner_role"] or (visitor.name if is_mine else "")}
    if is_mine:
        new["owner_id"] = str(visitor.principal.subject)
    try:
        await DecisionsClient(rooms.workshops.api).add_follow_up(decision_id, new)
    except Refused as refusal:
        kept = Kept.of(refusal, form="action", typed=typed)
        return await _page(request, decision_id, visitor, rooms, kept=kept)
    return go(request, f"/decisions/{decision_id}/suite#actions", say="Action ajoutée.")


@router.post("/actions/{follow_up_id}/fin")
async def end_action(
    request: Request, decision_id: UUID, follow_up_id: UUID, _: CurrentVisitor, rooms: AllRooms,
    ended_as: Annotated[FollowUpEnd | None, Form()] = None,
) -> Response:  # fmt: skip
    """Say how an action ended, or resume it."""
    word = ended_as.value if ended_as else ""
    await DecisionsClient(rooms.workshops.api).end_follow_up(follow_up_id, word)
    return go(request, f"/decisions/{decision_id}/suite#actions", say=_ENDS[word])


@router.post("/etapes")
async def take_step(
    request: Request, decision_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Take the next step of the trial."""
    typed = await _typed(request, "step", "note")
    try:
        await DecisionsClient(rooms.workshops.api).take_step(decision_id, typed)
    except Refused as refusal:
        kept = Kept.of(refusal, form="step", typed=typed)
        return await _page(request, decision_id, visitor, rooms, kept=kept)
    return go(request, f"/decisions/{decision_id}/suite", say="Étape enregistrée.")


@router.post("/etapes/{step_id}/retrait")
async def withdraw_step(
    request: Request, decision_id: UUID, step_id: UUID, _: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Take the last step back."""
    await DecisionsClient(rooms.workshops.api).withdraw_step(step_id)
    return go(request, f"/decisions/{decision_id}/suite", say="Étape retirée.")


@router.post("/gains")
async def check_gain(
    request: Request, decision_id: UUID, visitor: CurrentVisitor, rooms: AllRooms
) -> Response:
    """Write down what was gained."""
    typed = await _typed(request, *_GAIN)
    hours = (
        typed["observed_hours"]
        .replace(",", ".")
        .replace("\u2212", "-")
        .replace("\u00a0", "")
        .replace(" ", "")
    )
    months = int(typed["months"]) if typed["months"] in {"6", "12"} else typed["months"]
    try:
        new = {**typed, "observed_hours": hours, "months": months}
        await DecisionsClient(rooms.workshops.api).check_gain(decision_id, new)
    except Refused as refusal:
        kept = Kept.of(refusal, form="gain", typed=typed)
        return await _page(request, decision_id, visitor, rooms, kept=kept)
    return go(request, f"/decisions/{decision_id}/suite#gains", say="Gain vérifié et noté.")


async def _page(
    request: Request, decision_id: UUID, visitor: Visitor, rooms: Rooms, *, kept: Kept = NOTHING
) -> Response:
    dossier = await DecisionsClient(rooms.workshops.api).dossier(decision_id)
    is_open = visitor.has_role(*FOLLOWERS) and dossier.decision.standing.value == "in_force"
    return render.page(
        request, "decisions/follow_up.html", status=422 if kept.errors else 200, dossier=dossier, is_open=is_open,
        typed={kept.form: kept.typed}, errors={kept.form: kept.errors}, words=decision_words,
        tabs=parts(dossier, at="/suite"), grades=[(one.value, one.label) for one in Grade],
        conclusions=[(one.value, one.label) for one in GainConclusion],
    )  # fmt: skip


async def _typed(request: Request, *names: str) -> dict[str, str]:
    form = await request.form()
    return {name: str(form.get(name, "")).strip() for name in names}
