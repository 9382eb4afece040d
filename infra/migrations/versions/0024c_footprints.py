"""What an answer took: its tokens and the model that answered, for its footprint."""

import sqlalchemy as sa
from alembic import op

revision = "0024c"
down_revision = "0024b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("message", sa.Column("upstream", sa.Text(), server_default="", nullable=False))
    op.add_column("message", sa.Column("input_tokens", sa.Integer(), nullable=True))
    op.add_column("message", sa.Column("output_tokens", sa.Integer(), nullable=True))
    op.add_column("message", sa.Column("counted_in", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    for column in ("counted_in", "output_tokens", "input_tokens", "upstream"):
        op.drop_column("message", column)
