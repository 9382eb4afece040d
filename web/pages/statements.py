"""The pages of suppliers' statements: a file brought in, shown, counted once, taken back."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, UploadFile
from starlette.responses import Response

from services.metrics.statements.schemas import StatementOut
from web import french, render
from web.clients.api import Refused
from web.clients.rooms import AllRooms, Rooms
from web.faults import by_field
from web.pages import authorities
from web.visitor import CurrentVisitor, Visitor, go

router = APIRouter(include_in_schema=False, prefix="/mesures/releves")
ROOT = "/mesures/releves"
Typed = Annotated[str, Form(max_length=120)]


@dataclass(frozen=True, slots=True)
class Told:
    """What was typed beside the file."""

    tool: Typed = ""
    authority_id: Typed = ""
    q: Typed = ""


@router.get("")
async def show_statements(
    request: Request, rooms: AllRooms, visitor: CurrentVisitor,
    suite: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:  # fmt: skip
    """Show the form that brings a file in, and the statements so far."""
    return await _list(request, rooms, visitor, Told(), cursor=suite)


@router.post("")
async def bring(
    request: Request, rooms: AllRooms, visitor: CurrentVisitor, told: Annotated[Told, Depends()],
    file: UploadFile | None = None, is_search: Annotated[bool, Query(alias="chercher")] = False,
) -> Response:  # fmt: skip
    """Bring a file in; or only look for the authority, for browsers without script."""
    if is_search:
        return await _list(request, rooms, visitor, told)
    content = _text(await file.read()) if file else ""
    body = {"tool": told.tool, "content": content, "authority_id": told.authority_id or None}
    try:
        statement = await rooms.statements.bring(body)
    except Refused as refusal:
        if refusal.status != 422:
            raise
        return await _list(request, rooms, visitor, told, errors=_errors(refusal, has_file=bool(content)))
    return go(request, f"{ROOT}/{statement.id}")


@router.get("/{statement_id}")
async def show_statement(
    statement_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor
) -> Response:
    """Show what was read of a file, before it counts and after."""
    statement = await rooms.statements.statement(statement_id)
    return render.page(request, "statements/show.html", one=statement, period=_period(statement))


@router.post("/{statement_id}/confirmation")
async def confirm(statement_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Count a statement."""
    counted = (await rooms.statements.confirm(statement_id)).counted
    say = (
        f"{french.plural(counted, 'jour compte', 'jours comptent')} maintenant."
        if counted
        else "Rien de nouveau : tout comptait déjà."
    )
    return go(request, f"{ROOT}/{statement_id}", say=say)


@router.post("/{statement_id}/retrait")
async def withdraw(statement_id: UUID, request: Request, rooms: AllRooms, _: CurrentVisitor) -> Response:
    """Take a statement back."""
    await rooms.statements.withdraw(statement_id)
    return go(request, ROOT, say="Ce relevé est retiré : il ne compte plus.")


async def _list(
    request: Request, rooms: Rooms, visitor: Visitor, told: Told, *, cursor: str | None = None,
    errors: dict[str, str] | None = None,
) -> Response:  # fmt: skip
    is_operator = visitor.principal.is_operator
    page = await rooms.statements.statements(cursor=cursor)
    found = await authorities.offered(rooms, typed=told.q, chosen=told.authority_id) if is_operator else []
    return render.page(
        request, "statements/index.html", status=422 if errors else 200, page=page, told=told, errors=errors or {},
        is_operator=is_operator, found=found, is_first=cursor is None,
    )  # fmt: skip


def _errors(refusal: Refused, *, has_file: bool) -> dict[str, str]:
    found = by_field(refusal.faults)
    errors = {"file": "Choisissez un fichier CSV."} if not has_file else {}
    if "tool" in found:
        errors["tool"] = "Écrivez le nom de l’outil, par exemple Delibia."
    if "authority_id" in found:
        errors["q"] = found["authority_id"]
    return errors or {"file": refusal.detail}


def _text(content: bytes) -> str:
    """Read a file as spreadsheets write it in France: UTF-8, else the older Western code page."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _period(statement: StatementOut) -> str:
    if statement.first_day is None or statement.last_day is None:
        return ""
    if statement.first_day == statement.last_day:
        return french.day(statement.first_day)
    return f"du {french.day(statement.first_day)} au {french.day(statement.last_day)}"
