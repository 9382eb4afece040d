"""The ledger of events: each is kept once and counted once, in one statement and one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics import origins, rollups
from services.metrics.kinds import Kind
from services.metrics.origins import Origin

POISON = ("22", "23")
"""Classes of SQLSTATE that are the event's own fault: a value out of range, a constraint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One event, its names already unreadable."""

    key: int
    at: datetime
    person: int
    authority_id: UUID
    origin: Origin
    kind: Kind
    code: int
    input: int = 0
    output: int = 0
    body: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """The keys that were new, and the places of the events that the database would not take."""

    new: tuple[int, ...] = ()
    poisoned: tuple[int, ...] = ()


async def append(session: AsyncSession, events: Sequence[Told]) -> Kept:
    """Keep and count what is new. An event that the database refuses is found by halving; the others are kept."""
    if not events:
        return Kept()
    numbers = await origins.numbers(session, {event.origin for event in events})
    return await _halving(session, list(enumerate(events)), numbers)


async def _halving(session: AsyncSession, placed: list[tuple[int, Told]], numbers: dict[Origin, int]) -> Kept:
    try:
        async with session.begin_nested():
            new = await _insert(session, [event for _, event in placed], numbers)
            return Kept(tuple(new))
    except DBAPIError as error:
        if not (getattr(error.orig, "sqlstate", None) or "").startswith(POISON):
            raise
    if len(placed) == 1:
        return Kept((), (placed[0][0],))
    middle = len(placed) // 2
    first = await _halving(session, placed[:middle], numbers)
    second = await _halving(session, placed[middle:], numbers)
    return Kept(first.new + second.new, first.poisoned + second.poisoned)


async def _insert(session: AsyncSession, events: Sequence[Told], numbers: dict[Origin, int]) -> list[int]:
    statement = rollups.append(frozenset(event.kind for event in events))
    columns: dict[str, list[object]] = {
        name: [getattr(event, name) for event in events]
        for name in rollups.COLUMNS
        if name not in {"origin", "kind"}
    }
    columns["origin"] = [numbers[event.origin] for event in events]
    columns["kind"] = [int(event.kind) for event in events]
    found = await (await session.connection()).execute(text(statement), columns)
    return found.scalar_one() or []
