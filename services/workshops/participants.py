"""Who is met in a workshop."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import NotFound
from services.kit.events import record
from services.kit.principal import Principal
from services.workshops import consents, workshops
from services.workshops.events import ParticipantAdded
from services.workshops.schemas import ConsentIn, ConsentMethod, OwnWord, ParticipantIn, ParticipantOut
from services.workshops.tables import Participant, Workshop


async def add(
    session: AsyncSession, workshop: Workshop, new: ParticipantIn, *, by: Principal
) -> ParticipantOut:
    """Add somebody under the next code: P1, P2 …

    Raises: WorkshopCancelled.
    """
    workshops.refuse_cancelled(workshop)
    # Two people who prepare at once wait for each other here: a code is never given twice.
    await session.exec(select(Workshop.id).where(Workshop.id == workshop.id).with_for_update())
    here = Participant.workshop_id == workshop.id
    last = (await session.exec(select(func.max(Participant.number)).where(here))).one()
    one = Participant(
        **new.model_dump(), workshop_id=workshop.id, authority_id=workshop.authority_id, number=(last or 0) + 1,
        added_by=by.subject,
    )  # fmt: skip
    session.add(one)
    await session.flush()
    added = ParticipantAdded(
        authority_id=one.authority_id, workshop_id=one.workshop_id, participant_id=one.id
    )
    record(session, added, actor=by)
    return (await _shown(session, [one]))[0]


async def listed(session: AsyncSession, workshop: Workshop) -> list[ParticipantOut]:
    """Give the people of a workshop, by code, each with their last words."""
    here = select(Participant).where(Participant.workshop_id == workshop.id)
    return await _shown(session, (await session.exec(here.order_by(col(Participant.number)))).all())


async def of_person(session: AsyncSession, *, by: Principal) -> list[ParticipantOut]:
    """Give the caller's own participations, the latest first."""
    own = select(Participant).where(Participant.person_id == by.subject)
    return await _shown(session, (await session.exec(own.order_by(col(Participant.id).desc()))).all())


async def say(
    session: AsyncSession, participant_id: UUID, new: ConsentIn, *, by: Principal
) -> ParticipantOut:
    """Write down what a participant told the project team.

    Raises: NotFound.
    """
    one = await _get(session, participant_id)
    await consents.say(session, one, new, by=by)
    return (await _shown(session, [one]))[0]


async def say_oneself(
    session: AsyncSession, participant_id: UUID, new: OwnWord, *, by: Principal
) -> ParticipantOut:
    """Write down what a participant says of themselves, from their own account.

    Raises: NotFound, also for somebody else's participation.
    """
    one = await _get(session, participant_id)
    if one.person_id != by.subject:
        raise NotFound
    word = ConsentIn(purpose=new.purpose, act=new.act, method=ConsentMethod.ONLINE)
    await consents.say(session, one, word, by=by)
    return (await _shown(session, [one]))[0]


async def _get(session: AsyncSession, participant_id: UUID) -> Participant:
    one = await session.get(Participant, participant_id)
    if one is None:
        raise NotFound
    return one


async def _shown(session: AsyncSession, rows: Sequence[Participant]) -> list[ParticipantOut]:
    words = await consents.current(session, rows)
    hidden = {"number", "added_at", "added_by"}
    return [
        ParticipantOut.model_validate(
            {**one.model_dump(exclude=hidden), "code": one.code, "consents": words[one.id]}
        )
        for one in rows
    ]
