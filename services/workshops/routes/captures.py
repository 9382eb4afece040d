"""HTTP in, one call, HTTP out: what is captured in a workshop."""
# ruff: noqa: FAST003  the workshop that an address names is read by a dependency

from uuid import UUID

from fastapi import APIRouter, Response

import services.workshops.schemas as wire
from services.kit import etags
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.workshops import captures
from services.workshops.routes.asking import Day, Edit, Editing, Reader, Write, Writing
from services.workshops.tables import Note, Workshop

router = APIRouter(route_class=IdempotentRoute)


async def _note(day: Workshop, new: wire.CaptureIn, write: Write) -> Note:
    noted = await captures.note(write.session, day, new, by=write.by)
    write.response.status_code = 201 if noted.is_new else 200
    return write.show(noted.row)


async def _change(kind: wire.CaptureKind, capture_id: UUID, new: wire.CaptureChange, edit: Edit) -> Note:
    row = edit.check(await captures.hold(edit.session, kind, capture_id, by=edit.by))
    return edit.show(await captures.change(edit.session, row, new))


@router.post("/workshops/{workshop_id}/observations", status_code=201, response_model=wire.ObservationOut)
async def note_observation(day: Day, new: wire.ObservationIn, write: Writing) -> Note:
    """Note an observation: a fact, a person's own words, a document, a photo's caption, a measure.

    Sent again with the same id and content, a capture is answered 200 and changes nothing.
    """
    return await _note(day, new, write)


@router.patch("/observations/{capture_id}", response_model=wire.ObservationOut)
async def change_observation(capture_id: UUID, new: wire.ObservationChange, edit: Editing) -> Note:
    """Correct an observation; what is left out stays."""
    return await _change(wire.CaptureKind.OBSERVATION, capture_id, new, edit)


@router.post("/workshops/{workshop_id}/tasks", status_code=201, response_model=wire.TaskOut)
async def note_task(day: Day, new: wire.TaskIn, write: Writing) -> Note:
    """Note a task: how often, how long, for how many, and how that is known."""
    return await _note(day, new, write)


@router.patch("/tasks/{capture_id}", response_model=wire.TaskOut)
async def change_task(capture_id: UUID, new: wire.TaskChange, edit: Editing) -> Note:
    """Correct a task; what is left out stays."""
    return await _change(wire.CaptureKind.TASK, capture_id, new, edit)


@router.post("/workshops/{workshop_id}/pain-points", status_code=201, response_model=wire.PainPointOut)
async def report_pain_point(day: Day, new: wire.PainPointIn, write: Writing) -> Note:
    """Report a pain point. The hours it costs a year come back with their range and their grade."""
    return await _note(day, new, write)


@router.patch("/pain-points/{capture_id}", response_model=wire.PainPointOut)
async def change_pain_point(capture_id: UUID, new: wire.PainPointChange, edit: Editing) -> Note:
    """Correct a pain point; what is left out stays."""
    return await _change(wire.CaptureKind.PAIN_POINT, capture_id, new, edit)


@router.post("/workshops/{workshop_id}/wishes", status_code=201, response_model=wire.WishOut)
async def note_wish(day: Day, new: wire.WishIn, write: Writing) -> Note:
    """Note a wish, in the words of those who do the work."""
    return await _note(day, new, write)


@router.patch("/wishes/{capture_id}", response_model=wire.WishOut)
async def change_wish(capture_id: UUID, new: wire.WishChange, edit: Editing) -> Note:
    """Correct a wish; what is left out stays."""
    return await _change(wire.CaptureKind.WISH, capture_id, new, edit)


@router.post("/workshops/{workshop_id}/key-moments", status_code=201, response_model=wire.KeyMomentOut)
async def note_key_moment(day: Day, new: wire.KeyMomentIn, write: Writing) -> Note:
    """Note a key moment of the day: when it begins, how long it lasts, what happens, how it is lived."""
    return await _note(day, new, write)


@router.patch("/key-moments/{capture_id}", response_model=wire.KeyMomentOut)
async def change_key_moment(capture_id: UUID, new: wire.KeyMomentChange, edit: Editing) -> Note:
    """Correct a key moment; what is left out stays."""
    return await _change(wire.CaptureKind.KEY_MOMENT, capture_id, new, edit)


Shown = type[wire.ObservationOut | wire.TaskOut | wire.PainPointOut | wire.WishOut | wire.KeyMomentOut]


def _serve(path: str, kind: wire.CaptureKind, shown: Shown) -> None:
    """Open the addresses that are alike for the five kinds: read, remove, restore."""

    @router.get(
        path, response_model=shown, name=f"read_{kind}", description="As its workshop's overview shows it."
    )
    async def read(capture_id: UUID, session: Session, caller: Reader, response: Response) -> Note:
        row = await captures.get(session, kind, capture_id, by=caller)
        etags.show(response, row.version)
        return row

    @router.delete(path, response_model=shown, name=f"remove_{kind}", description="It can be restored.")
    async def remove(capture_id: UUID, write: Writing) -> Note:
        row = await captures.hold(write.session, kind, capture_id, by=write.by)
        return write.show(await captures.remove(write.session, row, by=write.by))

    restoration = f"{path}/restoration"

    @router.post(
        restoration, status_code=201, response_model=shown, name=f"restore_{kind}", description="As it was."
    )
    async def restore(capture_id: UUID, write: Writing) -> Note:
        row = await captures.hold(write.session, kind, capture_id, by=write.by)
        return write.show(await captures.restore(write.session, row, by=write.by))


_serve("/observations/{capture_id}", wire.CaptureKind.OBSERVATION, wire.ObservationOut)
_serve("/tasks/{capture_id}", wire.CaptureKind.TASK, wire.TaskOut)
_serve("/pain-points/{capture_id}", wire.CaptureKind.PAIN_POINT, wire.PainPointOut)
_serve("/wishes/{capture_id}", wire.CaptureKind.WISH, wire.WishOut)
_serve("/key-moments/{capture_id}", wire.CaptureKind.KEY_MOMENT, wire.KeyMomentOut)
