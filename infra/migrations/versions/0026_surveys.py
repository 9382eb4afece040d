"""Surveys: who may answer them, and what was answered, which nothing joins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0026"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLES = ("survey", "survey_invitation", "survey_answer")


def upgrade() -> None:
    op.create_table(
        "survey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("wave", AutoString(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pool", sa.Uuid(), nullable=True),
        sa.CheckConstraint("wave in ('t0', 'm3', 'm6', 'm12')", name=op.f("ck_survey_wave")),
        sa.CheckConstraint("closes_on >= opens_on", name=op.f("ck_survey_dates")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
    )
    op.create_table(
        "survey_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=True),
        sa.Column("sheet", sa.Integer(), nullable=True),
        sa.Column("draft", sa.LargeBinary(), nullable=True),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "(token_hash is null) <> (sheet is null)", name=op.f("ck_survey_invitation_either")
        ),
        sa.CheckConstraint(
            "draft is null or not is_answered", name=op.f("ck_survey_invitation_no_draft_left")
        ),
        _survey("survey_invitation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_invitation")),
        sa.UniqueConstraint("survey_id", "sheet", name=op.f("uq_survey_invitation_survey_id_sheet")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_survey_invitation_token_hash")),
    )
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("replies", JSONB(), nullable=False),
        _survey("survey_answer"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
    )
    op.create_index(op.f("ix_survey_authority_id_opens_on"), "survey", ["authority_id", "opens_on"])
    for table in TABLES[1:]:
        op.create_index(op.f(f"ix_{table}_authority_id_survey_id"), table, ["authority_id", "survey_id"])
    for table in TABLES:
        for statement in policies.isolate(table):
            op.execute(statement)


def _survey(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["survey_id"], ["survey.id"], name=op.f(f"fk_{table}_survey_id_survey"), ondelete="CASCADE"
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
