"""HTTP in, one call, HTTP out: what is to be done because of a decision, and how its trial goes."""
# ruff: noqa: FAST003  what an address names is read by a dependency

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

import services.workshops.schemas as wire
from services.kit import etags
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.kit.principal import Principal, requires
from services.workshops import follow_ups, trials
from services.workshops.routes.asking import Reader
from services.workshops.routes.decisions import Found
from services.workshops.tables import FollowUp, TrialStep

router = APIRouter(route_class=IdempotentRoute)

Follower = Annotated[
    Principal,
    Depends(requires("facilitator", "admin", "champion", "decision_maker", scope="workshops:write")),
]


async def find_follow_up(follow_up_id: UUID, session: Session) -> FollowUp:
    """Find the action that the address names."""
    return await follow_ups.get(session, follow_up_id)


async def find_step(trial_step_id: UUID, session: Session) -> TrialStep:
    """Find the step that the address names."""
    return await trials.get(session, trial_step_id)


async def read_filters(
    authority_id: Annotated[UUID | None, Query(description="Only those of this authority.")] = None,
    is_open: Annotated[
        bool | None, Query(description="Only those that have not ended, or that have.")
    ] = None,
    is_overdue: Annotated[
        bool | None, Query(description="Only those whose day has passed without their end, or the others.")
    ] = None,
) -> follow_ups.Filters:
    """Read which ones are wanted."""
    return follow_ups.Filters(authority_id=authority_id, is_open=is_open, is_overdue=is_overdue)


Wanted = Annotated[follow_ups.Filters, Depends(read_filters)]
Named = Annotated[FollowUp, Depends(find_follow_up)]
Step = Annotated[TrialStep, Depends(find_step)]


@router.get("/follow-ups", response_model=wire.FollowUpPage)
async def list_follow_ups(session: Session, _: Reader, window: Paging, wanted: Wanted) -> object:
    """List what is to be done because of decisions, the latest added first."""
    return await follow_ups.page(session, window, wanted)


@router.post("/decisions/{decision_id}/follow-ups", status_code=201, response_model=wire.FollowUpOut)
async def add_follow_up(
    decision: Found, new: wire.FollowUpIn, session: Session, by: Follower, response: Response
) -> FollowUp:
    """Write down something to do because of a decision in force: its owner is a person or a role."""
    row = await follow_ups.add(session, decision, new, by=by)
    etags.show(response, row.version)
    return row


@router.get("/follow-ups/{follow_up_id}", response_model=wire.FollowUpOut)
async def read_follow_up(row: Named, _: Reader, response: Response) -> FollowUp:
    """Read something to do."""
    etags.show(response, row.version)
    return row


@router.patch("/follow-ups/{follow_up_id}", response_model=wire.FollowUpOut)
async def change_follow_up(
    row: Named, new: wire.FollowUpChange, session: Session, by: Follower, response: Response, if_match: etags.IfMatch = None
) -> FollowUp:  # fmt: skip
    """Change its words, its owner or its day; what is left out stays."""
    etags.check(if_match, row.version)
    changed = await follow_ups.change(session, row, new, by=by)
    etags.show(response, changed.version)
    return changed


@router.put("/follow-ups/{follow_up_id}/end", response_model=wire.FollowUpOut)
async def end_follow_up(row: Named, end: wire.FollowUpEndIn, session: Session, by: Follower) -> FollowUp:
    """Say that it is done, or dropped."""
    return await follow_ups.end(session, row, end.ended_as, by=by)


@router.delete("/follow-ups/{follow_up_id}/end", response_model=wire.FollowUpOut)
async def resume_follow_up(row: Named, session: Session, by: Follower) -> FollowUp:
    """Undo its end."""
    return await follow_ups.resume(session, row, by=by)


@router.get("/decisions/{decision_id}/trial-steps", response_model=wire.TrialStepPage)
async def list_trial_steps(decision: Found, session: Session, _: Reader) -> dict[str, object]:
    """List how far what was decided has come, from the first step on."""
    return {"items": await trials.of(session, decision)}


@router.post("/decisions/{decision_id}/trial-steps", status_code=201, response_model=wire.TrialStepOut)
async def take_trial_step(
    decision: Found, new: wire.TrialStepIn, session: Session, by: Follower
) -> TrialStep:
    """Take the next step: in trial, evaluated, then generalised or stopped."""
    return await trials.take(session, decision, new, by=by)


@router.delete("/trial-steps/{trial_step_id}", status_code=204)
async def withdraw_trial_step(step: Step, session: Session, by: Follower) -> None:
    """Take the last step back."""
    await trials.withdraw(session, step, by=by)
