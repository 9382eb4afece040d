"""Forgetting a person and giving them what is theirs; conversations that branch, with titles and folders.

Both functions read the catalogue rather than a list, so that a table added tomorrow is forgotten and given too.
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0026"
branch_labels = None
depends_on = None

# Where a table holds what only its author reads, or hangs from the person, its rows go. Elsewhere the row is the
# authority's work: it stays, under the id of nobody, one for the whole erasure so that counts and votes still hold.
# What somebody signed for the authority keeps their name and date: the law asks it (L. 212-1 of the code of relations
# between the public and the administration; article 17, 3 b of the regulation on personal data).
_OWNED = """
create function terrain_is_owned(place oid) returns boolean language sql stable
set search_path = pg_catalog, public as $$
  select exists (select 1 from pg_constraint where conrelid = place and contype = 'f' and confrelid = 'public.person'::regclass)
    or exists (select 1 from pg_policy where polrelid = place and polpermissive
      and pg_get_expr(polqual, polrelid) like '%app.person%'
      and pg_get_expr(polqual, polrelid) not like '%app.operator%')
$$
"""
_TRACES = """
create function terrain_traces(whose uuid) returns table (place regclass, col name, kind name, is_owned boolean)
language plpgsql stable set search_path = pg_catalog, public as $$
declare found boolean;
begin
  for place, col, kind, is_owned in
    select c.oid::regclass, a.attname, t.typname, terrain_is_owned(c.oid)
    from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and t.typname in ('uuid', '_uuid', 'jsonb')
      and c.relname <> 'alembic_version'
    order by c.relname, a.attnum
  loop
    execute format(
      case kind when 'uuid' then 'select exists (select 1 from %s where %I = $1)'
        when '_uuid' then 'select exists (select 1 from %s where $1 = any(%I))'
        else 'select exists (select 1 from %s where strpos(%I::text, $1::text) > 0)' end, place, col)
      into found using whose;
    if found then return next; end if;
  end loop;
end $$
"""
_ERASE = """
create function erase_person(erased uuid) returns text[] language plpgsql security definer
set search_path = pg_catalog, public set lock_timeout = '4s' set app.platform = 'on' as $$
declare
  one record; whose record; kept text[] := '{}'; nobody uuid := gen_random_uuid(); guarded boolean; written name;
  acts constant text[] := array['decision.signed_by', 'trial_step.taken_by', 'gain_check.checked_by'];
begin
  if coalesce(current_setting('app.operator', true), '') <> 'on' then
    raise insufficient_privilege using message = 'only the operator erases a person';
  end if;
  select p.name, p.email into whose from person p where p.id = erased for update;
  if not found then return null; end if;
  if exists (select 1 from assistant_use where caller_id = erased and state = 'open') then
    raise lock_not_available using message = 'an answer is being written for this person';
  end if;
  delete from stored_answer where subject_id = erased or position(convert_to(erased::text, 'UTF8') in body) > 0
    or position(convert_to(whose.email, 'UTF8') in body) > 0 or position(convert_to(whose.name, 'UTF8') in body) > 0;
  for one in select * from terrain_traces(erased) where place <> 'person'::regclass loop
    if one.is_owned then
      execute format('delete from %s where %I = $1', one.place, one.col) using erased;
      continue;
    end if;
    if one.place || '.' || one.col = any(acts) then
      kept := kept || one.place::text;
      continue;
    end if;
    guarded := exists (select 1 from pg_trigger where tgrelid = one.place and not tgisinternal)
      or exists (select 1 from pg_policy where polrelid = one.place and not polpermissive);
    if guarded then
      execute format('alter table %s no force row level security, disable trigger user', one.place);
    end if;
    if one.kind = 'uuid' then
      for written in select attname from pg_attribute join pg_type t on t.oid = atttypid
        where attrelid = one.place and attnum > 0 and not attisdropped and t.typname in ('text', 'varchar')
          and (attname = 'name' or attname like '%\\_name')
      loop
        execute format('update %s set %I = ''Personne effacée'' where %I = $1 and (%I = $2 or %L)',
          one.place, written, one.col, written, one.col = 'person_id') using erased, whose.name;
      end loop;
      execute format('update %s set %I = $2 where %I = $1', one.place, one.col, one.col) using erased, nobody;
    elsif one.kind = '_uuid' then
      execute format('update %s set %I = array_replace(%I, $1, $2) where $1 = any(%I)',
        one.place, one.col, one.col, one.col) using erased, nobody;
    else
      execute format('update %s set %I = replace(%I::text, $1::text, $2::text)::jsonb where strpos(%I::text, $1::text) > 0',
        one.place, one.col, one.col, one.col) using erased, nobody;
    end if;
    if guarded then
      execute format('alter table %s force row level security, enable trigger user', one.place);
    end if;
  end loop;
  delete from person where id = erased;
  return kept;
end $$
"""
# Secrets are no data about a person: what is hashed or sealed stays behind.
_GIVE = """
create function own_data(asked uuid) returns jsonb language plpgsql stable security definer
set search_path = pg_catalog, public set app.platform = 'on' set app.operator = 'on' as $$
declare one record; rows jsonb; given jsonb := '{}'; hidden text[];
begin
  if asked::text is distinct from current_setting('app.person', true) then
    raise insufficient_privilege using message = 'one reads one''s own data only';
  end if;
  for one in
    select t.place, string_agg(format(case t.kind when 'uuid' then '%1$I = $1' when '_uuid' then '$1 = any(%1$I)'
      else 'strpos(%1$I::text, $1::text) > 0' end, t.col), ' or ') as theirs
    from terrain_traces(asked) t where t.place <> 'stored_answer'::regclass group by t.place order by t.place::text
  loop
    select coalesce(array_agg(attname::text), '{}') into hidden from pg_attribute join pg_type t on t.oid = atttypid
      where attrelid = one.place and (t.typname in ('bytea', 'tsvector') or attname ~ '(hash|secret)');
    execute format('select coalesce(jsonb_agg(to_jsonb(r) - $2), ''[]'') from %s r where %s', one.place, one.theirs)
      into rows using asked, hidden;
    given := given || jsonb_build_object(one.place::text, rows);
  end loop;
  return given;
end $$
"""
# Until now a conversation was one line: each message follows the one before it.
_LINE = """
update message m set parent_id = before.id from (
  select id as child, lag(id) over (partition by conversation_id order by id) as id from message
) before where before.child = m.id and before.id is not null
"""


def upgrade() -> None:
    for statement in (_OWNED, _TRACES, _ERASE, _GIVE):
        op.execute(statement)
    for signature in ("terrain_is_owned(oid)", "terrain_traces(uuid)"):
        op.execute(f"revoke execute on function {signature} from public")
    op.add_column("conversation", sa.Column("title", sa.Text(), server_default="", nullable=False))
    op.add_column("conversation", sa.Column("folder", sa.Text(), server_default="", nullable=False))
    op.add_column("message", sa.Column("parent_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_message_parent_id_message"), "message", "message", ["parent_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(op.f("ix_message_parent_id"), "message", ["parent_id"])
    op.execute("alter table message no force row level security")
    op.execute(_LINE)
    op.execute("alter table message force row level security")


def downgrade() -> None:
    op.drop_column("message", "parent_id")
    op.drop_column("conversation", "folder")
    op.drop_column("conversation", "title")
    for name in ("own_data(uuid)", "erase_person(uuid)", "terrain_traces(uuid)", "terrain_is_owned(oid)"):
        op.execute(f"drop function {name}")
