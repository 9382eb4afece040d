"""The metrics room."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from services.kit import policies

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "usage_event",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("event_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("use_case", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("family", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("tool", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("invited", sa.Integer(), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(type = 'terrain.enrolment') = (invited is not null)",
            name=op.f("ck_usage_event_enrolment_has_a_count"),
        ),
        sa.CheckConstraint(
            "(type = 'terrain.use') = (agent is not null and family is not null and tool is not null)",
            name=op.f("ck_usage_event_use_has_its_fields"),
        ),
        sa.CheckConstraint(
            "family is null or family in ('search', 'drafting', 'synthesis', 'data', 'citizen_relations', 'other')",
            name=op.f("ck_usage_event_family"),
        ),
        sa.CheckConstraint("type in ('terrain.use', 'terrain.enrolment')", name=op.f("ck_usage_event_type")),
        sa.CheckConstraint("invited >= 0", name=op.f("ck_usage_event_invited")),
        sa.PrimaryKeyConstraint("authority_id", "source", "event_id", name=op.f("pk_usage_event")),
    )
    op.create_index(
        op.f("ix_usage_event_authority_id_type_at"),
        "usage_event",
        ["authority_id", "type", "at"],
        unique=False,
    )
    for statement in policies.isolate("usage_event"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_usage_event_authority_id_type_at"), table_name="usage_event")
    op.drop_table("usage_event")
