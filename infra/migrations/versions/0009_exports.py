"""Snapshots."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from services.kit import policies

revision = "0009"
down_revision = "0006"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("programme", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("scope_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("schema_version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_snapshot_sha256")),
        sa.CheckConstraint("rows >= 0", name=op.f("ck_snapshot_rows")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_snapshot_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
    )
    op.create_index(op.f("ix_snapshot_authority_id_id"), "snapshot", ["authority_id", "id"])
    for statement in policies.isolate("snapshot"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("snapshot")
