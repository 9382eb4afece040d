"""Programmes, and the authorities that take part in them."""

from collections import defaultdict
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.errors import Invalid
from services.workshops.tables import Programme, ProgrammeAuthority


class NotEnrolled(Invalid):
    """A workshop was planned in an authority that does not take part in the programme."""

    sentence = "Cette collectivité ne participe pas à ce programme."


async def listed(session: AsyncSession) -> list[dict[str, object]]:
    """Give the programmes, the latest first, each with those of its authorities that the caller may see."""
    programmes = await session.exec(select(Programme).order_by(col(Programme.starts_on).desc()))
    enrolled: dict[UUID, list[ProgrammeAuthority]] = defaultdict(list)
    for enrolment in await session.exec(select(ProgrammeAuthority)):
        enrolled[enrolment.programme_id].append(enrolment)
    return [{**one.model_dump(), "authorities": enrolled[one.id]} for one in programmes]


async def check_enrolment(session: AsyncSession, programme_id: UUID, authority_id: UUID) -> None:
    """Let through an authority that takes part in the programme.

    Raises: NotEnrolled.
    """
    if await session.get(ProgrammeAuthority, (programme_id, authority_id)) is None:
        raise NotEnrolled
