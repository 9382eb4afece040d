"""HTTP in, one call, HTTP out."""
# ruff: noqa: FAST003  the workshop or hypothesis that an address names is read by a dependency

from dataclasses import dataclass
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import APIRouter, Depends, Response

import services.workshops.schemas as wire
from services.kit import etags
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.kit.principal import Principal, requires
from services.workshops import captures, evidence, hypotheses, operations, overviews, programmes, workshops
from services.workshops.tables import Hypothesis, Note, Workshop

router = APIRouter(route_class=IdempotentRoute)

Reader = Annotated[Principal, Depends(requires(scope="workshops:read"))]
Team = Annotated[Principal, Depends(requires("facilitator", "admin", scope="workshops:write"))]
Row = TypeVar("Row", bound=Workshop | Note | Hypothesis)


@dataclass(frozen=True, slots=True)
class Write:
    """What every write takes: a session, somebody of the project team, and an answer that bears the version."""

    session: Session
    by: Team
    response: Response

    def show(self, row: Row) -> Row:
        """Put the row's version on the answer."""
        etags.show(self.response, row.version)
        return row


@dataclass(frozen=True, slots=True)
class Edit(Write):
    """A write that must start from the present version."""

    if_match: etags.IfMatch = None

    def check(self, row: Row) -> Row:
        """Let the change through when it starts from the row as it is."""
        etags.check(self.if_match, row.version)
        return row


Writing = Annotated[Write, Depends()]
Editing = Annotated[Edit, Depends()]


async def find_workshop(workshop_id: UUID, session: Session) -> Workshop:
    """Find the workshop that the address names."""
    return await workshops.get(session, workshop_id)


async def find_hypothesis(hypothesis_id: UUID, session: Session) -> Hypothesis:
    """Find the hypothesis that the address names."""
    return await hypotheses.get(session, hypothesis_id)


Day = Annotated[Workshop, Depends(find_workshop)]
Draft = Annotated[Hypothesis, Depends(find_hypothesis)]


@router.get("/programmes", response_model=wire.ProgrammePage)
async def list_programmes(session: Session, _: Reader) -> dict[str, object]:
    """List the programmes, each with those of its authorities that the caller may see."""
    return {"items": await programmes.listed(session)}


@router.get("/workshops", response_model=wire.WorkshopPage)
async def list_workshops(
    session: Session, _: Reader, window: Paging, filters: Annotated[workshops.Filters, Depends()]
) -> object:
    """List the workshops the caller may see, the latest day first."""
    return await workshops.listed(session, filters, window)


@router.post("/workshops", status_code=201, response_model=wire.WorkshopOut)
async def plan_workshop(new: wire.WorkshopIn, write: Writing) -> Workshop:
    """Plan a workshop in an authority enrolled in the programme. For the operator's project team."""
    return write.show(await workshops.plan(write.session, new, by=write.by))


@router.get("/workshops/{workshop_id}", response_model=wire.WorkshopOut)
async def read_workshop(day: Day, _: Reader, response: Response) -> Workshop:
    """Read one workshop."""
    etags.show(response, day.version)
    return day


@router.patch("/workshops/{workshop_id}", response_model=wire.WorkshopOut)
async def change_workshop(day: Day, new: wire.WorkshopChange, edit: Editing) -> Workshop:
    """Change a workshop; what is left out stays."""
    return edit.show(await workshops.change(edit.session, edit.check(day), new, by=edit.by))


@router.get("/workshops/{workshop_id}/overview", response_model=wire.Overview)
async def read_overview(
    day: Day, session: Session, caller: Reader, window: Paging, kind: wire.CaptureKind | None = None
) -> dict[str, object]:
    """Read a workshop's day in one answer.

    The workshop, how many captures of each kind, and the captures themselves, the latest first, as far as the caller's
    role reaches: agents read neither verbatims nor sensitive notes, decision makers and partners read the counts.
    """
    return await overviews.read(session, day, window, kind=kind, by=caller)


@router.post("/workshops/{workshop_id}/opening", status_code=201, response_model=wire.WorkshopOut)
async def start_workshop(day: Day, write: Writing) -> Workshop:
    """Start the day. The first capture does it too."""
    return write.show(await workshops.start(write.session, day, by=write.by))


@router.post("/workshops/{workshop_id}/closure", status_code=201, response_model=wire.WorkshopOut)
async def close_workshop(day: Day, write: Writing) -> Workshop:
    """End the day: only what was seen before is still taken in."""
    return write.show(await workshops.close(write.session, day, by=write.by))


@router.delete("/workshops/{workshop_id}/closure", response_model=wire.WorkshopOut)
async def reopen_workshop(day: Day, write: Writing) -> Workshop:
    """Undo the end of the day."""
    return write.show(await workshops.reopen(write.session, day, by=write.by))


@router.post("/workshops/{workshop_id}/cancellation", status_code=201, response_model=wire.WorkshopOut)
async def cancel_workshop(day: Day, new: wire.Cancellation, write: Writing) -> Workshop:
    """Cancel a workshop that has not ended, with the reason."""
    return write.show(await workshops.cancel(write.session, day, reason=new.reason, by=write.by))


@router.delete("/workshops/{workshop_id}/cancellation", response_model=wire.WorkshopOut)
async def reinstate_workshop(day: Day, write: Writing) -> Workshop:
    """Undo a cancellation."""
    return write.show(await workshops.reinstate(write.session, day, by=write.by))


