"""Finding notes by their words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0007"
down_revision = "0012"
branch_labels = None
depends_on = None

NOTES = ("observation", "task", "pain_point", "wish")
TENANTS = ("note_search",)

# Without ICU and under the C collation, a server takes « ’ » and the no-break spaces for letters: they become ASCII,
# one character for one, so that what is found can be shown in the text as it was written.
WORDS = """
create text search dictionary terrain_plain (template = simple, stopwords = french);
create text search configuration terrain_french (copy = french);
alter text search configuration terrain_french alter mapping for asciiword, asciihword, hword_asciipart, word, hword,
  hword_part with unaccent, french_stem;
create text search configuration terrain_simple (copy = simple);
alter text search configuration terrain_simple alter mapping for asciiword, asciihword, hword_asciipart, word, hword,
  hword_part with unaccent, terrain_plain;
create function terrain_plain(given text) returns text language sql immutable parallel safe as
$$ select translate(given, E'\\u2019\\u2018\\u02bc\\u00ab\\u00bb\\u201c\\u201d\\u00a0\\u202f\\u2009\\u2013\\u2014\\u2026\\u00b7\\u2022', '''''''' || repeat(' ', 12)) $$;
create function terrain_words(given text) returns tsvector language sql immutable parallel safe as
$$ select to_tsvector('public.terrain_french'::regconfig, terrain_plain(given))
   || to_tsvector('public.terrain_simple'::regconfig, terrain_plain(given)) $$;
"""

# The names between words: a letter on either side means another word (« Marc » is not in « marché »).
MASK = """
create function terrain_mask(given text, masks text[]) returns text language plpgsql immutable parallel safe as $$
declare mask text;
begin
  foreach mask in array coalesce(masks, '{}') loop
    given := regexp_replace(given, '(^|[^0-9A-Za-zÀ-ÖØ-öø-ÿŒœ])'
      || regexp_replace(mask, '([.*+?^$(){}|\\[\\]\\\\-])', '\\\\\\1', 'g')
      || '(?![0-9A-Za-zÀ-ÖØ-öø-ÿŒœ])', '\\1[nom]', 'g');
  end loop;
  return given;
end $$;
"""

INDEXING = """
create function terrain_index_note() returns trigger language plpgsql as $$
declare note jsonb := to_jsonb(new);
begin
  insert into note_search (id, kind, authority_id, workshop_id, theme, severity, is_guarded, is_removed, seen_at, text,
    more)
  values (new.id, tg_argv[0], new.authority_id, new.workshop_id, note->>'theme', (note->>'severity')::smallint,
    coalesce(note->>'kind' = 'verbatim' or note->>'sensitivity' <> 'ordinary', false), new.removed_at is not null,
    new.seen_at, coalesce(note->>'text', note->>'label', note->>'statement'),
    concat_ws(' / ', nullif(note->>'consequence', ''), nullif(note->>'workaround', ''), nullif(note->>'service', ''),
      nullif(note->>'trigger', ''), nullif(note->>'tools', ''), nullif(note->>'author_role', '')))
  on conflict (id) do update set theme = excluded.theme, severity = excluded.severity,
    is_guarded = excluded.is_guarded, is_removed = excluded.is_removed, seen_at = excluded.seen_at,
    text = excluded.text, more = excluded.more;
  return null;
end $$;
create function terrain_forget_note() returns trigger language plpgsql as $$
begin
  delete from note_search where id = old.id;
  return null;
end $$;
"""

# Row-level security keeps an index from serving a condition that might leak, and matching text counts as one. Put in a
# restrictive policy, the condition runs first, from the index, and the guard of the tenant after it. Nothing is opened:
# a restrictive policy only takes rows away. Unset, it takes none.
ASKED = """
create policy note_search_asked on note_search as restrictive for select using (
  words @@ (select coalesce(nullif(current_setting('app.query', true), ''), '!''no such word''')::tsquery))
"""

# What a participant said is found while they consent: the guard of the observation is asked, and stands here too.
CONSENT = """
create policy note_search_consent on note_search as restrictive for select using (
  kind <> 'observation' or exists (select 1 from observation o where o.id = note_search.id))
"""


def upgrade() -> None:
    op.execute("create extension if not exists unaccent")
    for statements in (WORDS, MASK):
        op.execute(statements)
    op.create_table(
        "note_search",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("theme", AutoString(), nullable=True),
        sa.Column("severity", sa.SmallInteger(), nullable=True),
        sa.Column("is_guarded", sa.Boolean(), nullable=False),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("more", AutoString(), nullable=False),
        sa.Column("masks", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "words",
            postgresql.TSVECTOR(),
            sa.Computed(
                "setweight(terrain_words(text), 'A'::\"char\") || setweight(terrain_words(more), 'C'::\"char\")",
                persisted=True,
            ),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_search")),
    )
    op.create_index(
        op.f("ix_note_search_authority_id_kind_theme"), "note_search", ["authority_id", "kind", "theme"]
    )
    op.create_index(op.f("ix_note_search_kind_theme_id"), "note_search", ["kind", "theme", "id"])
    op.create_index(op.f("ix_note_search_words"), "note_search", ["words"], postgresql_using="gin")
    for table in TENANTS:
        for statement in policies.isolate(table):
            op.execute(statement)
    op.execute(ASKED)
    op.execute(CONSENT)
    op.execute(INDEXING)
    op.execute("select set_config('app.operator', 'on', true)")
    for table in NOTES:
        op.execute(
            f"create trigger {table}_is_searched after insert or update on {table}"
            f" for each row execute function terrain_index_note('{table}')"
        )
        op.execute(
            f"create trigger {table}_is_forgotten after delete on {table}"
            " for each row execute function terrain_forget_note()"
        )
        op.execute(f"update {table} set version = version")  # what was noted before is found too
    op.execute("select set_config('app.operator', '', true)")


def downgrade() -> None:
    for table in NOTES:
        op.execute(f"drop trigger {table}_is_searched on {table}")
        op.execute(f"drop trigger {table}_is_forgotten on {table}")
    op.execute("drop function terrain_index_note, terrain_forget_note")
    for table in reversed(TENANTS):
        op.drop_table(table)
    op.execute("drop function terrain_words, terrain_plain, terrain_mask")
    op.execute("drop text search configuration terrain_french")
    op.execute("drop text search configuration terrain_simple")
    op.execute("drop text search dictionary terrain_plain")
