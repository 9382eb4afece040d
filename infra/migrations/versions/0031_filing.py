"""A day that was validated is filed: it takes no more notes, until an administrator reopens it."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

NAME = "ck_workshop_is_validated_before_filed"


def upgrade() -> None:
    op.add_column("workshop", sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("workshop", sa.Column("filed_by", sa.Uuid(), nullable=True))
    op.create_check_constraint(op.f(NAME), "workshop", "filed_at is null or validated_at is not null")


def downgrade() -> None:
    op.drop_constraint(op.f(NAME), "workshop", type_="check")
    op.drop_column("workshop", "filed_by")
    op.drop_column("workshop", "filed_at")
