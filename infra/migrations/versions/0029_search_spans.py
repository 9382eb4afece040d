"""Shorter runs of notes: a very frequent word reads a third of what it read, a rare one as little as before."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def _resize(small: int, medium: int, large: int) -> None:
    op.execute("drop index ix_note_search_words")
    op.execute(
        "alter table note_search drop column span_small, drop column span_medium, drop column span_large"
    )
    op.execute(
        f"alter table note_search"
        f" add column span_small integer not null generated always as ((place >> {small})::integer) stored,"
        f" add column span_medium integer not null generated always as ((place >> {medium})::integer) stored,"
        f" add column span_large integer not null generated always as ((place >> {large})::integer) stored"
    )
    op.execute(
        "create index ix_note_search_words on note_search using gin"
        " (words, span_small, span_medium, span_large, authority_id, kind, theme) with (fastupdate = off)"
    )


def upgrade() -> None:
    _resize(11, 14, 17)


def downgrade() -> None:
    _resize(13, 16, 19)
