"""Passages near a question's meaning: cosine likeness, compared one by one by pgvector within one collection."""

from uuid import UUID

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.meanings import Meaning

_IS_THERE = text("select to_regtype('vector') is not null")
_HOLDS = text(
    "select exists(select 1 from passage_vector where collection_id = :collection and model = :model)"
)
_NEAREST = text(
    """
    select passage_id from (
      select passage_id, cast(vector as vector) <=> cast(cast(:asked as real[]) as vector) as distance
      from passage_vector where collection_id = :collection and model = :model and dimension = :dimension) as compared
    where distance < 1 order by distance, passage_id limit :limit
    """
)


async def is_there(session: AsyncSession) -> bool:
    """Tell whether this server can compare vectors: it has the extension, from the migration or made since by its owner."""
    return bool((await (await session.connection()).execute(_IS_THERE)).scalar())


async def holds(session: AsyncSession, collection_id: UUID, model: str) -> bool:
    """Tell whether a collection has any vector of this model."""
    values = {"collection": collection_id, "model": model}
    return bool((await (await session.connection()).execute(_HOLDS, values)).scalar())


async def nearest(session: AsyncSession, collection_id: UUID, asked: Meaning, *, limit: int) -> list[UUID]:
    """Give the passages of a collection nearest to a meaning, the nearest first; none that points away from it."""
    values = {
        "collection": collection_id, "model": asked.model, "dimension": len(asked.vector),
        "asked": list(asked.vector), "limit": limit,
    }  # fmt: skip
    return list((await (await session.connection()).execute(_NEAREST, values)).scalars())
