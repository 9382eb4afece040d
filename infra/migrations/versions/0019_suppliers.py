"""Suppliers, what they offer, other names for it; quotas and what is spent of them."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from services.kit import policies

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_alias",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_model_alias")),
    )
    op.create_table(
        "quota",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("caller_id", sa.Uuid(), nullable=True),
        sa.Column("unit", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("monthly", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("unit in ('tokens', 'euros', 'kwh')", name=op.f("ck_quota_unit")),
        sa.CheckConstraint("monthly >= 0", name=op.f("ck_quota_monthly")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
        sa.UniqueConstraint(
            "authority_id",
            "caller_id",
            "unit",
            name=op.f("uq_quota_authority_id_caller_id_unit"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "supplier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("base_url", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sealed_key", sa.LargeBinary(), nullable=False),
        sa.Column("data_class", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("region", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("max_parallel", sa.Integer(), nullable=False),
        sa.Column("first_byte", sa.Float(), nullable=False),
        sa.Column("total", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "data_class in ('public', 'internal', 'personal')", name=op.f("ck_supplier_data_class")
        ),
        sa.CheckConstraint(
            "first_byte > 0 and total > 0 and total <= 600", name=op.f("ck_supplier_patience")
        ),
        sa.CheckConstraint("max_parallel between 1 and 1000", name=op.f("ck_supplier_max_parallel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("name", name=op.f("uq_supplier_name")),
    )
    op.create_table(
        "quota_lease",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quota_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("remaining >= 0", name=op.f("ck_quota_lease_remaining")),
        sa.ForeignKeyConstraint(
            ["quota_id"], ["quota.id"], name=op.f("fk_quota_lease_quota_id_quota"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_lease")),
    )
    op.create_index(op.f("ix_quota_lease_quota_id_month"), "quota_lease", ["quota_id", "month"], unique=False)
    op.create_table(
        "quota_month",
        sa.Column("quota_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("spent >= 0", name=op.f("ck_quota_month_spent")),
        sa.ForeignKeyConstraint(
            ["quota_id"], ["quota.id"], name=op.f("fk_quota_month_quota_id_quota"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("quota_id", "month", name=op.f("pk_quota_month")),
    )
    op.create_index(op.f("ix_quota_month_authority_id"), "quota_month", ["authority_id"], unique=False)
    op.create_table(
        "supplier_model",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("upstream", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("price_in", sa.Float(), nullable=False),
        sa.Column("price_out", sa.Float(), nullable=False),
        sa.Column("energy", sa.Float(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("roles", sa.ARRAY(sa.String()), nullable=False),
        sa.Column("authorities", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('chat', 'embeddings')", name=op.f("ck_supplier_model_kind")),
        sa.CheckConstraint(
            "price_in >= 0 and price_out >= 0 and energy >= 0", name=op.f("ck_supplier_model_price")
        ),
        sa.CheckConstraint("priority between 1 and 9", name=op.f("ck_supplier_model_priority")),
        sa.ForeignKeyConstraint(
            ["supplier_id"],
            ["supplier.id"],
            name=op.f("fk_supplier_model_supplier_id_supplier"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_model")),
        sa.UniqueConstraint("supplier_id", "name", name=op.f("uq_supplier_model_supplier_id_name")),
    )
    op.create_index(op.f("ix_supplier_model_name"), "supplier_model", ["name"], unique=False)
    op.add_column("assistant_use", sa.Column("cost", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column("assistant_use", sa.Column("energy", sa.BigInteger(), server_default="0", nullable=False))
    op.create_check_constraint(op.f("ck_assistant_use_amounts"), "assistant_use", "cost >= 0 and energy >= 0")
    for table in ("quota", "quota_month"):
        for statement in policies.isolate(table):
            op.execute(statement)


def downgrade() -> None:
    op.drop_constraint(op.f("ck_assistant_use_amounts"), "assistant_use")
    op.drop_column("assistant_use", "energy")
    op.drop_column("assistant_use", "cost")
    op.drop_index(op.f("ix_supplier_model_name"), table_name="supplier_model")
    op.drop_table("supplier_model")
    op.drop_index(op.f("ix_quota_month_authority_id"), table_name="quota_month")
    op.drop_table("quota_month")
    op.drop_index(op.f("ix_quota_lease_quota_id_month"), table_name="quota_lease")
    op.drop_table("quota_lease")
    op.drop_table("supplier")
    op.drop_table("quota")
    op.drop_table("model_alias")
