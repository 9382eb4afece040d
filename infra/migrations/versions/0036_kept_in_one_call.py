"""The statement that keeps and counts events as a function, planned once for a connection; a mark of each month's events."""

import sqlalchemy as sa
from alembic import op

from services.kit import policies

revision = "0036"
down_revision = "0040"
branch_labels = None
depends_on = None

# As `rollups.keep()` wrote it: a test tells when a later migration must write it anew.
KEEP = """
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
    insert into usage_event (key, at, person, authority_id, input, output, origin, kind, code, body) select key, at, person, authority_id, input, output, origin, kind, code, body from sent order by key
    on conflict do nothing returning key, at, person, authority_id, input, output, origin, kind, code, body),
told as materialized (
    select e.*, source, named, day, day - (extract(isodow from day)::int - 1) as week,
        day - (extract(day from day)::int - 1) as month, 1::bigint << code as bit
    from fresh e join (
            select id, source, hash_record_extended(row(tool, provider, model), 0) as named from usage_origin) o on o.id = e.origin,
        lateral (select (e.at at time zone 'Europe/Paris')::date as day) d
),
use_week_ as (insert into use_week as r (authority_id, week, code, n) select authority_id, week, code, n from (select authority_id, week, code, count(*) as n from told where kind in (1, 3) group by 1, 2, 3) q order by authority_id, week, code on conflict (authority_id, week, code) do update set n = r.n + excluded.n),
use_month_ as (insert into use_month as r (authority_id, month, kind, code, origin, n, input, output) select authority_id, month, kind, code, origin, n, input, output from (select authority_id, month, kind, code, origin, count(*) as n, sum(input) as input, sum(output) as output from told where kind in (1, 3) group by 1, 2, 3, 4, 5) q order by authority_id, month, kind, code, origin on conflict (authority_id, month, kind, code, origin) do update set n = r.n + excluded.n, input = r.input + excluded.input, output = r.output + excluded.output),
person_week_ as (insert into person_week as r (authority_id, week, source, person, n, codes) select authority_id, week, source, person, n, codes from (select authority_id, week, source, person, count(*) as n, bit_or(bit) as codes from told where kind in (1, 3) and person <> 0 group by 1, 2, 3, 4) q order by authority_id, week, source, person on conflict (authority_id, week, source, person) do update set n = r.n + excluded.n, codes = r.codes | excluded.codes),
person_month_ as (insert into person_month as r (authority_id, month, source, person, n, cards, kept, days, codes, card_codes) select authority_id, month, source, person, n, cards, kept, days, codes, card_codes from (
        select authority_id, month, source, person, count(*) filter (where kind <> 4) as n,
            count(*) filter (where kind = 4) as cards,
            count(*) filter (where kind = 4 and body::jsonb ->> 'outcome' in ('kept', 'lightly_edited')) as kept,
            coalesce(bit_or(1::bigint << extract(day from day)::int) filter (where kind <> 4), 0) as days,
            coalesce(bit_or(bit) filter (where kind <> 4), 0) as codes,
            coalesce(bit_or(bit) filter (where kind = 4), 0) as card_codes
        from told where kind in (1, 3, 4) and person <> 0 group by 1, 2, 3, 4) q order by authority_id, month, source, person on conflict (authority_id, month, source, person) do update set n = r.n + excluded.n, cards = r.cards + excluded.cards, kept = r.kept + excluded.kept, days = r.days | excluded.days, codes = r.codes | excluded.codes, card_codes = r.card_codes | excluded.card_codes),
person_code_month_ as (insert into person_code_month as r (authority_id, month, code, job, source, person, n, cards, kept, days, marks) select authority_id, month, code, job, source, person, n, cards, kept, days, marks from (
        select authority_id, month, code, coalesce(nullif(body, '')::jsonb ->> 'job', '0')::smallint as job, source, person, count(*) filter (where not kind = 4) as n,
            count(*) filter (where kind = 4) as cards,
            count(*) filter (where kind = 4 and body::jsonb ->> 'outcome' in ('kept', 'lightly_edited')) as kept,
            coalesce(bit_or(1::bigint << extract(day from day)::int) filter (where not kind = 4), 0) as days,
            coalesce(bit_or(case when body::jsonb ->> 'outcome' = 'kept' then 1 else 0 end | case when body::jsonb ->> 'outcome' = 'lightly_edited' then 2 else 0 end | case when body::jsonb ->> 'outcome' = 'heavily_edited' then 4 else 0 end | case when body::jsonb ->> 'outcome' = 'discarded' then 8 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = 'citizens' then 16 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = 'substance' then 32 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = 'backlog' then 64 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = 'training' then 128 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = 'nothing' then 256 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = '' then 512 else 0 end | case when (body::jsonb ->> 'is_new')::bool = True then 1024 else 0 end | case when (body::jsonb ->> 'is_new')::bool = False then 2048 else 0 end) filter (where kind = 4), 0) as marks
        from told where kind in (1, 3, 4) and person <> 0 group by 1, 2, 3, 4, 5, 6) q order by authority_id, month, code, job, source, person on conflict (authority_id, month, code, job, source, person) do update set n = r.n + excluded.n, cards = r.cards + excluded.cards, kept = r.kept + excluded.kept, days = r.days | excluded.days, marks = r.marks | excluded.marks),
card_month_ as (insert into card_month as r (authority_id, month, code, job, outcome, grade, became, is_new, net, n) select authority_id, month, code, job, outcome, grade, became, is_new, net, n from (
        select authority_id, month, code, coalesce(nullif(body, '')::jsonb ->> 'job', '0')::smallint as job, body::jsonb ->> 'outcome' as outcome, body::jsonb ->> 'grade' as grade,
            body::jsonb ->> 'became' as became, (body::jsonb ->> 'is_new')::bool as is_new, (body::jsonb ->> 'net')::smallint as net,
            count(*) as n
        from told where kind in (4) group by 1, 2, 3, 4, 5, 6, 7, 8, 9) q order by authority_id, month, code, job, outcome, grade, became, is_new, net on conflict (authority_id, month, code, job, outcome, grade, became, is_new, net) do update set n = r.n + excluded.n),
fact_month_ as (insert into fact_month as r (authority_id, month, kind, detail, n, amount) select authority_id, month, kind, detail, n, amount from (
        select authority_id, month, kind, body::jsonb ->> 'detail' as detail, count(*) as n,
            sum((body::jsonb ->> 'amount')::int) as amount
        from told where kind in (5, 6, 7, 8, 9) group by 1, 2, 3, 4) q order by authority_id, month, kind, detail on conflict (authority_id, month, kind, detail) do update set n = r.n + excluded.n, amount = r.amount + excluded.amount),
event_month_ as (insert into event_month as r (authority_id, month, n, mark) select authority_id, month, n, mark from (select authority_id, month, count(*) as n, bit_xor(hash_record_extended(row(key, at, person, input, output, named, kind, code, body), 0)) as mark from told where kind in (1, 3, 4, 5, 6, 7, 8, 9) group by 1, 2) q order by authority_id, month on conflict (authority_id, month) do update set n = r.n + excluded.n, mark = r.mark # excluded.mark),
enrolment_day_ as (insert into enrolment_day as r (authority_id, day, at, key, invited) select authority_id, day, at, key, invited from (select distinct on (authority_id, day) authority_id, day, at, key, input as invited from told where kind in (2) order by authority_id, day, at desc, key desc) q order by authority_id, day on conflict (authority_id, day) do update set at = excluded.at, key = excluded.key, invited = excluded.invited where (excluded.at, excluded.key) > (r.at, r.key))
select count(f.key) = cardinality(p_keys), coalesce(array_agg(f.key) filter (where f.key is not null), '{}')
from named left join fresh f on true group by named.numbers into are_new, new"""


