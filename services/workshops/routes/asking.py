"""What a route asks for: who calls, which workshop or hypothesis, which version."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Response

import services.workshops.schemas as wire
from services.kit import etags
from services.kit.db import Session
from services.kit.principal import Principal, requires
from services.workshops import hypotheses, workshops
from services.workshops.tables import Hypothesis, Note, Workshop

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


async def read_filters(
    authority_id: Annotated[UUID | None, Query(description="Only the workshops of this authority.")] = None,
    state: Annotated[wire.WorkshopState | None, Query(description="Only those in this state.")] = None,
    since: Annotated[date | None, Query(description="Only those held on this day or after.")] = None,
    until: Annotated[date | None, Query(description="Only those held on this day or before.")] = None,
) -> workshops.Filters:
    """Read which workshops are wanted."""
    return workshops.Filters(authority_id=authority_id, state=state, since=since, until=until)


Day = Annotated[Workshop, Depends(find_workshop)]
Draft = Annotated[Hypothesis, Depends(find_hypothesis)]
Filters = Annotated[workshops.Filters, Depends(read_filters)]
