"""Suppliers' statements: files of totals by day, and the lines of them that count."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0039"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLES = ("supplier_statement", "statement_line")


def upgrade() -> None:
    op.create_table(
        "supplier_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("tool", AutoString(), nullable=False),
        sa.Column("brought_by", sa.Uuid(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("headings", JSONB(), nullable=False),
        sa.Column("waiting", JSONB(), nullable=False),
        sa.Column("refused", JSONB(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "withdrawn_at is null or confirmed_at is not null", name=op.f("ck_supplier_statement_withdrawn")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_statement")),
    )
    op.create_table(
        "statement_line",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("tool", AutoString(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("model", AutoString(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("input", sa.BigInteger(), nullable=False),
        sa.Column("output", sa.BigInteger(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "people <= uses and (uses = 0 or people > 0)", name=op.f("ck_statement_line_people")
        ),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["supplier_statement.id"],
            name=op.f("fk_statement_line_statement_id_supplier_statement"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("authority_id", "tool", "day", "model", name=op.f("pk_statement_line")),
    )  # fmt: skip
    op.create_index(
        op.f("ix_supplier_statement_authority_id_id"), "supplier_statement", ["authority_id", "id"]
    )
    op.create_index(op.f("ix_statement_line_statement_id"), "statement_line", ["statement_id"])
    for table in TABLES:
        for statement in policies.isolate(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
