"""The collection a question is answered from, and the passages that its answer was given, by number."""

import sqlalchemy as sa
from alembic import op

from services.kit import policies

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("collection_id", sa.Uuid(), nullable=True))
    op.create_table(
        "citation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.CheckConstraint("number between 1 and 99", name=op.f("ck_citation_number")),
        sa.ForeignKeyConstraint(
            ["message_id"], ["message.id"], name=op.f("fk_citation_message_id_message"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
    )
    op.create_index(
        op.f("ix_citation_authority_id_person_id"), "citation", ["authority_id", "person_id"], unique=False
    )
    op.create_index(op.f("ix_citation_message_id_number"), "citation", ["message_id", "number"], unique=True)
    for statement in policies.isolate_person("citation"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("citation")
    op.drop_column("message", "collection_id")
