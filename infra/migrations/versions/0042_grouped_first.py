"""Counting groups events before it puts them in order: planned for few, it put each use in order six times."""

from alembic import context, op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

# As `rollups.count()` wrote it: a test tells when a later migration must write it anew.
COUNT = """
with batch as (delete from uncounted_batch returning keys),
due as (select u.key from batch, unnest(batch.keys) as u(key) order by 1),
fresh as (select e.* from due join usage_event e on e.key = due.key),
told as materialized (
    select e.*, source, named, day, day - (day - date '2001-01-01' + 7000) % 7 as week,
        day - (date_part('day', day)::int - 1) as month, 1::bigint << code as bit
    from fresh e join (
            with known as materialized (
                select id, source, hash_record_extended(row(tool, provider, model), 0) as named from usage_origin)
            select * from known) o on o.id = e.origin,
        lateral (select (e.at at time zone 'Europe/Paris')::date as day) d
),
use_week_n as materialized (select authority_id, week, code, count(*) as n from told where kind in (1, 3) group by 1, 2, 3),
use_week_ as (insert into use_week as r (authority_id, week, code, n) select authority_id, week, code, n from use_week_n order by authority_id, week, code on conflict (authority_id, week, code) do update set n = r.n + excluded.n),
use_month_n as materialized (select authority_id, month, kind, code, origin, count(*) as n, sum(input) as input, sum(output) as output from told where kind in (1, 3) group by 1, 2, 3, 4, 5),
use_month_ as (insert into use_month as r (authority_id, month, kind, code, origin, n, input, output) select authority_id, month, kind, code, origin, n, input, output from use_month_n order by authority_id, month, kind, code, origin on conflict (authority_id, month, kind, code, origin) do update set n = r.n + excluded.n, input = r.input + excluded.input, output = r.output + excluded.output),
person_week_n as materialized (select authority_id, week, source, person, count(*) as n, bit_or(bit) as codes from told where kind in (1, 3) and person <> 0 group by 1, 2, 3, 4),
person_week_ as (insert into person_week as r (authority_id, week, source, person, n, codes) select authority_id, week, source, person, n, codes from person_week_n order by authority_id, week, source, person on conflict (authority_id, week, source, person) do update set n = r.n + excluded.n, codes = r.codes | excluded.codes),
person_month_n as materialized (
        select authority_id, month, source, person, count(*) filter (where kind <> 4) as n,
            count(*) filter (where kind = 4) as cards,
            count(*) filter (where kind = 4 and body::jsonb ->> 'outcome' in ('kept', 'lightly_edited')) as kept,
            coalesce(bit_or(2::bigint << (day - month)) filter (where kind <> 4), 0) as days,
            coalesce(bit_or(bit) filter (where kind <> 4), 0) as codes,
            coalesce(bit_or(bit) filter (where kind = 4), 0) as card_codes
        from told where kind in (1, 3, 4) and person <> 0 group by 1, 2, 3, 4),
person_month_ as (insert into person_month as r (authority_id, month, source, person, n, cards, kept, days, codes, card_codes) select authority_id, month, source, person, n, cards, kept, days, codes, card_codes from person_month_n order by authority_id, month, source, person on conflict (authority_id, month, source, person) do update set n = r.n + excluded.n, cards = r.cards + excluded.cards, kept = r.kept + excluded.kept, days = r.days | excluded.days, codes = r.codes | excluded.codes, card_codes = r.card_codes | excluded.card_codes),
person_code_month_n as materialized (
        select authority_id, month, code, coalesce(nullif(body, '')::jsonb ->> 'job', '0')::smallint as job, source, person, count(*) filter (where not kind = 4) as n,
            count(*) filter (where kind = 4) as cards,
            count(*) filter (where kind = 4 and body::jsonb ->> 'outcome' in ('kept', 'lightly_edited')) as kept,
            coalesce(bit_or(2::bigint << (day - month)) filter (where not kind = 4), 0) as days,
            coalesce(bit_or(case when body::jsonb ->> 'outcome' = 'kept' then 1 else 0 end | case when body::jsonb ->> 'outcome' = 'lightly_edited' then 2 else 0 end | case when body::jsonb ->> 'outcome' = 'heavily_edited' then 4 else 0 end | case when body::jsonb ->> 'outcome' = 'discarded' then 8 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = 'citizens' then 16 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = 'substance' then 32 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = 'backlog' then 64 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = 'training' then 128 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = 'nothing' then 256 else 0 end | case when not (body::jsonb ->> 'is_new')::bool and (body::jsonb ->> 'net')::int > 0 and body::jsonb ->> 'became' = '' then 512 else 0 end | case when (body::jsonb ->> 'is_new')::bool = True then 1024 else 0 end | case when (body::jsonb ->> 'is_new')::bool = False then 2048 else 0 end) filter (where kind = 4), 0) as marks
        from told where kind in (1, 3, 4) and person <> 0 group by 1, 2, 3, 4, 5, 6),
person_code_month_ as (insert into person_code_month as r (authority_id, month, code, job, source, person, n, cards, kept, days, marks) select authority_id, month, code, job, source, person, n, cards, kept, days, marks from person_code_month_n order by authority_id, month, code, job, source, person on conflict (authority_id, month, code, job, source, person) do update set n = r.n + excluded.n, cards = r.cards + excluded.cards, kept = r.kept + excluded.kept, days = r.days | excluded.days, marks = r.marks | excluded.marks),
card_month_n as materialized (
        select authority_id, month, code, coalesce(nullif(body, '')::jsonb ->> 'job', '0')::smallint as job, body::jsonb ->> 'outcome' as outcome, body::jsonb ->> 'grade' as grade,
            body::jsonb ->> 'became' as became, (body::jsonb ->> 'is_new')::bool as is_new, (body::jsonb ->> 'net')::smallint as net,
            count(*) as n
        from told where kind in (4) group by 1, 2, 3, 4, 5, 6, 7, 8, 9),
card_month_ as (insert into card_month as r (authority_id, month, code, job, outcome, grade, became, is_new, net, n) select authority_id, month, code, job, outcome, grade, became, is_new, net, n from card_month_n order by authority_id, month, code, job, outcome, grade, became, is_new, net on conflict (authority_id, month, code, job, outcome, grade, became, is_new, net) do update set n = r.n + excluded.n),
fact_month_n as materialized (
        select authority_id, month, kind, body::jsonb ->> 'detail' as detail, count(*) as n,
            sum((body::jsonb ->> 'amount')::int) as amount
        from told where kind in (5, 6, 7, 8, 9) group by 1, 2, 3, 4),
fact_month_ as (insert into fact_month as r (authority_id, month, kind, detail, n, amount) select authority_id, month, kind, detail, n, amount from fact_month_n order by authority_id, month, kind, detail on conflict (authority_id, month, kind, detail) do update set n = r.n + excluded.n, amount = r.amount + excluded.amount),
event_month_n as materialized (select authority_id, month, count(*) as n, bit_xor(hash_record_extended(row(key, at, person, input, output, named, kind, code, body), 0)) as mark from told where kind in (1, 3, 4, 5, 6, 7, 8, 9) group by 1, 2),
event_month_ as (insert into event_month as r (authority_id, month, n, mark) select authority_id, month, n, mark from event_month_n order by authority_id, month on conflict (authority_id, month) do update set n = r.n + excluded.n, mark = r.mark # excluded.mark),
enrolment_day_n as materialized (select distinct on (authority_id, day) authority_id, day, at, key, input as invited from told where kind in (2) order by authority_id, day, at desc, key desc),
enrolment_day_ as (insert into enrolment_day as r (authority_id, day, at, key, invited) select authority_id, day, at, key, invited from enrolment_day_n order by authority_id, day on conflict (authority_id, day) do update set at = excluded.at, key = excluded.key, invited = excluded.invited where (excluded.at, excluded.key) > (r.at, r.key))
select count(*) from told into counted"""


def upgrade() -> None:
    _count_with(COUNT)


def downgrade() -> None:
    _count_with(context.script.get_revision("0041").module.COUNT)


def _count_with(statement: str) -> None:
    op.execute(f"""
        create or replace function count_usage(out counted bigint) language plpgsql
        set jit = off set enable_memoize = off set work_mem = '32MB' as $count$
        begin
            -- One at a time; what the one before has counted shows in the next statement.
            perform pg_advisory_xact_lock(hashtext('count_usage'));
            {statement};
        end $count$
    """)
