"""« J’ai utilisé un autre outil » : told in twenty seconds, without blame; taken back for a day."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.pages.after_use_forms import Filled, FilledIn, Text
from web.together import both
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)
TOOLS = ("Delibia", "ChatGPT", "Copilot", "Gemini", "Le Chat")
"""The quick buttons; any other tool is typed."""


@dataclass(frozen=True, slots=True)
class Told:
    """What was used, for what and when, as it was filled in."""

    tool: Text = ""
    tool_other: Text = ""
    use_case: Text = ""
    used_on: Text = ""

    def body(self, card: Filled) -> dict[str, object]:
        """The declared use as the service reads it."""
        what: dict[str, object] = {"use_case": self.use_case} if self.use_case else {"family": "other"}
        day = {"used_on": self.used_on} if self.used_on else {}
        return {"tool": self.tool_other.strip() or self.tool, "card": card.body} | what | day


@router.get("/assistant/autre-outil")
async def show_declared_uses(request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Show the form, and one's own last declared uses."""
    return await _page(request, rooms, Told(used_on=date.today().isoformat()), Filled())  # noqa: DTZ011  a day as people say it


@router.post("/assistant/autre-outil")
async def declare_use(
    request: Request, rooms: AllRooms, _: CurrentVisitor, told: Annotated[Told, Depends()], filled: FilledIn
) -> Response:
    """Tell of a use."""
    try:
        await rooms.uses.declare(told.body(filled))
    except Refused as refusal:
        return await _page(request, rooms, told, filled.refused(refusal), status=refusal.status)
    say = "Merci. Cet usage est noté ; vous pouvez le retirer pendant un jour."
    return go(request, "/assistant/autre-outil", say=say)


@router.post("/assistant/autre-outil/{use_id}/retrait")
async def retract_use(use_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Take a declared use back."""
    await rooms.uses.retract(use_id)
    return go(request, "/assistant/autre-outil", say="Cet usage est retiré : il ne compte pas.")


async def _page(
    request: Request, rooms: AllRooms, told: Told, card: Filled, *, status: int = 200
) -> Response:
    declared, choices = await both(rooms.uses.declared(), rooms.assistant.choices())
    if "tool" in card.errors:
        card = replace(card, errors=card.errors | {"tool": "Choisissez un outil, ou écrivez son nom."})
    return render.page(
        request, "assistant/declared_uses.html", status=status, told=told, card=card, declared=declared,
        tools=[(name, name) for name in TOOLS], use_cases=[(one.code, one.label) for one in choices.use_cases],
    )  # fmt: skip
