"""Pain points that may say the same as another: suggested, at most five; a person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import anyio.to_thread
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.principal import Principal
from services.workshops import clusters, likeness
from services.workshops.captures import NotesNotOpen
from services.workshops.likeness import MOST, Said
from services.workshops.schemas import SimilarOut, SimilarPage, Theme
from services.workshops.sight import Sight
from services.workshops.tables import PainPoint

POOL = 2_000
"""How many pain points are compared, the latest first: a region's whole programme, and a bound for what it costs."""
LEAST = 0.08
"""Below this likeness nothing is suggested: chosen on the `dev` half of the labelled set, where no sibling is lower."""

_LATEST = text(
    """
    select p.id, p.workshop_id, p.authority_id, w.held_on, p.theme, p.severity, terrain_mask(p.statement, n.masks) as masked,
      p.statement
    from pain_point p join note_search n on n.id = p.id join workshop w on w.id = p.workshop_id
    where p.removed_at is null order by p.id desc limit :pool
    """
)


@dataclass(frozen=True, slots=True)
class Known:
    """A pain point that the caller reads."""

    id: UUID
    workshop_id: UUID
    authority_id: UUID
    held_on: date
    theme: str
    severity: int
    statement: str


async def to_said(session: AsyncSession, said: Said, *, by: Principal) -> SimilarPage:
    """Suggest what resembles a pain point that is being written.

    Raises: NotesNotOpen.
    """
    pool = await _pool(session, by=by)
    return await _suggest(said, pool, fronts=await clusters.fronts(session))


async def to_noted(session: AsyncSession, noted: PainPoint, *, by: Principal) -> SimilarPage:
    """Suggest what resembles a pain point that was noted, apart from those it was brought together with.

    Raises: NotesNotOpen.
    """
    fronts = await clusters.fronts(session)
    own = fronts.get(noted.id, noted.id)
    pool = [one for one in await _pool(session, by=by) if fronts.get(one.id, one.id) != own]
    return await _suggest(Said(noted.statement, noted.theme), pool, fronts=fronts)


async def _pool(session: AsyncSession, *, by: Principal) -> list[Known]:
    sight = Sight.of(by)
    if sight is Sight.NOTHING:
        raise NotesNotOpen
    rows = (await (await session.connection()).execute(_LATEST, {"pool": POOL})).mappings().all()
    names = ("id", "workshop_id", "authority_id", "held_on", "theme", "severity")
    words = "masked" if sight is Sight.GUARDED else "statement"
    return [Known(**{name: row[name] for name in names}, statement=row[words]) for row in rows]


async def _suggest(said: Said, pool: Sequence[Known], *, fronts: Mapping[UUID, UUID]) -> SimilarPage:
    every = [Said(one.statement, one.theme) for one in pool]
    # Two thousand sentences take tens of milliseconds: others are answered meanwhile.
    likenesses = await anyio.to_thread.run_sync(likeness.rank, said, every)
    ranked = sorted(zip(likenesses, pool, strict=True), key=lambda pair: (-pair[0], str(pair[1].id)))
    closest: dict[UUID, SimilarOut] = {}  # of those brought together, the closest stands for all
    for figure, one in ranked:
        if figure < LEAST or len(closest) == MOST:
            break
        closest.setdefault(fronts.get(one.id, one.id), _shown(one, figure))
    return SimilarPage(items=list(closest.values()), compared=len(pool))


def _shown(one: Known, figure: float) -> SimilarOut:
    return SimilarOut(
        id=one.id, workshop_id=one.workshop_id, authority_id=one.authority_id, held_on=one.held_on,
        statement=one.statement, theme=Theme(one.theme), severity=one.severity, likeness=round(figure, 3),
    )  # fmt: skip
