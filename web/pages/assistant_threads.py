"""What is done with a conversation: name it, put it in a folder, answer again, take it away."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from web.clients.rooms import AllRooms
from web.pages.assistant import watch
from web.visitor import CurrentVisitor, go

router = APIRouter(include_in_schema=False)


@router.post("/assistant/{conversation_id}/rangement")
async def arrange(
    conversation_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor,
    title: Annotated[str, Form(max_length=80)] = "", folder: Annotated[str, Form(max_length=80)] = "",
) -> Response:  # fmt: skip
    """Give a conversation a title and a folder."""
    await rooms.assistant.label(conversation_id, {"title": title, "folder": folder})
    return go(request, f"/assistant/{conversation_id}", say="Le titre et le dossier sont enregistrés.")


@router.post("/assistant/{conversation_id}/demandes/{question_id}/nouvelle-reponse")
async def retry(
    conversation_id: UUID, question_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor,
    model: Annotated[str, Form(max_length=200)] = "auto",
) -> Response:  # fmt: skip
    """Ask for another answer to a question."""
    answer = await rooms.assistant.retry(conversation_id, question_id, model=model)
    return await watch(request, rooms, conversation_id, answer.id, is_elsewhere=False)


@router.get("/assistant/{conversation_id}/fichier")
async def take_away(
    conversation_id: UUID, rooms: AllRooms, _: CurrentVisitor,
    forme: Annotated[str, Query(pattern="^(md|odt|json)$")] = "md",
) -> Response:  # fmt: skip
    """Give a conversation as a file."""
    written = await rooms.assistant.file(conversation_id, forme)
    kept = ("content-type", "content-disposition")
    return Response(written.content, headers={name: written.headers[name] for name in kept})
