"""Pain points that stand together, and what may be told of those that one may not read."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.workshops.schemas import ClusterMember, ClusterOut, Elsewhere
from services.workshops.tables import Merge, PainPoint

# Row-level security does its work in both: an authority reads no merge and only its own pain points, so its own alone
# is told here; what lies elsewhere comes as counts from a function of the database (see the migration).
_MEMBERS = text(
    """
    select p.id, p.workshop_id, p.authority_id, w.held_on, p.statement, p.theme, p.severity, m.id as merge_id
    from pain_point_cluster(:asked) as member (id) join pain_point p on p.id = member.id
    join workshop w on w.id = p.workshop_id
    left join pain_point_merge m on m.duplicate_id = p.id and m.undone_at is null
    where p.removed_at is null or p.id = :asked order by m.id is not null, p.id
    """
)
_OBSERVATIONS = text(
    """
    select count(distinct o.id) from hypothesis_evidence e
    join hypothesis_evidence beside on beside.hypothesis_id = e.hypothesis_id and beside.capture_kind = 'observation'
    join observation o on o.id = beside.capture_id and o.removed_at is null
    where e.capture_kind = 'pain_point' and e.capture_id = any(:members)
    """
)
_ELSEWHERE = text("select * from pain_point_elsewhere(:asked)")


async def read(session: AsyncSession, asked: PainPoint) -> ClusterOut:
    """Give a pain point with those that stand with it, as far as the caller reads, and what is told of the others."""
    connection = await session.connection()
    rows = (await connection.execute(_MEMBERS, {"asked": asked.id})).mappings().all()
    fronts_of = await fronts(session)
    canonical = fronts_of.get(asked.id, asked.id)
    ids = [row["id"] for row in rows]
    observations = (await connection.execute(_OBSERVATIONS, {"members": ids})).scalar_one()
    told = (await connection.execute(_ELSEWHERE, {"asked": asked.id})).mappings().one()
    return ClusterOut(
        id=asked.id, canonical_id=canonical, is_merged=canonical != asked.id, members=_members(rows, canonical),
        authorities=len({row["authority_id"] for row in rows}), observations=observations, elsewhere=Elsewhere(**told),
    )  # fmt: skip


async def fronts(session: AsyncSession) -> dict[UUID, UUID]:
    """Give, for each pain point that was folded into another, the one in front. Empty for who reads no merge."""
    live = select(Merge.duplicate_id, Merge.kept_id).where(col(Merge.undone_at).is_(None))
    above: dict[UUID, UUID] = dict((await session.exec(live)).all())
    return {duplicate: _front(kept, above) for duplicate, kept in above.items()}


def _front(pain_point_id: UUID, above: Mapping[UUID, UUID]) -> UUID:
    while pain_point_id in above:
        pain_point_id = above[pain_point_id]
    return pain_point_id


def _members(rows: Iterable[RowMapping], canonical: UUID) -> list[ClusterMember]:
    return [ClusterMember(**row, is_canonical=row["id"] == canonical) for row in rows]
