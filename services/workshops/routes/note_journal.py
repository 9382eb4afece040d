"""HTTP in, one call, HTTP out: the journal of a day's notes."""
# ruff: noqa: FAST003  the workshop that an address names is read by a dependency

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.workshops import captures, note_journal, note_reviews
from services.workshops.routes.asking import Day, Editing, Team

router = APIRouter(route_class=IdempotentRoute)

Limit = Annotated[int, Query(ge=1, le=100, description="How many entries at most.")]
Cursor = Annotated[str | None, Query(max_length=200, description="`next` of the answer before.")]
Version = Annotated[int, Path(ge=1, le=2_000_000_000, description="The version to go back to.")]


@router.get("/workshops/{workshop_id}/journal")
async def read_note_journal(
    request: Request, day: Day, session: Session, _: Team, limit: Limit = 50, cursor: Cursor = None
) -> wire.JournalPage:
    """Read what became of a day's notes: who, when, which fields, before and after. The latest first."""
    kept = request.app.state.settings.journal_days
    return await note_journal.page(session, day, cursor=cursor, limit=limit, kept_days=kept)


@router.post("/notes/{kind}/{capture_id}/revisions/{version}/restoration", status_code=201)
async def restore_revision(
    kind: wire.CaptureKind, capture_id: UUID, version: Version, edit: Editing
) -> wire.ReviewItem:
    """Make a note say again what it said at a version; a removed note comes back to its day.

    `If-Match` is the note's present version. Nothing is lost: what it said until now is a version too.
    """
    note = edit.check(await captures.hold(edit.session, kind, capture_id, by=edit.by))
    restored = await note_journal.restore(edit.session, note, version=version, by=edit.by)
    return await note_reviews.shown(edit.session, edit.show(restored))
