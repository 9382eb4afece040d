"""The service where a person works, and request templates shared within it."""

import sqlalchemy as sa
from alembic import op

from services.kit import policies

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TABLE = "request_template"
NO_POLICY = "drop policy request_template_isolation on request_template"


def upgrade() -> None:
    op.add_column("person", sa.Column("service", sa.Text(), nullable=False, server_default=""))
    op.add_column(TABLE, sa.Column("service", sa.Text(), nullable=False, server_default=""))
    _check("sharing in ('private', 'service', 'authority', 'region')")
    op.create_check_constraint(
        op.f("ck_request_template_service"), TABLE, "(sharing = 'service') = (service <> '')"
    )
    op.execute(NO_POLICY)
    for statement in policies.isolate_shared_with_service(TABLE, "owner_id", "sharing", "service"):
        op.execute(statement)


def downgrade() -> None:
    op.execute(NO_POLICY)
    # Kept by their owners: the version before would have shown them to the whole authority.
    op.execute(
        "alter table request_template no force row level security"
    )  # no policy is left: the owner must see
    op.execute("update request_template set sharing = 'private', service = '' where sharing = 'service'")
    for statement in policies.isolate_shared(TABLE, "owner_id", "sharing"):
        op.execute(statement)
    op.drop_constraint(op.f("ck_request_template_service"), TABLE)
    _check("sharing in ('private', 'authority', 'region')")
    op.drop_column(TABLE, "service")
    op.drop_column("person", "service")


def _check(condition: str) -> None:
    op.drop_constraint(op.f("ck_request_template_sharing"), TABLE)
    op.create_check_constraint(op.f("ck_request_template_sharing"), TABLE, condition)
