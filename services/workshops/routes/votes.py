"""HTTP in, one call, HTTP out: hidden votes on a programme's hypotheses, and how far assessors agree."""
# ruff: noqa: FAST003  the programme that an address names is read by a dependency

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal, requires
from services.workshops import agreements, votes
from services.workshops.routes.asking import Reader, Team
from services.workshops.schemas.agreement import AgreementOut
from services.workshops.schemas.votes import BallotIn, RoundIn, VotesOut
from services.workshops.tables import Programme

router = APIRouter(route_class=IdempotentRoute)


async def find_programme(programme_id: UUID, session: Session) -> Programme:
    """Find the programme that the address names."""
    return await votes.find_programme(session, programme_id)


Found = Annotated[Programme, Depends(find_programme)]
Voter = Annotated[
    Principal,
    Depends(requires("facilitator", "admin", "champion", "decision_maker", scope="workshops:write")),
]


@router.get("/programmes/{programme_id}/agreement")
async def read_agreement(programme: Found, session: Session, _: Reader) -> AgreementOut:
    """Tell how far those who assess agree, by criterion and overall.

    Over the revealed hypotheses of the programme that the caller may see, on what was judged blind: Krippendorff's
    alpha (nominal) and Gwet's AC1, each with a bootstrap interval over hypotheses.
    """
    return await agreements.read(session, programme)


@router.post("/programmes/{programme_id}/votes", status_code=201)
async def open_votes(programme: Found, new: RoundIn, session: Session, by: Team) -> VotesOut:
    """Begin a round of hidden votes on the hypotheses of a programme."""
    return await votes.open_round(session, programme, new, by=by)


@router.get("/programmes/{programme_id}/votes")
async def read_votes(programme: Found, session: Session, by: Reader) -> VotesOut:
    """Read the latest round: the caller's own ballot while it is open, the ranking once it is closed."""
    return await votes.read(session, programme, by=by)


@router.put("/programmes/{programme_id}/votes/ballot")
async def cast_ballot(programme: Found, new: BallotIn, session: Session, by: Voter) -> VotesOut:
    """Vote: this ballot takes the place of the caller's earlier one. Nobody else ever reads it."""
    return await votes.cast(session, programme, new, by=by)


@router.post("/programmes/{programme_id}/votes/closure")
async def close_votes(programme: Found, session: Session, by: Team) -> VotesOut:
    """Close the round, for good: from then on its ranking and counts are shown."""
    return await votes.close(session, programme, by=by)
