"""The assistant room."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from services.kit import policies

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assistant_use",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("caller_id", sa.Uuid(), nullable=False),
        sa.Column("caller_kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("use_case", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("family", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("supplier", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("is_streamed", sa.Boolean(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("counted_in", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (ended_at is null)", name=op.f("ck_assistant_use_ended")),
        sa.CheckConstraint("caller_kind in ('person', 'key')", name=op.f("ck_assistant_use_caller_kind")),
        sa.CheckConstraint(
            "counted_in in ('tokens', 'words', 'estimate')", name=op.f("ck_assistant_use_counted_in")
        ),
        sa.CheckConstraint(
            "state in ('open', 'complete', 'interrupted', 'failed')", name=op.f("ck_assistant_use_state")
        ),
        sa.CheckConstraint("input_tokens >= 0 and output_tokens >= 0", name=op.f("ck_assistant_use_tokens")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistant_use")),
    )
    op.create_index(
        op.f("ix_assistant_use_authority_id_started_at"),
        "assistant_use",
        ["authority_id", "started_at"],
        unique=False,
    )
    op.create_index(
        "ix_assistant_use_open",
        "assistant_use",
        ["started_at"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
    )
    op.create_index(
        op.f("ix_conversation_authority_id_person_id_id"),
        "conversation",
        ["authority_id", "person_id", "id"],
        unique=False,
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("content", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("supplier", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("use_case", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("frugal_hint", sa.Text(), server_default="", nullable=False),
        sa.Column("failure", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'pending') = (ended_at is null)", name=op.f("ck_message_ended")),
        sa.CheckConstraint("role in ('user', 'assistant')", name=op.f("ck_message_role")),
        sa.CheckConstraint(
            "state in ('pending', 'complete', 'interrupted', 'failed')", name=op.f("ck_message_state")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name=op.f("fk_message_conversation_id_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(
        op.f("ix_message_authority_id_person_id"), "message", ["authority_id", "person_id"], unique=False
    )
    op.create_index(op.f("ix_message_conversation_id_id"), "message", ["conversation_id", "id"], unique=False)
    op.create_index(op.f("ix_message_created_at"), "message", ["created_at"], unique=False)
    for statement in policies.isolate("assistant_use"):
        op.execute(statement)
    for table in ("conversation", "message"):
        for statement in policies.isolate_person(table):
            op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_message_created_at"), table_name="message")
    op.drop_index(op.f("ix_message_conversation_id_id"), table_name="message")
    op.drop_index(op.f("ix_message_authority_id_person_id"), table_name="message")
    op.drop_table("message")
    op.drop_index(op.f("ix_conversation_authority_id_person_id_id"), table_name="conversation")
    op.drop_table("conversation")
    op.drop_index(
        "ix_assistant_use_open", table_name="assistant_use", postgresql_where=sa.text("state = 'open'")
    )
    op.drop_index(op.f("ix_assistant_use_authority_id_started_at"), table_name="assistant_use")
    op.drop_table("assistant_use")
