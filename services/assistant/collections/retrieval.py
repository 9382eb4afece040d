"""Passages that answer a question: French words whatever their ending and accents, the rarest counting most.

The score is BM25 (Robertson and Zaragoza, 2009; k1 = 1.2, b = 0.75) over the passages of one collection, on the stems
of `terrain_french`. Where the question's meaning is known, passages near it are found too, and the two lists are made one
by reciprocal rank fusion. Measured in infra/decisions/0033-retrieval.md and 0045-meaning.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.collections import fusion, nearness
from services.assistant.collections.tables import CollectionDocument, Passage
from services.assistant.meanings import Meaning
from services.kit.errors import NotFound

READ = 2_000
"""Characters of a question that are looked for."""
DEEP = 30
"""Passages of each list that are fused."""

_ASK = text(
    """
    with asked as (select (tsvector_to_array(to_tsvector('terrain_french', terrain_plain(:asked))))[1:80] as words)
    select words, set_config('app.query', coalesce((
      select string_agg('''' || replace(replace(word, '\\', '\\\\'), '''', '''''') || '''', ' | ')
      from unnest(words) as word), ''), true) as query
    from asked
    """
)
_FIND = text(
    """
    with whole as (
      select greatest(sum(passages), 1)::float as passages from collection_document where collection_id = :collection),
    found as materialized (
      select passage_id, length, words from passage_words where collection_id = :collection),
    hits as (
      select f.passage_id, f.length, w.lexeme, coalesce(cardinality(w.positions), 1) as times
      from found f cross join lateral unnest(f.words) as w (lexeme, positions, weights)
      where w.lexeme = any(cast(:words as text[]))),
    rare as (
      select lexeme, ln(1 + (whole.passages - count(*) + 0.5) / (count(*) + 0.5)) as weight
      from hits, whole group by lexeme, whole.passages),
    usual as (select avg(length) as length from found),
    best as (
      select passage_id, sum(rare.weight * times * 2.2
        / (times + 1.2 * (0.25 + 0.75 * hits.length / greatest(usual.length, 1)))) as score
      from hits join rare using (lexeme) cross join usual group by passage_id
      order by score desc, passage_id limit :limit)
    select p.id, p.document_id, p.collection_id, p.number, p.place, p.text, d.name, best.score
    from best join passage p on p.id = best.passage_id join collection_document d on d.id = p.document_id
    order by best.score desc, p.id
    """
)


_ASKING = re.compile(
    r"\b(?:combien|comment|quand|quels?|quelles?|pourquoi|est-ce|faut|faut-il|peut|peut-on|puis-je|dois|doit|"
    r"doit-on|y a-t-il|existe-t-il|a-t-on le droit)\b",
    re.IGNORECASE,
)
"""Words that ask, and that no passage answers by."""


class PassageMissing(NotFound):
    """The passage does not exist, its document was removed, or it is another authority's."""

    sentence = "Ce passage n’existe plus : son document a été retiré de la collection."


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its document's name, and how well it answers."""

    id: UUID
    collection_id: UUID
    document_id: UUID
    document: str
    number: int
    place: str
    text: str
    score: float = 0
    by: tuple[str, ...] = ()
    """What it was found by: words, meaning, or both."""


async def find(
    session: AsyncSession, collection_id: UUID, asked: str, *, limit: int, meaning: Meaning | None = None
) -> list[Found]:
    """Give the passages of a collection that answer best, the best first: by words, and by meaning where it is known."""
    if meaning is None:
        return await _by_words(session, collection_id, asked, limit=limit)
    said = {one.id: one for one in await _by_words(session, collection_id, asked, limit=DEEP)}
    near = await nearness.nearest(session, collection_id, meaning, limit=DEEP)
    best = fusion.fuse(list(said), near)[:limit]
    known = said | await by_id(session, [one for one, _ in best if one not in said])
    found_by = {one: ("words",) * (one in said) + ("meaning",) * (one in near) for one, _ in best}
    return [replace(known[one], score=score, by=found_by[one]) for one, score in best if one in known]


async def _by_words(session: AsyncSession, collection_id: UUID, asked: str, *, limit: int) -> list[Found]:
    """Find by words; nothing when no word is found."""
    connection = await session.connection()
    row = (await connection.execute(_ASK, {"asked": _ASKING.sub(" ", asked[:READ])})).one()
    if not row.query:
        return []
    values = {"collection": collection_id, "words": row.words, "limit": limit}
    rows = (await connection.execute(_FIND, values)).all()
    return [
        Found(
            one.id,
            one.collection_id,
            one.document_id,
            one.name,
            one.number,
            one.place,
            one.text,
            one.score,
            ("words",),
        )
        for one in rows
    ]


async def around(session: AsyncSession, passage_id: UUID, *, inside: UUID) -> tuple[Found, Sequence[Passage]]:
    """Give a passage, with the one before it and the one after in its document.

    Raises: PassageMissing.
    """
    row = await session.get(Passage, passage_id)
    if row is None or row.collection_id != inside:
        raise PassageMissing
    document = await session.get_one(CollectionDocument, row.document_id)
    beside = select(Passage).where(
        Passage.document_id == row.document_id, col(Passage.number).in_([row.number - 1, row.number + 1])
    )
    neighbours = (await session.exec(beside.order_by(col(Passage.number)))).all()
    whole = Found(row.id, row.collection_id, row.document_id, document.name, row.number, row.place, row.text)
    return whole, neighbours


async def by_id(session: AsyncSession, passage_ids: Sequence[UUID]) -> dict[UUID, Found]:
    """Give those of these passages that are still there, by their ids."""
    query = select(Passage, CollectionDocument.name).join(
        CollectionDocument, col(CollectionDocument.id) == col(Passage.document_id)
    )
    rows = (await session.exec(query.where(col(Passage.id).in_(passage_ids)))).all()
    return {
        row.id: Found(row.id, row.collection_id, row.document_id, name, row.number, row.place, row.text)
        for row, name in rows
    }
