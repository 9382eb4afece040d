"""Uses: reserved before the first byte leaves, closed at the end. What was said is never among them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.events import UseMade
from services.assistant.models import Model
from services.assistant.offers import Offer, Price
from services.assistant.tables import Use
from services.assistant.tails import NOTHING, Count
from services.assistant.use_cases import UseCase
from services.kit.db import Context, Sessions, now, session_for
from services.kit.errors import Forbidden
from services.kit.events import record
from services.kit.principal import Principal

_LONGEST = timedelta(minutes=15)
"""More than any supplier is given: a use still open after that lost its process."""


class State(StrEnum):
    """How a use stands."""

    OPEN = "open"
    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
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


def reserve(
    session: AsyncSession, model: Model, *, use_case: UseCase | None, is_streamed: bool, by: Principal
) -> Use:
    """Write down that a use begins."""
    if by.authority is None:
        raise Forbidden
    use = Use(
        authority_id=by.authority, caller_id=by.subject, caller_kind="person" if by.may("*") else "key",
        use_case=use_case.code if use_case else "", family=use_case.family if use_case else "",
        model=model.id, supplier=model.supplier_name, is_streamed=is_streamed,
    )  # fmt: skip
    session.add(use)
    return use


async def close(session: AsyncSession, use: Use, outcome: Outcome, *, by: Principal) -> None:
    """Write down how a use ended, once; a complete one becomes an event in the same transaction."""
    ended = {
        "state": outcome.state.value,
        "ended_at": now(),
        "input_tokens": outcome.count.input,
        "output_tokens": outcome.count.output,
        "counted_in": outcome.count.unit.value,
        "cost": outcome.cost,
        "energy": outcome.energy,
        "supplier": outcome.offer.endpoint.name if outcome.offer else use.supplier,
    }
    still_open = update(Use).where(col(Use.id) == use.id, col(Use.state) == State.OPEN.value)
    closed = (await session.exec(still_open.values(ended))).rowcount
    if closed and outcome.state is State.COMPLETE:
        record(session, _made(use, outcome), actor=by)


async def reserve_now(
    sessions: Sessions, model: Model, *, use_case: UseCase | None, is_streamed: bool, by: Principal
) -> Use:
    """Reserve in a transaction of its own: none stays open while an answer streams."""
    async with session_for(sessions, Context.of(by)) as session, session.begin():
        return reserve(session, model, use_case=use_case, is_streamed=is_streamed, by=by)


async def close_now(sessions: Sessions, use: Use, outcome: Outcome, *, by: Principal) -> None:
    """Close in a transaction of its own."""
    async with session_for(sessions, Context.of(by)) as session, session.begin():
        await close(session, use, outcome, by=by)


async def close_lost(session: AsyncSession, *, at: datetime) -> int:
    """Close what a stopped process had left open at this moment; give how many."""
    lost = update(Use).where(col(Use.state) == State.OPEN.value, col(Use.started_at) < at - _LONGEST)
    done = await session.exec(lost.values(state=State.INTERRUPTED.value, ended_at=at))
    return int(done.rowcount)


def _made(use: Use, outcome: Outcome) -> UseMade:
    count, supplier = outcome.count, outcome.offer.endpoint.name if outcome.offer else use.supplier
    return UseMade(
        authority_id=use.authority_id, use_id=use.id, use_case=use.use_case, family=use.family,
        model=use.model, supplier=supplier, is_streamed=use.is_streamed,
        input_tokens=count.input, output_tokens=count.output, counted_in=count.unit.value,
        caller_kind=use.caller_kind,
    )  # fmt: skip
