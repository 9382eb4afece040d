"""What came of the uses of a template, when enough people told of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, func, select

from services.assistant.after_use.lists import Outcome
from services.assistant.after_use.tables import AfterUseCard
from services.kit.db import PLATFORM, Sessions, session_for

FEWEST = 5
"""Agents under which nothing is told."""
_KEPT = (Outcome.KEPT.value, Outcome.LIGHTLY_EDITED.value)


@dataclass(frozen=True, slots=True)
class Results:
    """Cards, and how many of them kept the answer, as it was or lightly edited."""

    n: int
    kept: int


async def by_template(sessions: Sessions, ids: Sequence[UUID]) -> Mapping[UUID, Results]:
    """Count the cards of templates over all authorities; those about fewer than five agents are left out.

    Only the platform reads everybody's cards; nothing but the two counts leaves this function.
    """
    kept = func.count().filter(col(AfterUseCard.outcome).in_(_KEPT))
    people = func.count(func.distinct(col(AfterUseCard.person_id)))
    named = col(AfterUseCard.template_id)
    query = select(named, func.count(), kept).where(named.in_(ids)).group_by(named).having(people >= FEWEST)
    async with session_for(sessions, PLATFORM) as session:
        return {
            template: Results(n, good) for template, n, good in (await session.exec(query)).all() if template
        }