@router.post("/workshops/{workshop_id}/operations")
async def apply_operations(day: Day, new: wire.Operations, write: Writing) -> wire.OperationsOut:
    """Write a batch of captures, each judged alone.

    Every operation bears the id that the client made; the answer echoes it with what became of it: `created`,
    `known` (received before, nothing changed) or `refused` (with a code). Sending a batch again is harmless.
    """
    return wire.OperationsOut(items=await operations.apply(write.session, day, new.operations, by=write.by))


async def _note(day: Workshop, new: wire.CaptureIn, write: Write) -> Note:
    noted = await captures.note(write.session, day, new, by=write.by)
    write.response.status_code = 201 if noted.is_new else 200
    return write.show(noted.row)


async def _change(kind: wire.CaptureKind, capture_id: UUID, new: wire.CaptureChange, edit: Edit) -> Note:
    row = edit.check(await captures.get(edit.session, kind, capture_id, by=edit.by))
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


Shown = type[wire.ObservationOut | wire.TaskOut | wire.PainPointOut | wire.WishOut]


def _serve(path: str, kind: wire.CaptureKind, shown: Shown) -> None:
    """Open the addresses that are alike for the four kinds: read, remove, restore."""

    @router.get(
        path, response_model=shown, name=f"read_{kind}", description="As its workshop's overview shows it."
    )
    async def read(capture_id: UUID, session: Session, caller: Reader, response: Response) -> Note:
        row = await captures.get(session, kind, capture_id, by=caller)
        etags.show(response, row.version)
        return row

    @router.delete(path, response_model=shown, name=f"remove_{kind}", description="It can be restored.")
    async def remove(capture_id: UUID, write: Writing) -> Note:
        row = await captures.get(write.session, kind, capture_id, by=write.by)
        return write.show(await captures.remove(write.session, row, by=write.by))

    restoration = f"{path}/restoration"

    @router.post(
        restoration, status_code=201, response_model=shown, name=f"restore_{kind}", description="As it was."
    )
    async def restore(capture_id: UUID, write: Writing) -> Note:
        row = await captures.get(write.session, kind, capture_id, by=write.by)
        return write.show(await captures.restore(write.session, row, by=write.by))


_serve("/observations/{capture_id}", wire.CaptureKind.OBSERVATION, wire.ObservationOut)
_serve("/tasks/{capture_id}", wire.CaptureKind.TASK, wire.TaskOut)
_serve("/pain-points/{capture_id}", wire.CaptureKind.PAIN_POINT, wire.PainPointOut)
_serve("/wishes/{capture_id}", wire.CaptureKind.WISH, wire.WishOut)


@router.post("/sentences")
async def assemble_sentence(new: wire.Statement, _: Reader) -> wire.SentenceOut:
    """Say a hypothesis in one French sentence, before it is drafted. Nothing is kept."""
    return hypotheses.say(new)


@router.get("/hypotheses", response_model=wire.HypothesisPage)
async def list_hypotheses(
    session: Session, caller: Reader, window: Paging, authority_id: UUID | None = None
) -> dict[str, object]:
    """List the hypotheses the caller may see, the latest first."""
    return await hypotheses.page(session, window, authority=authority_id, by=caller)


@router.post("/hypotheses", status_code=201, response_model=wire.HypothesisOut)
async def draft_hypothesis(new: wire.HypothesisIn, write: Writing) -> dict[str, object]:
    """Draft a hypothesis on evidence captured in workshops."""
    hypothesis = await hypotheses.draft(write.session, new, by=write.by)
    return await hypotheses.described(write.session, write.show(hypothesis), by=write.by)


@router.get("/hypotheses/{hypothesis_id}", response_model=wire.HypothesisOut)
async def read_hypothesis(
    draft: Draft, session: Session, by: Reader, response: Response
) -> dict[str, object]:
    """Read a hypothesis with its sentence and its evidence."""
    etags.show(response, draft.version)
    return await hypotheses.described(session, draft, by=by)


@router.patch("/hypotheses/{hypothesis_id}", response_model=wire.HypothesisOut)
async def change_hypothesis(draft: Draft, new: wire.HypothesisChange, edit: Editing) -> dict[str, object]:
    """Reword a hypothesis; what is left out stays."""
    edit.show(await hypotheses.change(edit.session, edit.check(draft), new))
    return await hypotheses.described(edit.session, draft, by=edit.by)


@router.post("/hypotheses/{hypothesis_id}/evidence", status_code=201, response_model=wire.HypothesisOut)
async def link_evidence(draft: Draft, new: wire.EvidenceIn, write: Writing) -> dict[str, object]:
    """Tie a captured thing to a hypothesis; one tied already takes the new stance."""
    await evidence.link(write.session, draft, new, by=write.by)
    return await hypotheses.described(write.session, draft, by=write.by)


@router.delete("/hypotheses/{hypothesis_id}/evidence/{evidence_id}", response_model=wire.HypothesisOut)
async def unlink_evidence(draft: Draft, evidence_id: UUID, write: Writing) -> dict[str, object]:
    """Untie a piece of evidence. What was captured stays."""
    await evidence.unlink(write.session, draft, evidence_id)
    return await hypotheses.described(write.session, draft, by=write.by)
