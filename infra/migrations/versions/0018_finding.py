"""Finding fast among a million notes; pain points that say the same, brought together."""

import sqlalchemy as sa
from alembic import op

from services.kit import policies

revision = "0018"
down_revision = "0023"
branch_labels = None
depends_on = None

# A frequent word matches a fifth of all notes: only the latest are wanted, and a GIN index gives no order. So each note
# bears the number of the run it came in, in three sizes, inside the index: the search asks run by run, from the
# newest. Equalities of integers, uuids and texts are leakproof, so the index may serve them under row-level security.
# No pending list: every look of a search would read it whole.
#
# And a word being typed matches whatever begins like it: read from the index, that gathers every note of every such
# word, at each look. So the beginnings themselves (three letters to eight) stand in the index, under a sign that no word
# has; the search compares the whole beginning on the few notes it gets.
WORDS = """
create function terrain_beginnings(words tsvector) returns tsvector language sql immutable parallel safe as
$$ select array_to_tsvector(array(select distinct '^' || left(word, letters)
   from unnest(tsvector_to_array(words)) word, unnest(array[3, 4, 6, 8]) letters where length(word) >= letters)) $$;
create function terrain_found_by(said text, more text) returns tsvector language sql immutable parallel safe as
$$ select setweight(said_words, 'A') || setweight(more_words, 'C') || terrain_beginnings(said_words || more_words)
   from (select terrain_words(said) as said_words, terrain_words(more) as more_words) as of_it $$;
"""
ASKED = """
create policy note_search_asked on note_search as restrictive for select using (
  words @@ (select coalesce(nullif(current_setting('app.query', true), ''), '!''no such word''')::tsquery))
"""
SPANS = """
drop policy note_search_asked on note_search;
alter table note_search drop column words, add column place bigint not null generated always as identity;
alter table note_search
  add column span_small integer not null generated always as ((place >> 13)::integer) stored,
  add column span_medium integer not null generated always as ((place >> 16)::integer) stored,
  add column span_large integer not null generated always as ((place >> 19)::integer) stored,
  add column words tsvector generated always as (terrain_found_by(text, more)) stored;
create index ix_note_search_words on note_search
  using gin (words, span_small, span_medium, span_large, authority_id, kind, theme) with (fastupdate = off);
"""
FORMER = """
drop policy note_search_asked on note_search;
alter table note_search drop column words, drop column span_small, drop column span_medium, drop column span_large,
  drop column place;
alter table note_search add column words tsvector generated always as (
  setweight(terrain_words(text), 'A'::"char") || setweight(terrain_words(more), 'C'::"char")) stored;
create index ix_note_search_words on note_search using gin (words);
drop function terrain_found_by, terrain_beginnings;
"""

# All that stand together with one: up to the front, then down again. Only the operator reads merges: for anybody else
# a pain point stands alone, unless `pain_point_elsewhere` asks.
CLUSTER = """
create function pain_point_cluster(asked uuid) returns setof uuid language sql stable as $$
  with recursive above (id) as (
    select asked
    union select m.kept_id from above join pain_point_merge m on m.duplicate_id = above.id and m.undone_at is null),
  front (id) as (select id from above where not exists (
    select 1 from pain_point_merge m where m.duplicate_id = above.id and m.undone_at is null)),
  every (id) as (
    select id from front
    union select m.duplicate_id from every join pain_point_merge m on m.kept_id = every.id and m.undone_at is null)
  select id from every
$$;
"""

# What an authority is told of the others that have the same pain point. The database answers, not the page: the caller
# must read the pain point itself; then, and only for the counting, it looks with the operator's eyes. From three other
# authorities on it gives figures, below only that there are some: two towns would recognise each other. Never a name,
# never a word. Observations that a participant takes back no longer count (their own policy still holds here).
ELSEWHERE = """
create function pain_point_elsewhere(asked uuid, out is_seen boolean, out authorities integer, out theme varchar,
  out severity_low smallint, out severity_high smallint, out reports integer, out observations integer)
language plpgsql as $$
declare
  own uuid := (select p.authority_id from pain_point p where p.id = asked);
  before text := coalesce(current_setting('app.operator', true), '');
  alike uuid[];
begin
  is_seen := false;
  if own is null then return; end if;
  perform set_config('app.operator', 'on', true);
  alike := array(select p.id from pain_point p where p.id in (select pain_point_cluster(asked))
    and p.authority_id <> own and p.removed_at is null);
  select count(distinct p.authority_id), mode() within group (order by p.theme), min(p.severity), max(p.severity), count(*)
    into authorities, theme, severity_low, severity_high, reports from pain_point p where p.id = any(alike);
  observations := (select count(distinct o.id) from hypothesis_evidence e
    join hypothesis_evidence beside on beside.hypothesis_id = e.hypothesis_id and beside.capture_kind = 'observation'
    join observation o on o.id = beside.capture_id
    where e.capture_kind = 'pain_point' and e.capture_id = any(alike) and o.authority_id <> own
      and o.removed_at is null and o.kind <> 'verbatim' and o.sensitivity = 'ordinary');
  perform set_config('app.operator', before, true);
  is_seen := authorities > 0;
  if authorities < 3 then
    authorities := null; theme := null; severity_low := null; severity_high := null; reports := null;
    observations := null;
  end if;
end $$;
"""


def upgrade() -> None:
    op.execute("create extension if not exists btree_gin")
    for statements in (WORDS, SPANS, ASKED):
        op.execute(statements)
    op.create_table(
        "pain_point_merge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("duplicate_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kept_id <> duplicate_id", name=op.f("ck_pain_point_merge_two_pain_points")),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["pain_point.id"], name=op.f("fk_pain_point_merge_kept_id_pain_point"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["duplicate_id"], ["pain_point.id"], name=op.f("fk_pain_point_merge_duplicate_id_pain_point"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pain_point_merge")),
    )  # fmt: skip
    op.create_index(op.f("ix_pain_point_merge_kept_id"), "pain_point_merge", ["kept_id"])
    op.create_index(
        "uq_pain_point_merge_live", "pain_point_merge", ["duplicate_id"], unique=True,
        postgresql_where=sa.text("undone_at is null"),
    )  # fmt: skip
    for statement in policies.isolate_operator("pain_point_merge"):
        op.execute(statement)
    op.execute(CLUSTER)
    op.execute(ELSEWHERE)


def downgrade() -> None:
    op.execute("drop function pain_point_elsewhere(uuid)")
    op.execute("drop function pain_point_cluster(uuid)")
    op.drop_table("pain_point_merge")
    op.execute(FORMER)
    op.execute(ASKED)
