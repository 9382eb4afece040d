"""Each rollup said once: the same query counts what has come in lately and recounts everything from the events.

A rollup's query reads `told`: events with their day, week and month in Paris, and one bit for their code.
"""

# ruff: noqa: S608  the statements are made of constants of this file

from dataclasses import dataclass

from services.metrics.kinds import CARDS, DECISIONS, ENROLMENTS, FACTS, MARKS, USES, Kind, Outcome

TOLD = """
    select e.*, source, named, day, day - (day - date '2001-01-01' + 7000) % 7 as week,
        day - (date_part('day', day)::int - 1) as month, 1::bigint << code as bit
    from {events} e join (
            with known as materialized (
                select id, source, hash_record_extended(row(tool, provider, model), 0) as named from usage_origin)
            select * from known) o on o.id = e.origin,
        lateral (select (e.at at time zone 'Europe/Paris')::date as day) d
"""
_COUNTED = "(select * from usage_event where key not in (select unnest(keys) from uncounted_batch))"
COLUMNS = ("key", "at", "person", "authority_id", "input", "output", "origin", "kind", "code", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """A table of counts: how two counts of the same key become one, and the query that counts."""

    table: str
    kinds: frozenset[Kind]
    keys: tuple[str, ...]
    sums: tuple[str, ...] = ()
    bits: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    """Columns of which two become one by exclusive or, which also takes one away again."""
    latest: tuple[str, ...] = ()
    """Columns taken from the greater pair of the first two, where a count makes no sense."""
    query: str

    @property
    def columns(self) -> tuple[str, ...]:
        """All its columns, the key first."""
        return (*self.keys, *self.sums, *self.bits, *self.marks, *self.latest)

    @property
    def counted(self) -> str:
        """The query, only over the kinds it counts."""
        kinds = ", ".join(str(int(kind)) for kind in sorted(self.kinds))
        return self.query.format(kinds=kinds)

    @property
    def counts(self) -> str:
        """Count first and order then: the other way round, planned for few, sorts each use six times."""
        return f"{self.table}_n as materialized ({self.counted})"

    @property
    def upsert(self) -> str:
        """Add what was counted. In the order of the key, so that two writers wait and never deadlock."""
        named, keys = ", ".join(self.columns), ", ".join(self.keys)
        merged = [f"{name} = r.{name} + excluded.{name}" for name in self.sums]
        merged += [f"{name} = r.{name} | excluded.{name}" for name in self.bits]
        merged += [f"{name} = r.{name} # excluded.{name}" for name in self.marks]
        merged += [f"{name} = excluded.{name}" for name in self.latest]
        pair = ", ".join(f"excluded.{name}" for name in self.latest[:2])
        known = ", ".join(f"r.{name}" for name in self.latest[:2])
        newer = f" where ({pair}) > ({known})" if self.latest else ""
        return (
            f"insert into {self.table} as r ({named}) select {named} from {self.table}_n order by {keys}"
            f" on conflict ({keys}) do update set {', '.join(merged)}{newer}"
        )


_CARD = "body::jsonb ->> "
_JOB = "coalesce(nullif(body, '')::jsonb ->> 'job', '0')::smallint"
_IS_CARD = f"kind = {Kind.CARD}"


def _mark(bit: int, mark: str) -> str:
    if mark in {"new", "known"}:
        return f"case when ({_CARD}'is_new')::bool = {mark == 'new'} then {1 << bit} else 0 end"
    if bit < len(Outcome):
        return f"case when {_CARD}'outcome' = '{mark}' then {1 << bit} else 0 end"
    gained = f"not ({_CARD}'is_new')::bool and ({_CARD}'net')::int > 0"
    return f"case when {gained} and {_CARD}'became' = '{mark}' then {1 << bit} else 0 end"


_MARKS = " | ".join(_mark(bit, str(mark)) for bit, mark in enumerate(MARKS))
ROLLUPS = (
    Rollup(
        table="use_week", kinds=USES, keys=("authority_id", "week", "code"), sums=("n",),
        query="select authority_id, week, code, count(*) as n from told where kind in ({kinds}) group by 1, 2, 3",
    ),
    Rollup(
        table="use_month", kinds=USES, keys=("authority_id", "month", "kind", "code", "origin"),
        sums=("n", "input", "output"),
        query="select authority_id, month, kind, code, origin, count(*) as n, sum(input) as input,"
        " sum(output) as output from told where kind in ({kinds}) group by 1, 2, 3, 4, 5",
    ),
    Rollup(
        table="person_week", kinds=USES, keys=("authority_id", "week", "source", "person"), sums=("n",),
        bits=("codes",),
        query="select authority_id, week, source, person, count(*) as n, bit_or(bit) as codes from told"
        " where kind in ({kinds}) and person <> 0 group by 1, 2, 3, 4",
    ),
    Rollup(
        table="person_month", kinds=USES | CARDS, keys=("authority_id", "month", "source", "person"),
        sums=("n", "cards", "kept"), bits=("days", "codes", "card_codes"),
        query=f"""
        select authority_id, month, source, person, count(*) filter (where kind <> {Kind.CARD}) as n,
            count(*) filter (where kind = {Kind.CARD}) as cards,
            count(*) filter (where kind = {Kind.CARD} and {_CARD}'outcome' in ('kept', 'lightly_edited')) as kept,
            coalesce(bit_or(2::bigint << (day - month)) filter (where kind <> {Kind.CARD}), 0) as days,
            coalesce(bit_or(bit) filter (where kind <> {Kind.CARD}), 0) as codes,
            coalesce(bit_or(bit) filter (where kind = {Kind.CARD}), 0) as card_codes
        from told where kind in ({{kinds}}) and person <> 0 group by 1, 2, 3, 4""",
    ),
    Rollup(
        table="person_code_month", kinds=USES | CARDS, sums=("n", "cards", "kept"), bits=("days", "marks"),
        keys=("authority_id", "month", "code", "job", "source", "person"),
        query=f"""
        select authority_id, month, code, {_JOB} as job, source, person, count(*) filter (where not {_IS_CARD}) as n,
            count(*) filter (where {_IS_CARD}) as cards,
            count(*) filter (where {_IS_CARD} and {_CARD}'outcome' in ('kept', 'lightly_edited')) as kept,
            coalesce(bit_or(2::bigint << (day - month)) filter (where not {_IS_CARD}), 0) as days,
            coalesce(bit_or({_MARKS}) filter (where {_IS_CARD}), 0) as marks
        from told where kind in ({{kinds}}) and person <> 0 group by 1, 2, 3, 4, 5, 6""",
    ),
    Rollup(
        table="card_month", kinds=CARDS, sums=("n",),
        keys=("authority_id", "month", "code", "job", "outcome", "grade", "became", "is_new", "net"),
        query=f"""
        select authority_id, month, code, {_JOB} as job, {_CARD}'outcome' as outcome, {_CARD}'grade' as grade,
            {_CARD}'became' as became, ({_CARD}'is_new')::bool as is_new, ({_CARD}'net')::smallint as net,
            count(*) as n
        from told where kind in ({{kinds}}) group by 1, 2, 3, 4, 5, 6, 7, 8, 9""",
    ),
    Rollup(
        table="fact_month", kinds=FACTS | DECISIONS, keys=("authority_id", "month", "kind", "detail"),
        sums=("n", "amount"),
        query=f"""
        select authority_id, month, kind, {_CARD}'detail' as detail, count(*) as n,
            sum(({_CARD}'amount')::int) as amount
        from told where kind in ({{kinds}}) group by 1, 2, 3, 4""",
    ),
    Rollup(
        table="event_month", kinds=USES | CARDS | FACTS | DECISIONS, keys=("authority_id", "month"), sums=("n",),
        marks=("mark",),
        query="select authority_id, month, count(*) as n, bit_xor(hash_record_extended("
        "row(key, at, person, input, output, named, kind, code, body), 0)) as mark"
        " from told where kind in ({kinds}) group by 1, 2",
    ),
    Rollup(
        table="enrolment_day", kinds=ENROLMENTS, keys=("authority_id", "day"),
        latest=("at", "key", "invited"),
        query="select distinct on (authority_id, day) authority_id, day, at, key, input as invited from told"
        " where kind in ({kinds}) order by authority_id, day, at desc, key desc",
    ),
)  # fmt: skip


PARAMETERS = {
    "keys": "bigint[]", "moments": "bigint[]", "persons": "bigint[]", "place_of": "smallint[]", "inputs": "int[]",
    "outputs": "int[]", "origin_of": "smallint[]", "kinds": "smallint[]", "codes": "smallint[]",
    "body_of": "smallint[]", "places": "uuid[]", "bodies": "text[]", "sources": "text[]", "tools": "text[]",
    "providers": "text[]", "models": "text[]",
}  # fmt: skip
"""What `keep_usage` takes: a column of events each, and what repeats among them said once, by its place."""
CALL = f"select are_new, new from keep_usage({', '.join(f'cast(:{name} as {kind})' for name, kind in PARAMETERS.items())})"


def keep() -> str:
    """Write the one statement that keeps events, leaves out those known already, and notes which ones are not counted yet.

    It stands in the database as the function `keep_usage`, so that it is planned once: planning costs more than keeping
    a hundred events. It answers whether all are new, else which; nothing where an origin has no number yet.
    """
    named = ", ".join(COLUMNS)
    return f"""
with named as materialized (
    select array_agg(o.id order by w.place) as numbers
    from unnest(p_sources, p_tools, p_providers, p_models) with ordinality as w(source, tool, provider, model, place)
    join usage_source s on s.name = w.source
    join usage_origin o on (o.source, o.tool, o.provider, o.model) = (s.id, w.tool, w.provider, w.model)
    having count(*) = cardinality(p_sources)),
sent as (
    select e.key, timestamptz 'epoch' + e.moment * interval '1 microsecond' as at, e.person,
        p_places[e.place] as authority_id, e.input, e.output, (select numbers from named)[e.origin] as origin,
        e.kind, e.code, p_bodies[e.body] as body
    from unnest(p_keys, p_moments, p_persons, p_place_of, p_inputs, p_outputs, p_origin_of, p_kinds, p_codes, p_body_of)
        as e(key, moment, person, place, input, output, origin, kind, code, body)
    where exists (select from named)),
fresh as (
    insert into usage_event ({named}) select {named} from sent order by key
    on conflict do nothing returning key, authority_id),
uncounted as (
    insert into uncounted_batch (authority_id, keys) select authority_id, array_agg(key) from fresh group by 1)
select count(f.key) = cardinality(p_keys), coalesce(array_agg(f.key) filter (where f.key is not null), '{{}}')
from named left join fresh f on true group by named.numbers into are_new, new"""


def count() -> str:
    """Write the one statement that counts all that is kept and not counted yet, and strikes it off.

    It stands in the database as the function `count_usage`, which lets one at a time count.
    """
    upserts = ",\n".join(f"{rollup.counts},\n{rollup.table}_ as ({rollup.upsert})" for rollup in ROLLUPS)
    return f"""
with batch as (delete from uncounted_batch returning keys),
due as (select u.key from batch, unnest(batch.keys) as u(key) order by 1),
fresh as (select e.* from due join usage_event e on e.key = due.key),
told as materialized ({TOLD.format(events="fresh")}),
{upserts}
select count(*) from told into counted"""


def difference(rollup: Rollup) -> str:
    """Write the query that counts the rows in which a rollup and a recount of the events counted so far differ."""
    named = ", ".join(rollup.columns)
    kept = f"select {named} from {rollup.table}"
    recount = f"select {named} from ({rollup.counted}) q"
    return (
        f"with told as ({TOLD.format(events=_COUNTED)}), recount as ({recount})"
        f" select count(*) from ((({kept}) except (select * from recount))"
        f" union all ((select * from recount) except ({kept}))) differing"
    )


def recount(rollup: Rollup) -> str:
    """Write the statement that fills an emptied rollup from the events."""
    return f"with told as ({TOLD.format(events='usage_event')}), {rollup.counts} {rollup.upsert}"


def subtract() -> tuple[str, ...]:
    """Write the statements that forget one person of one authority, as if they had never told anything.

    The counts by person go whole; what is summed is subtracted; a row that counts nothing more is removed.
    """
    gone = "authority_id = :authority and person = :person"
    shared = [r for r in ROLLUPS if r.sums and not r.bits]
    steps = ", ".join(f"{r.table}_ as ({_less(r)})" for r in shared)
    named = ", ".join(COLUMNS)
    first = (
        f"with gone as (delete from usage_event where {gone} and at between :first and :last returning {named}),"
        f" told as materialized ({TOLD.format(events='gone')}), {steps} select count(*) from gone"
    )
    people = [f"delete from {r.table} where {gone}" for r in ROLLUPS if r.bits]
    emptied = [f"delete from {r.table} where authority_id = :authority and n = 0" for r in shared]
    return (first, *people, *emptied)


def _less(rollup: Rollup) -> str:
    left = [f"{name} = r.{name} - q.{name}" for name in rollup.sums]
    left += [f"{name} = r.{name} # q.{name}" for name in rollup.marks]
    same = " and ".join(f"r.{name} = q.{name}" for name in rollup.keys)
    return f"update {rollup.table} as r set {', '.join(left)} from ({rollup.counted}) q where {same}"
