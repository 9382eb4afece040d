"""Suppliers' statements over HTTP: brought, confirmed, taken back."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.kit.principal import Principal, requires
from services.metrics.statements import statements, views
from services.metrics.statements.schemas import StatementIn, StatementOut, StatementPage

router = APIRouter(route_class=IdempotentRoute)
Keeper = Annotated[Principal, Depends(requires("champion", "admin", scope="metrics:write"))]


@router.get("/statements")
async def list_statements(session: Session, _: Keeper, window: Paging) -> StatementPage:
    """List suppliers' statements, the latest first."""
    return await views.page(session, await statements.listed(session, window))


@router.post("/statements", status_code=201)
async def bring_statement(new: StatementIn, session: Session, caller: Keeper) -> StatementOut:
    """Bring in a file of a supplier's console: what it says by day. It is read and shown, and counts for nothing yet.

    Columns are known by their headings, in French or in English; lines that cannot be taken are told by their number.
    A file that names people or holds what they said is refused whole.
    """
    return await views.told(session, await statements.bring(session, new, by=caller))


@router.get("/statements/{statement_id}")
async def read_statement(statement_id: UUID, session: Session, _: Keeper) -> StatementOut:
    """Read a statement: the columns that were recognised, the lines that are new, those refused."""
    return await views.told(session, await statements.get(session, statement_id))


@router.post("/statements/{statement_id}/confirmation")
async def confirm_statement(statement_id: UUID, session: Session, caller: Keeper) -> StatementOut:
    """Count a statement. A day that counts already for the same tool counts once: the same file changes nothing."""
    return await views.told(session, await statements.confirm(session, statement_id, by=caller))


@router.post("/statements/{statement_id}/withdrawal")
async def withdraw_statement(statement_id: UUID, session: Session, caller: Keeper) -> StatementOut:
    """Take a statement back: what it made count does no more. One never confirmed is forgotten."""
    return await views.told(session, await statements.withdraw(session, statement_id, by=caller))
