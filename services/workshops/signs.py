"""What an assessor may look at beside the evidence: counted, never judged."""

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops import losses
from services.workshops.evidence import speaking_for
from services.workshops.schemas import ObservationKind
from services.workshops.schemas.qualification import SignsOut
from services.workshops.tables import Hypothesis, Observation, PainPoint, ProgrammeAuthority, Task, Wish


async def read(session: AsyncSession, hypothesis: Hypothesis) -> SignsOut:
    """Count the signs among the standing notes that speak for a hypothesis."""
    notes = await speaking_for(session, hypothesis)
    pain_points = [one for one in notes if isinstance(one, PainPoint)]
    observations = [one for one in notes if isinstance(one, Observation)]
    return SignsOut(
        observations=len(observations),
        # A person's own words were told; everything else was seen by whoever noted it.
        seen=sum(one.kind != ObservationKind.VERBATIM for one in observations),
        agents=max((one.agents for one in notes if isinstance(one, PainPoint | Task)), default=0),
        workarounds=sum(bool(one.workaround) for one in pain_points),
        severity=max((one.severity for one in pain_points), default=None),
        hours_lost=(await losses.of(session, [hypothesis]))[hypothesis.id],
        authorities=len({one.authority_id for one in notes}),
        enrolled=await _enrolled(session, hypothesis),
        wishes=sum(isinstance(one, Wish) for one in notes),
    )


async def _enrolled(session: AsyncSession, hypothesis: Hypothesis) -> int:
    programmes = select(ProgrammeAuthority.programme_id).where(
        ProgrammeAuthority.authority_id == hypothesis.authority_id
    )
    query = select(func.count(func.distinct(ProgrammeAuthority.authority_id))).where(
        col(ProgrammeAuthority.programme_id).in_(programmes)
    )
    return int((await session.exec(query)).one())
