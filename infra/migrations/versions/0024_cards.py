"""What agents say after a use: cards, and uses declared of other tools."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0024"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "after_use_card",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("use_id", sa.Uuid(), nullable=False),
        sa.Column("tool", AutoString(), nullable=False),
        sa.Column("use_case", AutoString(), nullable=False),
        sa.Column("family", AutoString(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("usual_minutes", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("checking_minutes", sa.Integer(), nullable=False),
        sa.Column("would_have_done", sa.Boolean(), nullable=False),
        sa.Column("became", AutoString(), nullable=False),
        sa.Column("chose_frugal", sa.Boolean(), nullable=False),
        sa.Column("incident", AutoString(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("incident_note", sa.Text(), server_default="", nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "became in ('citizens', 'substance', 'backlog', 'training', 'nothing', '')",
            name=op.f("ck_after_use_card_became"),
        ),
        sa.CheckConstraint(
            "incident in ('wrong_answer', 'personal_data', 'legal', 'bias', '')",
            name=op.f("ck_after_use_card_incident"),
        ),
        sa.CheckConstraint(
            "outcome in ('kept', 'lightly_edited', 'heavily_edited', 'discarded')",
            name=op.f("ck_after_use_card_outcome"),
        ),
        sa.CheckConstraint(
            "severity between 0 and 5 and (severity = 0) = (incident = '')",
            name=op.f("ck_after_use_card_severity"),
        ),
        sa.CheckConstraint(
            "usual_minutes between 0 and 1440 and minutes between 0 and 1440 and checking_minutes between 0 and 1440",
            name=op.f("ck_after_use_card_minutes"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_use_card")),
    )
    op.create_index(
        op.f("ix_after_use_card_authority_id_person_id_id"),
        "after_use_card",
        ["authority_id", "person_id", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_after_use_card_use_id"), "after_use_card", ["use_id"], unique=True)
    op.create_table(
        "declared_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("tool", AutoString(), nullable=False),
        sa.Column("used_on", sa.Date(), nullable=False),
        sa.Column("use_case", AutoString(), nullable=False),
        sa.Column("family", AutoString(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_use")),
    )
    op.create_index(
        op.f("ix_declared_use_authority_id_person_id_id"),
        "declared_use",
        ["authority_id", "person_id", "id"],
        unique=False,
    )
    op.add_column("message", sa.Column("use_id", sa.Uuid(), nullable=True))
    op.add_column("message", sa.Column("carded_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_message_use_id"), "message", ["use_id"], unique=False)
    for table in ("after_use_card", "declared_use"):
        for statement in policies.isolate_person(table):
            op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_message_use_id"), table_name="message")
    op.drop_column("message", "carded_at")
    op.drop_column("message", "use_id")
    op.drop_index(op.f("ix_declared_use_authority_id_person_id_id"), table_name="declared_use")
    op.drop_table("declared_use")
    op.drop_index(op.f("ix_after_use_card_use_id"), table_name="after_use_card")
    op.drop_index(op.f("ix_after_use_card_authority_id_person_id_id"), table_name="after_use_card")
    op.drop_table("after_use_card")
