"""HTTP in, one call, HTTP out: the register of AI uses that were decided."""
# ruff: noqa: FAST003  what an address names is read by a dependency

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

import services.workshops.schemas as wire
from services.kit import etags
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.workshops import register_entries
from services.workshops.routes.asking import Reader, Writing
from services.workshops.routes.decisions import Found
from services.workshops.tables import RegisterEntry

router = APIRouter(route_class=IdempotentRoute)


async def find_entry(register_entry_id: UUID, session: Session) -> RegisterEntry:
    """Find the entry that the address names."""
    return await register_entries.get(session, register_entry_id)


Entry = Annotated[RegisterEntry, Depends(find_entry)]


@router.get("/register-entries", response_model=wire.RegisterEntryPage)
async def list_register_entries(
    session: Session, _: Reader, window: Paging,
    authority_id: Annotated[UUID | None, Query(description="Only those of this authority.")] = None,
) -> dict[str, object]:  # fmt: skip
    """List the uses of AI that were decided, the latest first, with what the public is told."""
    return await register_entries.page(session, window, authority=authority_id)


@router.post("/decisions/{decision_id}/register-entry", status_code=201, response_model=wire.RegisterEntryOut)
async def enter_decision(decision: Found, new: wire.RegisterEntryIn, write: Writing) -> dict[str, object]:
    """Enter a decision that chose AI. A mention left empty takes the draft."""
    row = await register_entries.write(write.session, decision, new, by=write.by)
    etags.show(write.response, row.version)
    return (await register_entries.shown(write.session, [row]))[0]


@router.get("/register-entries/{register_entry_id}", response_model=wire.RegisterEntryOut)
async def read_register_entry(entry: Entry, session: Session, _: Reader) -> dict[str, object]:
    """Read an entry."""
    return (await register_entries.shown(session, [entry]))[0]


@router.put("/register-entries/{register_entry_id}", response_model=wire.RegisterEntryOut)
async def rewrite_register_entry(
    entry: Entry, new: wire.RegisterEntryIn, write: Writing, if_match: etags.IfMatch = None
) -> dict[str, object]:
    """Replace all that an entry says. A mention left empty takes the draft."""
    etags.check(if_match, entry.version)
    row = await register_entries.rewrite(write.session, entry, new, by=write.by)
    etags.show(write.response, row.version)
    return (await register_entries.shown(write.session, [row]))[0]
