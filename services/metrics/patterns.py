"""Published tables: divided once and for all, so that no later view, with whatever filter, can be taken from another."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.metrics.exercises import Months
from services.metrics.secrecy import Earlier, Rule, Shown, plans, publish
from services.metrics.secrecy.grids import Cells, Level
from services.metrics.secrecy.plans import Axis
from services.metrics.tables import PublishedPattern

EVERYONE = UUID(int=0)
"""Who reads what is about several authorities: the operator, and the public."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads: an authority its own figures, or everyone those of several; and how few is too few for them."""

    authority: UUID
    rule: Rule


@dataclass(frozen=True, slots=True)
class Raw:
    """A table before it may be shown."""

    name: str
    year: Months
    leaves: Cells
    rows: Axis
    columns: Axis
    is_apart: bool = False


@dataclass(frozen=True, slots=True)
class Published:
    """All rows together, and row by row where that may be."""

    whole: Shown | None
    by_row: Shown | None


async def settle(session: AsyncSession, raw: Raw, audience: Audience) -> Published:
    """Publish a table as it was divided the first time, or divide it and keep that."""
    whole = await _settled(session, raw, audience, part="whole")
    several = whole is not None and len(raw.rows.paths) > 1
    return Published(whole, await _settled(session, raw, audience, part="rows") if several else None)


async def _settled(session: AsyncSession, raw: Raw, audience: Audience, *, part: str) -> Shown | None:
    if earlier := await _earlier(session, raw, audience, part):
        return publish(raw.leaves, (), audience.rule, is_apart=raw.is_apart, earlier=earlier)
    found = publish(
        raw.leaves, _levels(raw, audience.rule, part), audience.rule, is_apart=raw.is_apart,
        is_firm=raw.columns.is_firm,
    )  # fmt: skip
    if found is None or await _keep(session, raw, audience, part=part, found=found):
        return found
    # Somebody else was first: theirs holds.
    earlier = await _earlier(session, raw, audience, part)
    return publish(raw.leaves, (), audience.rule, is_apart=raw.is_apart, earlier=earlier)


def _levels(raw: Raw, rule: Rule, part: str) -> Sequence[Level]:
    if part == "whole":
        return [plans.whole(raw.leaves, raw.rows, raw.columns, rule)]
    return plans.levels(raw.leaves, raw.rows, raw.columns, rule)


async def _earlier(session: AsyncSession, raw: Raw, audience: Audience, part: str) -> Earlier | None:
    key = (audience.authority, f"{raw.name}:{part}", raw.year.start, raw.year.end)
    query = select(PublishedPattern).where(
        PublishedPattern.authority_id == key[0], PublishedPattern.name == key[1],
        PublishedPattern.start == key[2], PublishedPattern.end == key[3],
    )  # fmt: skip
    row = (await session.exec(query)).first()
    if row is None:
        return None
    blocks = tuple(frozenset(block) for block in row.rows), tuple(frozenset(block) for block in row.columns)
    return Earlier(blocks, frozenset((place, leaf) for place, leaf in row.hidden))


async def _keep(session: AsyncSession, raw: Raw, audience: Audience, *, part: str, found: Shown) -> bool:
    hidden = [[r, c] for row, column in found.hidden for r in sorted(row) for c in sorted(column)]
    statement = insert(PublishedPattern).values(
        authority_id=audience.authority, name=f"{raw.name}:{part}", start=raw.year.start, end=raw.year.end,
        rows=[sorted(block) for block in found.grid.rows], hidden=sorted(hidden),
        columns=[sorted(block) for block in found.grid.columns],
    )  # fmt: skip
    kept = statement.on_conflict_do_nothing().returning(PublishedPattern.name)  # type: ignore[call-overload]  # a column
    return bool((await (await session.connection()).execute(kept)).first())
