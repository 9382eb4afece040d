"""The preparation of a day: its agenda, its checklist, and when it was said to be prepared."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0013"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workshop", sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("label", AutoString(), nullable=False),
        sa.CheckConstraint(
            "kind in ('welcome', 'observation', 'interview', 'group', 'debrief', 'other')",
            name=op.f("ck_agenda_item_kind"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_agenda_item_starts_before_it_ends")),
        _workshop("agenda_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
    )
    op.create_index(
        op.f("ix_agenda_item_authority_id_workshop_id_starts_at"),
        "agenda_item",
        ["authority_id", "workshop_id", "starts_at"],
    )
    op.create_table(
        "done_item",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("item", AutoString(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        _workshop("done_item"),
        sa.PrimaryKeyConstraint("workshop_id", "item", name=op.f("pk_done_item")),
    )
    op.create_index(
        op.f("ix_done_item_authority_id_workshop_id"), "done_item", ["authority_id", "workshop_id"]
    )
    for table in ("agenda_item", "done_item"):
        for statement in policies.isolate(table):
            op.execute(statement)


def _workshop(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id", "authority_id"],
        ["workshop.id", "workshop.authority_id"],
        name=op.f(f"fk_{table}_workshop_id_workshop"),
    )


def downgrade() -> None:
    op.drop_table("done_item")
    op.drop_table("agenda_item")
    op.drop_column("workshop", "prepared_at")