# What is known already, counted as `rollups.ROLLUPS` said it then.
FILL = """
insert into event_month (authority_id, month, n, mark)
select authority_id, date_trunc('month', at at time zone 'Europe/Paris')::date, count(*), bit_xor(hash_record_extended(
    row(key, at, person, input, output, hash_record_extended(row(tool, provider, model), 0), kind, code, body), 0))
from usage_event e join usage_origin o on o.id = e.origin where kind <> 2 group by 1, 2
"""


def upgrade() -> None:
    op.create_table(
        "event_month",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "month", name=op.f("pk_event_month")),
        postgresql_with={"fillfactor": 60},
    )
    for statement in policies.isolate("event_month"):
        op.execute(statement)
    op.execute("select set_config('app.operator', 'on', true)")
    op.execute(FILL)
    op.execute(f"""
        create function keep_usage(
            p_keys bigint[], p_moments bigint[], p_persons bigint[], p_place_of smallint[], p_inputs int[],
            p_outputs int[], p_origin_of smallint[], p_kinds smallint[], p_codes smallint[], p_body_of smallint[],
            p_places uuid[], p_bodies text[], p_sources text[], p_tools text[], p_providers text[], p_models text[],
            out are_new boolean, out new bigint[]
        ) language plpgsql set plan_cache_mode = force_generic_plan as $keep$
        begin
            {KEEP};
            if are_new then new := '{{}}'; end if;
        end $keep$
    """)


def downgrade() -> None:
    op.execute("drop function keep_usage")
    op.drop_table("event_month")
