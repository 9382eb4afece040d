"""Notes found by their words: French, with or without accents, inflected, as one types, or quoted."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.principal import Principal
from services.kit.text import fold
from services.workshops.captures import NotesNotOpen
from services.workshops.schemas import CaptureKind, Extract, Facet, Facets, FoundNote, SearchOut, Theme
from services.workshops.sight import Sight

CAP = 1_000
"""How many matching notes are compared, counted and ranked: the latest taken down. Beyond, the reader should narrow."""
SHORTEST_BEGINNING = 3
"""Letters from which the last word typed is also taken for the beginning of a longer one."""
BEGINNINGS = (SHORTEST_BEGINNING, 4, 6, 8)
"""The lengths of the beginnings that stand in the index (`terrain_beginnings`): the longest that fits is looked up."""
_AROUND = 90
"""Characters kept on either side of the first word found."""
_LONGEST = 260

# Two questions: what is asked, and what the index is asked, where the beginning of a word stands by its first letters.
_ASK = text(
    """
    with parts as (
      select websearch_to_tsquery('terrain_french', terrain_plain(:whole)) as whole,
        websearch_to_tsquery('terrain_french', terrain_plain(:before)) as before,
        to_tsquery('terrain_simple', :beginning) as typed),
    asked as (
      select whole || case when :is_choice then before || typed else before && typed end as asked,
        whole || case when :is_choice then before || first else before && first end as sought
      from parts, lateral (select case when numnode(typed) > 0 then cast(:first as tsquery) else '' end as first) as letters)
    select asked::text as asked, set_config('app.query', sought::text, true) from asked
    """
)
# The latest notes first, span by span, until enough are found: a frequent word is read where it is newest, a rare one
# in a dozen looks. The spans grow as they go back (see the table), so that ten million notes take hardly more.
_SPAN = """
  select n.* from newest, generate_series(({first})::integer, ({last})::integer, -1) as one (span) cross join lateral (
    select id, place, kind, authority_id, workshop_id, theme, severity, seen_at, text, more, masks, words
    from note_search where not is_removed and {span} = one.span {conditions} order by place desc limit :cap) as n
"""
_SPANS = (
    {"span": "span_small", "first": "place >> 11", "last": "(place >> 14) << 3"},
    {"span": "span_medium", "first": "(place >> 14) - 1", "last": "greatest((place >> 17) - 3, 0) << 3"},
    {"span": "span_large", "first": "(place >> 17) - 4", "last": "0"},
)
_FIND = """
with newest as (select coalesce(pg_sequence_last_value('note_search_place_seq'), 0) as place),
found as materialized ({spans} limit :cap),
counted as (
  select case grouping(kind, theme, severity, authority_id) when 7 then 'kind' when 11 then 'theme' when 13
    then 'severity' when 14 then 'authority' else 'all' end as facet,
    coalesce(kind, theme, severity::text, authority_id::text) as value, count(*)
  from found group by grouping sets ((kind), (theme), (severity), (authority_id), ()) order by 1, 3 desc, 2),
best as (
  select *, ts_rank(words, cast(:asked as tsquery)) as rank from found order by rank desc, place desc limit :limit),
shown as (
  select best.*, w.held_on, {shown} as said from best join workshop w on w.id = best.workshop_id)
select id, kind, authority_id, workshop_id, theme, severity, seen_at, held_on, said,
  ts_headline('terrain_french', terrain_plain(said), cast(:asked as tsquery), :marks) as stems,
  ts_headline('terrain_simple', terrain_plain(said), cast(:asked as tsquery), :marks) as spelt,
  (select jsonb_agg(to_jsonb(counted)) from counted)::text as counts
