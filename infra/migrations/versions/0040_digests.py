"""The monthly digest by e-mail: to whom it went, and who would rather not."""

import sqlalchemy as sa
from alembic import op

from services.kit import policies

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("digest_refused_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "digest_delivery",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_digest_delivery_person_id_person")
        ),
        sa.PrimaryKeyConstraint("month", "address_hash", name=op.f("pk_digest_delivery")),
    )
    op.create_index(
        op.f("ix_digest_delivery_authority_id_person_id"), "digest_delivery", ["authority_id", "person_id"]
    )
    for statement in policies.isolate_person("digest_delivery"):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("digest_delivery")
    op.drop_column("person", "digest_refused_at")
