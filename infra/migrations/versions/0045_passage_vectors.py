"""What passages mean, as a model's figures; pgvector compares them where the server has it."""

import sqlalchemy as sa
from alembic import op

from services.kit import policies

revision = "0045"
down_revision = "0036"
branch_labels = None
depends_on = None

# A server need not have pgvector, and the schema's owner need not be allowed to create it. The table is of plain figures
# either way; its owner may create the extension later, and it serves from then on (infra/decisions/0045-meaning.md).
EXTENSION = """
do $$ begin
  create extension if not exists vector;
exception when feature_not_supported or undefined_file or insufficient_privilege then
  raise notice 'pgvector is not there: collections are found by words alone';
end $$
"""


def upgrade() -> None:
    op.execute(EXTENSION)
    op.create_table(
        "passage_vector",
        sa.Column("passage_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("collection_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("vector", sa.ARRAY(sa.REAL()), nullable=False),
        sa.CheckConstraint(
            "dimension = cardinality(vector) and dimension between 1 and 16000",
            name=op.f("ck_passage_vector_dimension"),
        ),
        sa.ForeignKeyConstraint(
            ["passage_id"],
            ["passage.id"],
            name=op.f("fk_passage_vector_passage_id_passage"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("passage_id", name=op.f("pk_passage_vector")),
    )
    for columns in (["authority_id", "model"], ["collection_id", "model"]):
        op.create_index(op.f(f"ix_passage_vector_{'_'.join(columns)}"), "passage_vector", columns)
    for statement in policies.isolate_authority("passage_vector"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("passage_vector")  # the extension may serve others: it stays
