"""The card after a use: fill it in under the answer, correct it for a day."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from web import render
from web.clients.api import Refused
from web.clients.rooms import AllRooms
from web.pages import after_use_forms as forms
from web.pages.after_use_forms import Filled, FilledIn
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)
Back = Annotated[UUID | None, Query(alias="conversation")]


@router.get("/assistant/usages/{use_id}/fiche")
async def show_card(
    use_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, back: Back = None
) -> Response:
    """Show the card of a use: empty, or to be corrected."""
    card = await rooms.uses.card(use_id)
    filled = forms.of_card(card) if card else Filled()
    return render.page(
        request, "assistant/card.html", card=filled, known=card, use_id=use_id, conversation_id=back
    )


@router.post("/assistant/usages/{use_id}/fiche")
async def fill_card(
    use_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor, filled: FilledIn,
    conversation: Annotated[UUID | None, Form()] = None,
) -> Response:  # fmt: skip
    """Fill in the card of a use, or correct it."""
    try:
        await rooms.uses.fill(use_id, filled.body)
    except Refused as refusal:
        return render.page(
            request, "assistant/card.html", status=refusal.status, card=filled.refused(refusal), known=None,
            use_id=use_id, conversation_id=conversation,
        )  # fmt: skip
    address = f"/assistant/{conversation}" if conversation else "/assistant"
    return go(
        request, address, say="Merci. Votre fiche est enregistrée ; vous pouvez la corriger pendant un jour."
    )
