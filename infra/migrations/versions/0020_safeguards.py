"""The safeguards of the assistant: how personal data left with a question, and who accepted which charter."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0020"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("handling", sa.Text(), server_default="mask", nullable=False))
    op.add_column("message", sa.Column("reason", sa.Text(), server_default="", nullable=False))
    op.create_check_constraint(
        op.f("ck_message_handling"), "message", "handling in ('mask', 'refuse', 'pass')"
    )
    op.create_table(
        "charter_acceptance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fingerprint", AutoString(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version >= 1", name=op.f("ck_charter_acceptance_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charter_acceptance")),
    )
    op.create_index(
        op.f("ix_charter_acceptance_authority_id_person_id_version"),
        "charter_acceptance",
        ["authority_id", "person_id", "version"],
        unique=True,
    )
    for statement in policies.isolate_person("charter_acceptance"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("charter_acceptance")
    op.drop_constraint(op.f("ck_message_handling"), "message", type_="check")
    op.drop_column("message", "reason")
    op.drop_column("message", "handling")