from shown order by rank desc, place desc
"""
# What a masked name alone would match is not found: it is matched again without the names.
_GUARDED = (
    " and not is_guarded and (masks = '{}' or terrain_words(terrain_mask(text, masks) || ' ' || terrain_mask(more, masks))"
    " @@ cast(:asked as tsquery))"
)
_SAID = "best.text || case when best.more = '' then '' else ' / ' || best.more end"
_MARKS = "HighlightAll=true, StartSel=\x02, StopSel=\x03"


class _Asked(TypedDict, total=False):
    """What narrows a search, as its statement names it."""

    kind: str
    theme: str
    authority_id: UUID
    severity: int
    own: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """Which of the notes are wanted; what is left out does not narrow."""

    kind: CaptureKind | None = None
    theme: Theme | None = None
    authority_id: UUID | None = None
    severity: int | None = None
    """The least severity."""


async def find(
    session: AsyncSession, asked: str, narrowing: Narrowing, *, limit: int = 20, by: Principal
) -> SearchOut:
    """Find the notes that hold these words, the best first, as far as the caller's sight reaches.

    Words are found without their accents and endings; the last one also as a beginning, unless a space ends it. Quotes
    keep words together, a hyphen before a word leaves it out, « ou » (or `or`) offers a choice. Where more than `CAP`
    match, the latest taken down are compared, and the facets count those.

    Raises: NotesNotOpen.
    """
    sight = Sight.of(by)
    if sight is Sight.NOTHING:
        raise NotesNotOpen
    connection = await session.connection()
    query = (await connection.execute(_ASK, _parts(asked))).scalar_one()
    if not query:
        return _nothing()
    conditions, values = _conditions(narrowing, sight=sight, by=by)
    more = {"asked": query, "cap": CAP, "limit": limit, "marks": _MARKS, **values}
    shown = f"terrain_mask({_SAID}, best.masks)" if sight is Sight.GUARDED else _SAID
    spans = " union all ".join(f"({_SPAN.format(**span, conditions=conditions)})" for span in _SPANS)
    found = (await connection.execute(text(_FIND.format(spans=spans, shown=shown)), more)).mappings().all()
    # The policy that asks stands on the table itself: what comes later in this transaction must see every note again.
    await connection.execute(text("select set_config('app.query', '', true)"))
    return _answer(found) if found else _nothing()


def _parts(asked: str) -> dict[str, str | bool]:
    """Tell the last word, when it may be the beginning of one, from those before it."""
    plain = _choices(re.sub(r"[«»“”]\s*|\s*[»”]", '"', asked))
    head, _, tail = plain.rpartition(" ")
    beginning = fold(tail).rpartition(" ")[2]
    is_whole = plain.count('"') % 2 or '"' in tail or tail.startswith("-") or tail.lower() == "or"
    if is_whole or len(beginning) < SHORTEST_BEGINNING:
        return {"whole": plain, "before": "", "beginning": "", "first": "", "is_choice": False}
    before = f"{head} {_before(tail)}".strip()
    is_choice = before.endswith(" or")
    letters = max(kept for kept in BEGINNINGS if kept <= len(beginning))
    return {
        "whole": plain, "before": before.removesuffix(" or"), "beginning": f"{beginning}:*",
        "first": f"'^{beginning[:letters]}'", "is_choice": is_choice,
    }  # fmt: skip


def _choices(plain: str) -> str:
    """Write « ou » as the query language has it, except between quotes."""
    runs = plain.split('"')
    return '"'.join(
        run if index % 2 else re.sub(r"(?i)(?<=\s)ou(?=\s)", "or", run) for index, run in enumerate(runs)
    )


def _before(tail: str) -> str:
    """Give what stands before the last word where no space tells them apart: the « demande » of « demande-t-el »."""
    return fold(tail).rpartition(" ")[0]


def _conditions(narrowing: Narrowing, *, sight: Sight, by: Principal) -> tuple[str, _Asked]:
    values: _Asked = {}
    conditions = [" and words @@ cast(:asked as tsquery)", _GUARDED if sight is Sight.GUARDED else ""]
    if by.authority and not by.is_operator:  # the policy says so too, but only this can be read in the index
        conditions.append(" and authority_id = :own")
        values["own"] = by.authority
    if narrowing.kind:
        conditions.append(" and kind = :kind")
        values["kind"] = narrowing.kind.value
    if narrowing.theme:
        conditions.append(" and theme = :theme")
        values["theme"] = narrowing.theme.value
    if narrowing.authority_id:
        conditions.append(" and authority_id = :authority_id")
        values["authority_id"] = narrowing.authority_id
    if narrowing.severity:
        conditions.append(" and severity >= :severity")
        values["severity"] = narrowing.severity
    return "".join(conditions), values


def _answer(found: Sequence[RowMapping]) -> SearchOut:
    facets: dict[str, list[Facet]] = {"kind": [], "theme": [], "severity": [], "authority": []}
    total = 0
    for row in json.loads(found[0]["counts"]):
        if row["facet"] == "all":
            total = row["count"]
        elif row["value"] is not None:
            facets[row["facet"]].append(Facet(value=row["value"], count=row["count"]))
    items = [_found(row) for row in found]
    return SearchOut(items=items, total=total, is_capped=total >= CAP, facets=Facets(**facets))


def _nothing() -> SearchOut:
    return SearchOut(
        items=[], total=0, is_capped=False, facets=Facets(kind=[], theme=[], severity=[], authority=[])
    )


def _found(row: RowMapping) -> FoundNote:
    marked = _marked(row["stems"]) | _marked(row["spelt"])
    names = ("id", "kind", "workshop_id", "authority_id", "held_on", "seen_at", "theme", "severity")
    return FoundNote(**{name: row[name] for name in names}, extract=list(_extract(row["said"], marked)))


def _marked(headline: str) -> set[int]:
    """Give the places of the characters that were found."""
    places: set[int] = set()
    place, is_inside = 0, False
    for character in headline:
        if character in "\x02\x03":
            is_inside = character == "\x02"
            continue
        if is_inside:
            places.add(place)
        place += 1
    return places


def _extract(said: str, marked: set[int]) -> Iterator[Extract]:
    """Cut the text around the first place found, between words, and tell what was found from the rest."""
    start, end = _window(said, min(marked, default=0))
    run, is_match = ("… " if start else ""), False
    for place in range(start, end):
        if (place in marked) != is_match:
            if run:
                yield Extract(text=run, is_match=is_match)
            run, is_match = "", place in marked
        run += said[place]
    yield Extract(text=run, is_match=is_match)
    if end < len(said):
        yield Extract(text=" …")


def _window(said: str, first: int) -> tuple[int, int]:
    start = 0 if first <= _AROUND else said.find(" ", first - _AROUND) + 1
    start = start if 0 <= start <= first else first
    end = start + _LONGEST
    if end >= len(said):
        return start, len(said)
    space = said.rfind(" ", start, end)
    return start, space if space > first else end
