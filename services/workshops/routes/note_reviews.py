"""HTTP in, one call, HTTP out: the review of a day's notes, splits and unions."""
# ruff: noqa: FAST003  the workshop that an address names is read by a dependency

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.workshops import anonymising, captures, note_reviews, regroupings
from services.workshops.routes.asking import Day, Edit, Editing, Team
from services.workshops.tables import Note, Regrouping

router = APIRouter(route_class=IdempotentRoute)


async def hold_note(kind: wire.CaptureKind, capture_id: UUID, edit: Editing) -> Note:
    """Hold the note that the address names, at the version that the caller saw."""
    return edit.check(await captures.hold(edit.session, kind, capture_id, by=edit.by))


Held = Annotated[Note, Depends(hold_note)]


async def _shown(edit: Edit, note: Note) -> wire.ReviewItem:
    return await note_reviews.shown(edit.session, edit.show(note))


@router.get("/workshops/{workshop_id}/review")
async def read_review(day: Day, session: Session, _: Team) -> wire.ReviewOut:
    """Read how far the notes of a day have come: raw, reviewed, anonymised, shareable."""
    return await note_reviews.of_workshop(session, day)


@router.get("/notes/{kind}/{capture_id}/review")
async def read_note_review(
    kind: wire.CaptureKind, capture_id: UUID, session: Session, by: Team
) -> wire.ReviewDetail:
    """Read how far one note has come, and where it says the names of those met."""
    return await anonymising.detail(session, await captures.get(session, kind, capture_id, by=by))


@router.post("/notes/{kind}/{capture_id}/review", status_code=201)
async def review_note(note: Held, edit: Editing) -> wire.ReviewItem:
    """Vouch for a note at this version. A note that changes afterwards is raw again."""
    return await _shown(edit, await note_reviews.review(edit.session, note, by=edit.by))


@router.delete("/notes/{kind}/{capture_id}/review")
async def withdraw_note_review(note: Held, edit: Editing) -> wire.ReviewItem:
    """Take the review of a note back, whatever step it had reached: it is raw again."""
    return await _shown(edit, await note_reviews.withdraw(edit.session, note, by=edit.by))


@router.post("/notes/{kind}/{capture_id}/anonymisation", status_code=201)
async def anonymise_note(note: Held, new: wire.AnonymisationIn, edit: Editing) -> wire.ReviewItem:
    """Answer each suggested name: a role in its place, or the words stay. The note must have been reviewed.

    Refused while the name of a participant of the day stands in it without an answer. The words as they were stay in
    the journal for its days, then they are erased.
    """
    return await _shown(edit, await anonymising.anonymise(edit.session, note, new, by=edit.by))


@router.post("/notes/{kind}/{capture_id}/sharing", status_code=201)
async def share_note(note: Held, edit: Editing) -> wire.ReviewItem:
    """Let an anonymised note be shown outside its authority; a verbatim needs the consent of who said it."""
    return await _shown(edit, await note_reviews.clear(edit.session, note, by=edit.by))


@router.post("/notes/{kind}/{capture_id}/splits", status_code=201, response_model=wire.RegroupingOut)
async def split_note(note: Held, new: wire.SplitIn, edit: Editing) -> Regrouping:
    """Make two notes of one. Quantities stay with the first, so that no hour counts double."""
    return await regroupings.split(edit.session, note, new, by=edit.by)


@router.post("/notes/{kind}/{capture_id}/unions", status_code=201, response_model=wire.RegroupingOut)
async def unite_notes(note: Held, new: wire.UnionIn, edit: Editing) -> Regrouping:
    """Make one note of two of the same day and kind. The other leaves the day; both stay in the journal."""
    return await regroupings.unite(edit.session, note, new, by=edit.by)


@router.get("/workshops/{workshop_id}/regroupings", response_model=wire.RegroupingPage)
async def list_regroupings(day: Day, session: Session, _: Team, window: Paging) -> dict[str, object]:
    """List what was split and united in a day, the latest first, those undone too."""
    found = await regroupings.listed(session, day, window)
    return {"items": found.items, "next": found.next}


@router.delete("/regroupings/{regrouping_id}", response_model=wire.RegroupingOut)
async def undo_regrouping(regrouping_id: UUID, session: Session, by: Team) -> Regrouping:
    """Undo a split or a union: both notes are as they were."""
    return await regroupings.undo(session, regrouping_id, by=by)
