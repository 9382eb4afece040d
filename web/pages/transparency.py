"""What anyone may read of the assistant, and the sheet where an agent attests that they read an answer again."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from web import render
from web.clients.rooms import AllRooms
from web.together import both
from web.visitor import AnyVisitor, CurrentVisitor

router = APIRouter(include_in_schema=False)


@router.get("/transparence")
async def show_register(request: Request, rooms: AllRooms, _: AnyVisitor) -> Response:
    """Show the public register of the assistant: uses, models, the part of people."""
    found = await rooms.assistant.transparency()
    return render.page(request, "about/transparency.html", register=found)


@router.get("/assistant/{conversation_id}/reponses/{message_id}/attestation")
async def show_attestation(
    conversation_id: UUID, message_id: UUID, request: Request, rooms: AllRooms, visitor: CurrentVisitor
) -> Response:
    """Show the attestation of human review for one answer, to print and sign. Nothing is kept of it."""
    answer, register = await both(
        rooms.assistant.answer(conversation_id, message_id), rooms.assistant.transparency()
    )
    return render.page(
        request, "assistant/attestation.html", answer=answer, conversation_id=conversation_id,
        mention=register.mention, who=visitor,
    )  # fmt: skip
