"""The two statements of the book of uses as functions: planned once for a connection, one call for a transaction."""

from alembic import op

revision = "0048"
down_revision = "0046"
branch_labels = None
depends_on = None

# Every line is a use: the platform's own work, whoever asked.
_CONTEXT = "perform set_config('app.platform', 'on', true), set_config('app.operator', 'on', true)"

_OPEN = """
insert into assistant_use (id, authority_id, caller_id, caller_kind, use_case, family, model, supplier, is_streamed,
  input_tokens, output_tokens, counted_in, state, started_at)
select t.id, t.authority_id, t.caller_id, t.caller_kind, t.use_case, t.family, t.model, t.supplier, t.is_streamed,
  t.input_tokens, t.output_tokens, t.counted_in, t.state, t.started_at
from json_to_recordset(lines) as t(id uuid, authority_id uuid, caller_id uuid, caller_kind text, use_case text,
  family text, model text, supplier text, is_streamed bool, input_tokens int, output_tokens int, counted_in text,
  state text, started_at timestamptz)
on conflict do nothing"""

_CLOSE = """
with told as (select * from json_to_recordset(lines) as t(id uuid, state text, ended_at timestamptz, input_tokens int,
  output_tokens int, counted_in text, cost bigint, energy bigint, supplier text, event_id uuid, name text, body jsonb,
  actor_id uuid, request_id text, spends json)),
closed as (update assistant_use u set state = t.state, ended_at = t.ended_at, input_tokens = t.input_tokens,
  output_tokens = t.output_tokens, counted_in = t.counted_in, cost = t.cost, energy = t.energy, supplier = t.supplier
  from told t where u.id = t.id and u.state = 'open' returning t.*, u.authority_id),
spent as (select s.quota, s.month, s.lease, sum(s.amount)::bigint as amount, bool_or(s.is_over) as is_over
  from closed c, json_to_recordset(c.spends) as s(quota uuid, month date, lease uuid, amount bigint, is_over bool)
  group by 1, 2, 3),
months as (insert into quota_month (quota_id, month, authority_id, spent)
  select s.quota, s.month, q.authority_id, sum(s.amount) from spent s join quota q on q.id = s.quota
  group by 1, 2, 3 order by 1, 2
  on conflict (quota_id, month) do update set spent = quota_month.spent + excluded.spent),
taken as (update quota_lease l set remaining = greatest(l.remaining - s.amount, 0)
  from spent s where l.id = s.lease and not s.is_over),
over as (delete from quota_lease l using spent s where l.id = s.lease and s.is_over)
insert into event (id, name, at, actor_id, authority_id, request_id, body)
select c.event_id, c.name, c.ended_at, c.actor_id, c.authority_id, c.request_id, c.body from closed c
where c.event_id is not null"""


def upgrade() -> None:
    for name, statement in (("open_uses", _OPEN), ("close_uses", _CLOSE)):
        op.execute(f"""
            create function {name}(lines json) returns void
            language plpgsql set plan_cache_mode = force_generic_plan as $body$
            begin
                {_CONTEXT};
                {statement};
            end $body$
        """)


def downgrade() -> None:
    op.execute("drop function open_uses")
    op.execute("drop function close_uses")
