"""HTTP in, one call, HTTP out: cards and declared uses."""

from uuid import UUID

from fastapi import APIRouter

from services.assistant.after_use import cards, declared, views
from services.assistant.after_use.schemas import (
    CardIn,
    CardOut,
    DeclaredUseIn,
    DeclaredUseOut,
    DeclaredUsePage,
)
from services.assistant.doors import Asker
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging

router = APIRouter(route_class=IdempotentRoute)


@router.get("/uses/{use_id}/card")
async def read_card(use_id: UUID, session: Session, _: Asker) -> CardOut:
    """Read the card of one's own use."""
    return views.card(await cards.get(session, use_id))


@router.put("/uses/{use_id}/card")
async def fill_card(use_id: UUID, new: CardIn, session: Session, caller: Asker) -> CardOut:
    """Fill in the card of one's own use, or correct it within a day.

    One card a use. What is written of an incident is read by its author alone, and deleted with the contents of
    conversations.
    """
    return views.card(await cards.fill(session, use_id, new, by=caller))


@router.get("/declared-uses")
async def list_declared_uses(session: Session, _: Asker, window: Paging) -> DeclaredUsePage:
    """List one's own declared uses, the latest first. Nobody else sees them."""
    page = await declared.listed(session, window)
    return views.declared_page(page, await declared.with_cards(session, page))


@router.post("/declared-uses", status_code=201)
async def declare_use(new: DeclaredUseIn, session: Session, caller: Asker) -> DeclaredUseOut:
    """Tell of a use of any other tool, with its card."""
    return views.declared_use(*await declared.declare(session, new, by=caller))


@router.delete("/declared-uses/{use_id}", status_code=204)
async def retract_use(use_id: UUID, session: Session, caller: Asker) -> None:
    """Take a declared use back within a day, card and all."""
    await declared.retract(session, use_id, by=caller)
