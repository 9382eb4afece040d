"""HTTP in, one call, HTTP out: every version of a note, and the choice between two."""
# ruff: noqa: FAST003  the workshop that an address names is read by a dependency

from uuid import UUID

from fastapi import APIRouter

import services.workshops.schemas as wire
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.workshops import candidates, captures, revisions
from services.workshops.routes.asking import Day, Editing, Reader, Team

router = APIRouter(route_class=IdempotentRoute)

_PATHS = {
    wire.CaptureKind.OBSERVATION: "/observations/{capture_id}",
    wire.CaptureKind.TASK: "/tasks/{capture_id}",
    wire.CaptureKind.PAIN_POINT: "/pain-points/{capture_id}",
    wire.CaptureKind.WISH: "/wishes/{capture_id}",
    wire.CaptureKind.KEY_MOMENT: "/key-moments/{capture_id}",
}


def _serve(path: str, kind: wire.CaptureKind) -> None:
    told = "The latest first. Each change keeps one, whoever or whatever made it."

    @router.get(
        f"{path}/revisions", response_model=wire.RevisionPage, name=f"list_{kind}_revisions", description=told
    )
    async def list_revisions(capture_id: UUID, session: Session, caller: Reader) -> dict[str, object]:
        note = await captures.get(session, kind, capture_id, by=caller)
        return {"items": await revisions.listed(session, note)}

    waits = "Fields that two people changed from the same version: both values, until somebody chooses."

    @router.get(f"{path}/candidates", name=f"list_{kind}_candidates", description=waits)
    async def list_candidates(capture_id: UUID, session: Session, caller: Reader) -> wire.CandidatePage:
        note = await captures.get(session, kind, capture_id, by=caller)
        waiting = await candidates.waiting(session, note)
        return wire.CandidatePage(items=[candidates.show(candidate, note) for candidate in waiting])


for kind, path in _PATHS.items():
    _serve(path, kind)


@router.get("/workshops/{workshop_id}/candidates")
async def list_workshop_candidates(day: Day, session: Session, caller: Team) -> wire.CandidatePage:
    """List the fields of a day's notes that two people changed: both values, until somebody chooses."""
    return wire.CandidatePage(items=await candidates.of_workshop(session, day, by=caller))


@router.post("/candidates/{candidate_id}/settlement", status_code=201)
async def settle_candidate(candidate_id: UUID, choice: wire.Settlement, edit: Editing) -> wire.CandidateOut:
    """Choose between the value that stands and the one that came second.

    `If-Match` is the note's version: who chooses has seen both. Neither is lost: the revisions keep them.
    """
    candidate = await candidates.get(edit.session, candidate_id)
    note = edit.check(await candidates.note_of(edit.session, candidate, by=edit.by))
    await candidates.settle(edit.session, candidate, note, take=choice.take, by=edit.by)
    return candidates.show(candidate, edit.show(note))
