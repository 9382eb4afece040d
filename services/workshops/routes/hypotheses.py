"""HTTP in, one call, HTTP out: hypotheses and their evidence."""
# ruff: noqa: FAST003  the hypothesis that an address names is read by a dependency

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response

import services.workshops.schemas as wire
from services.kit import etags
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.workshops import evidence, hypotheses
from services.workshops.routes.asking import Draft, Editing, Reader, Writing

router = APIRouter(route_class=IdempotentRoute)


@router.post("/sentences")
async def assemble_sentence(
    new: Annotated[wire.Statement, Body(examples=[wire.WHOLE_STATEMENT])], _: Reader
) -> wire.SentenceOut:
    """Say a hypothesis in one French sentence, before it is drafted. Nothing is kept."""
    return hypotheses.say(new)


@router.get("/hypotheses", response_model=wire.HypothesisPage)
async def list_hypotheses(
    session: Session,
    caller: Reader,
    window: Paging,
    authority_id: Annotated[
        UUID | None, Query(description="Only the hypotheses first seen in this authority.")
    ] = None,
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
