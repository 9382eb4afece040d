"""Collections of an authority's own documents, cut into passages that are found by their words."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# Matching words is not leakproof, so under row-level security no index would serve. As the notes do (0018), a policy
# itself asks: it lets through what `app.query` matches, and the index answers it. Words stand apart from the passages
# so that a passage is read without asking for any.
ASKED = """
create policy passage_words_asked on passage_words as restrictive for select using (
  words @@ (select coalesce(nullif(current_setting('app.query', true), ''), '!''no such word''')::tsquery))
"""
TABLES = ("collection", "collection_document", "passage", "passage_words")


def upgrade() -> None:
    op.create_table(
        "collection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection")),
    )
    op.create_index(
        op.f("ix_collection_authority_id_name"), "collection", ["authority_id", "name"], unique=True
    )
    op.create_table(
        "collection_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("unread_pages", sa.Integer(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "size > 0 and characters > 0 and passages > 0 and unread_pages >= 0",
            name=op.f("ck_collection_document_amounts"),
        ),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collection.id"], name=op.f("fk_collection_document_collection_id_collection"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collection_document")),
    )  # fmt: skip
    op.create_table(
        "passage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_passage_number")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["collection_document.id"], name=op.f("fk_passage_document_id_collection_document"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
    )  # fmt: skip
    op.create_table(
        "passage_words",
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["passage_id"],
            ["passage.id"],
            name=op.f("fk_passage_words_passage_id_passage"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("pk_passage_words")),
    )
    for table, columns, is_unique in (
        ("collection_document", ["authority_id"], False),
        ("collection_document", ["collection_id", "id"], False),
        ("passage", ["authority_id"], False),
        ("passage", ["document_id", "number"], True),
        ("passage_words", ["authority_id"], False),
    ):
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns, unique=is_unique)
    op.create_index(
        "ix_passage_words_words", "passage_words", ["words", "collection_id"], postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )  # fmt: skip
    for table in TABLES:
        for statement in policies.isolate_authority(table):
            op.execute(statement)
    op.execute(ASKED)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
