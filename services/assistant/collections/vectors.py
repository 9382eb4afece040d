"""The vectors of passages: which are missing, which are kept. They live and die with their passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.collections.tables import PassageVector

_TITLE = 160
_DEPOSITORS = text(
    "select distinct on (authority_id) authority_id, added_by from collection_document order by authority_id, id"
)
_TURN = text("select pg_try_advisory_xact_lock(hashtextextended(cast(:authority as text), 45))")
_WAITING = text(
    """
    with missing as (
      select p.id, p.document_id, p.number, p.place, p.text from passage p
      where p.authority_id = :authority and p.id <> all(cast(:without as uuid[])) and not exists (
        select 1 from passage_vector v where v.passage_id = p.id and v.model = :model)
      order by p.document_id, p.number limit :most)
    select m.id, d.id as document_id, d.added_by, m.place, m.text,
      left(split_part(f.text, E'\\n', 1), :title) as title
    from missing m join collection_document d on d.id = m.document_id
    join passage f on f.document_id = m.document_id and f.number = 1
    order by m.document_id, m.number
    """
)
_KEEP = text(
    """
    insert into passage_vector (passage_id, authority_id, collection_id, model, dimension, vector)
    select id, authority_id, collection_id, :model, cardinality(cast(:vector as real[])), cast(:vector as real[])
    from passage where id = :passage for key share
    on conflict (passage_id) do update set
      model = excluded.model, dimension = excluded.dimension, vector = excluded.vector
    """
)
_FORGET = text(
    "delete from passage_vector where authority_id = :authority and model = :model and dimension <> :dimension"
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A passage without a vector, as a model is to read it."""

    id: UUID
    depositor: UUID
    said: str
    """The first line of its document, its place and its text: measured in infra/decisions/0045-meaning.md."""


async def depositors(session: AsyncSession) -> Sequence[tuple[UUID, UUID]]:
    """Give the authorities that hold documents, each with somebody who deposited one."""
    rows = await (await session.connection()).execute(_DEPOSITORS)
    return [(row.authority_id, row.added_by) for row in rows]


async def takes_turn(session: AsyncSession, authority: UUID) -> bool:
    """Take an authority's turn until the transaction ends; another process has it otherwise."""
    return bool((await (await session.connection()).execute(_TURN, {"authority": str(authority)})).scalar())


async def waiting(
    session: AsyncSession, authority: UUID, model: str, *, most: int, without: Sequence[UUID] = ()
) -> list[Waiting]:
    """Give passages of one document that have no vector of this model."""
    values = {
        "authority": authority, "model": model, "most": most, "without": list(without), "title": _TITLE,
    }  # fmt: skip
    rows = (await (await session.connection()).execute(_WAITING, values)).all()
    return [
        Waiting(row.id, row.added_by, f"{', '.join(filter(None, (row.title, row.place)))}\n{row.text}")
        for row in rows
        if row.document_id == rows[0].document_id
    ]


async def keep(session: AsyncSession, model: str, made: Mapping[UUID, Sequence[float]]) -> None:
    """Keep the vectors of passages that are still there, in the place of another model's."""
    connection = await session.connection()
    lines = [{"model": model, "passage": id_, "vector": list(vector)} for id_, vector in made.items()]
    await connection.execute(_KEEP, lines)


async def forget_others(session: AsyncSession, authority: UUID, model: str, *, dimension: int) -> None:
    """Forget vectors of another length under a model's name: another model made them, and they are made anew."""
    values = {"authority": authority, "model": model, "dimension": dimension}
    await (await session.connection()).execute(_FORGET, values)


async def counted(session: AsyncSession, model: str, *, inside: UUID | None = None) -> dict[UUID, int]:
    """Count the passages of each collection that have a vector of this model."""
    query = select(PassageVector.collection_id, func.count()).where(PassageVector.model == model)
    if inside:
        query = query.where(PassageVector.collection_id == inside)
    return dict((await session.exec(query.group_by(col(PassageVector.collection_id)))).all())
