"""Where hypotheses came in the votes, once these are closed."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select, text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops.schemas.votes import PlaceOut
from services.workshops.tables import Hypothesis, ProgrammeAuthority, VoteRound

_COUNTS = text(
    "select hypothesis_id, points, voters, place from vote_counts(:round) order by place, hypothesis_id"
)


async def of(session: AsyncSession, hypotheses: Sequence[Hypothesis]) -> dict[UUID, PlaceOut]:
    """Give the place of each hypothesis in the last closed round of its programme, where it got points."""
    authorities = {one.authority_id for one in hypotheses}
    query = (
        select(VoteRound.programme_id, VoteRound.id)
        .join(ProgrammeAuthority, col(ProgrammeAuthority.programme_id) == VoteRound.programme_id)
        .where(col(ProgrammeAuthority.authority_id).in_(authorities), col(VoteRound.closed_at).is_not(None))
        .order_by(col(VoteRound.closed_at), col(VoteRound.id))
    )
    latest = dict((await session.exec(query)).all())  # of each programme, the last one stays
    places: dict[UUID, PlaceOut] = {}
    for round_id in latest.values():
        places |= await count(session, round_id)
    return places


async def count(session: AsyncSession, round_id: UUID) -> dict[UUID, PlaceOut]:
    """Count a round, the first place first. The database counts what it hides, and only once the round is closed."""
    found = await (await session.connection()).execute(_COUNTS, {"round": round_id})
    return {
        row.hypothesis_id: PlaceOut(round_id=round_id, place=row.place, points=row.points, voters=row.voters)
        for row in found
    }
