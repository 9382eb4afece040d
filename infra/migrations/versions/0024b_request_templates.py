"""Request templates, their versions that nobody changes, and the template that a request was written from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0024b"
down_revision = "0024"
branch_labels = None
depends_on = None

_KEEP = """
create function keep_template_version() returns trigger language plpgsql as $$
begin
    raise exception 'a version of a request template is never changed' using errcode = 'restrict_violation';
end $$
"""


def upgrade() -> None:
    op.create_table(
        "request_template",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("sharing", AutoString(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("origin_version", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "sharing in ('private', 'authority', 'region')", name=op.f("ck_request_template_sharing")
        ),
        sa.CheckConstraint(
            "(origin_id is null) = (origin_version is null)", name=op.f("ck_request_template_origin")
        ),
        sa.CheckConstraint("current >= 1", name=op.f("ck_request_template_current")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_template")),
    )
    op.create_index(
        op.f("ix_request_template_authority_id_id"), "request_template", ["authority_id", "id"], unique=False
    )
    op.create_table(
        "request_template_version",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("summary", AutoString(), nullable=False),
        sa.Column("use_case", AutoString(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("variables", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_request_template_version_number")),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["request_template.id"],
            name=op.f("fk_request_template_version_template_id_request_template"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_template_version")),
    )
    op.create_index(
        op.f("ix_request_template_version_authority_id_template_id"),
        "request_template_version",
        ["authority_id", "template_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_request_template_version_template_id_number"),
        "request_template_version",
        ["template_id", "number"],
        unique=True,
    )
    op.add_column("after_use_card", sa.Column("template_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_after_use_card_template_id"), "after_use_card", ["template_id"], unique=False)
    op.add_column("message", sa.Column("template_id", sa.Uuid(), nullable=True))
    for statement in (
        *policies.isolate_shared("request_template", "owner_id", "sharing"),
        *policies.isolate_part("request_template_version", "request_template", "template_id"),
    ):
        op.execute(statement)
    op.execute(_KEEP)
    op.execute(
        "create trigger keep before update on request_template_version"
        " for each row execute function keep_template_version()"
    )


def downgrade() -> None:
    op.drop_column("message", "template_id")
    op.drop_index(op.f("ix_after_use_card_template_id"), table_name="after_use_card")
    op.drop_column("after_use_card", "template_id")
    op.drop_index(
        op.f("ix_request_template_version_template_id_number"), table_name="request_template_version"
    )
    op.drop_index(
        op.f("ix_request_template_version_authority_id_template_id"), table_name="request_template_version"
    )
    op.drop_table("request_template_version")
    op.drop_index(op.f("ix_request_template_authority_id_id"), table_name="request_template")
    op.drop_table("request_template")
    op.execute("drop function keep_template_version()")
