"""The ledger of events: each is kept once, and noted in the same transaction as still to be counted."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics import origins, rollups
from services.metrics.kinds import Kind
from services.metrics.origins import Origin

T = TypeVar("T", bound=Hashable)

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_KEEP = text(rollups.CALL)
POISON = ("22", "23")
"""Classes of SQLSTATE that are the event's own fault: a value out of range, a constraint."""


class Told(NamedTuple):
    """One event, its names already unreadable. In the order of `rollups.COLUMNS`."""

    key: int
    at: datetime
    person: int
    authority_id: UUID
    input: int
    output: int
    origin: Origin
    kind: Kind
    code: int
    body: str


@dataclass(frozen=True, slots=True)
class Kept:
    """The keys that were new, and the places of the events that the database would not take."""

    new: tuple[int, ...] = ()
    poisoned: tuple[int, ...] = ()


async def append(session: AsyncSession, events: Sequence[Told]) -> Kept:
    """Keep what is new. An event that the database refuses is found by halving; the others are kept.

    In the order of their keys, half after half as in one statement: two that share events wait and never deadlock.
    """
    placed = sorted(enumerate(events), key=lambda one: one[1].key)
    return await _halving(session, placed) if placed else Kept()


async def append_whole(session: AsyncSession, events: Sequence[Told]) -> Kept:
    """Keep what is new, all or nothing: quicker, where the transaction holds nothing else.

    Raises: DBAPIError, of which `is_poison` tells whether an event is to blame.
    """
    return Kept(tuple(await _insert(session, events)))


def is_poison(error: DBAPIError) -> bool:
    """Tell whether an event is to blame, and not the database."""
    return (getattr(error.orig, "sqlstate", None) or "").startswith(POISON)


async def _halving(session: AsyncSession, placed: list[tuple[int, Told]]) -> Kept:
    try:
        async with session.begin_nested():
            return await append_whole(session, [event for _, event in placed])
    except DBAPIError as error:
        if not is_poison(error):
            raise
    if len(placed) == 1:
        return Kept((), (placed[0][0],))
    middle = len(placed) // 2
    first = await _halving(session, placed[:middle])
    second = await _halving(session, placed[middle:])
    return Kept(first.new + second.new, first.poisoned + second.poisoned)


async def _insert(session: AsyncSession, events: Sequence[Told]) -> Iterable[int]:
    sent = _columns(events)
    connection = await session.connection()
    are_new, new = (await connection.execute(_KEEP, sent)).one()
    if are_new is None:
        await origins.add(session, {event.origin for event in events})
        are_new, new = (await connection.execute(_KEEP, sent)).one()
        if are_new is None:
            raise LookupError("an origin has no number, though it has just been given one")
    return (event.key for event in events) if are_new else new


def _columns(events: Sequence[Told]) -> dict[str, object]:
    """Turn events into what `keep_usage` takes. Numbers are written out here: it is the fastest way there is."""
    keys, ats, persons, authorities, inputs, outputs, wanted, kinds, codes, told = zip(*events, strict=True)
    places, place_of = _numbered(authorities)
    named, origin_of = _numbered(wanted)
    bodies, body_of = _numbered(told)
    numbers: dict[str, Iterable[int]] = {
        "keys": keys, "moments": [(at - _EPOCH) // _MICROSECOND for at in ats], "persons": persons,
        "place_of": place_of, "inputs": inputs, "outputs": outputs, "origin_of": origin_of, "kinds": kinds,
        "codes": codes, "body_of": body_of,
    }  # fmt: skip
    sent: dict[str, object] = {
        name: f"{{{','.join(map(int.__repr__, one))}}}" for name, one in numbers.items()
    }
    sent |= {"places": places, "bodies": bodies}
    return sent | {
        f"{name}s": list(one) for name, one in zip(Origin._fields, zip(*named, strict=True), strict=True)
    }


def _numbered(values: Sequence[T]) -> tuple[list[T], list[int]]:
    """Give each value once, and the place of each of them in that list, from one."""
    places = {value: place for place, value in enumerate(dict.fromkeys(values), 1)}
    return list(places), [places[value] for value in values]
