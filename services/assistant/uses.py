"""Uses: reserved before the first byte leaves, closed at the end. What was said is never among them."""

from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from uuid import UUID

import msgspec
from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.events import UseMade
from services.assistant.models import Model
from services.assistant.offers import Offer, Price
from services.assistant.purposes import Purpose
from services.assistant.tables import Use
from services.assistant.tails import NOTHING, Count
from services.kit.db import now, uuid7
from services.kit.errors import Forbidden
from services.kit.principal import Principal

_LONGEST = timedelta(minutes=15)
"""More than any supplier is given: a use still open after that lost its process."""


class State(StrEnum):
    """How a use stands."""

    OPEN = "open"
    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


class Outcome(msgspec.Struct, frozen=True):
    """How a use ended, and how much it took."""

    state: State
    count: Count = NOTHING
    offer: Offer | None = None
    """Who answered, when a supplier did: not always the first choice."""

    @property
    def cost(self) -> int:
        """Micro-euros, rounded up: a euro for a million tokens is a micro-euro for one."""
        price = self.offer.price if self.offer else Price()
        return ceil(self.count.input * price.input + self.count.output * price.output)

    @property
    def energy(self) -> int:
        """Milliwatt-hours, rounded up: a kilowatt-hour for a million tokens is one for each."""
        return ceil(self.count.output * self.offer.price.energy) if self.offer else 0


class Opening(msgspec.Struct, frozen=True):
    """A use that begins."""

    model: Model
    by: Principal
    purpose: Purpose
    is_streamed: bool
    asked: int = 0
    """Tokens of the request, estimated: what is known of a use whose process is killed."""
    is_upkeep: bool = False
    """Written down and counted in quotas, without an event: no agent asked for an answer."""
    id: UUID = msgspec.field(default_factory=uuid7)
    started_at: datetime = msgspec.field(default_factory=now)

    @property
    def authority(self) -> UUID:
        """Whose use it is.

        Raises: Forbidden, for a caller of no authority.
        """
        if self.by.authority is None:
            raise Forbidden
        return self.by.authority

    @property
    def caller_kind(self) -> str:
        """Tell a person from a program."""
        return "person" if self.by.may("*") else "key"


async def close_lost(session: AsyncSession, *, at: datetime) -> int:
    """Close what a stopped process had left open at this moment, with the estimate it was opened with; give how many."""
    lost = update(Use).where(col(Use.state) == State.OPEN.value, col(Use.started_at) < at - _LONGEST)
    done = await session.exec(lost.values(state=State.INTERRUPTED.value, ended_at=at))
    return int(done.rowcount)


def made(opening: Opening, outcome: Outcome) -> UseMade:
    """Tell that a whole answer was given."""
    count, use_case = outcome.count, opening.purpose.use_case
    return UseMade(
        authority_id=opening.authority, use_id=opening.id, use_case=use_case.code if use_case else "",
        family=use_case.family if use_case else "", model=opening.model.id,
        supplier=outcome.offer.endpoint.name if outcome.offer else opening.model.supplier_name,
        is_streamed=opening.is_streamed, input_tokens=count.input, output_tokens=count.output,
        counted_in=count.unit.value, caller_kind=opening.caller_kind,
    )  # fmt: skip
