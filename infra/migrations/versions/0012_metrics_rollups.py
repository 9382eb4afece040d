"""Narrow events and the rollups that are counted as they come in."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from services.kit import policies

revision = "0012"
down_revision = "0009"
branch_labels = None
depends_on = None

ISOLATED = (
    "usage_event", "quarantined_event", "use_week", "use_month", "person_week", "person_month", "card_month",
    "fact_month", "enrolment_day",
)  # fmt: skip


def upgrade() -> None:
    _put_aside()
    op.create_table(
        "usage_event",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("input", sa.Integer(), nullable=False),
        sa.Column("output", sa.Integer(), nullable=False),
        sa.Column("origin", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("body", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_usage_event")),
    )
    op.create_index(
        "ix_usage_event_authority_id_at", "usage_event", ["authority_id", "at"],
        postgresql_using="brin", postgresql_with={"autosummarize": "on", "pages_per_range": 32},
    )  # fmt: skip
    op.create_table(
        "card_month",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("grade", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("became", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("net", sa.SmallInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority_id",
            "month",
            "code",
            "outcome",
            "grade",
            "became",
            "is_new",
            "net",
            name=op.f("pk_card_month"),
        ),
        postgresql_with={"fillfactor": 60},
    )
    op.create_table(
        "enrolment_day",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("invited", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "day", name=op.f("pk_enrolment_day")),
    )
    op.create_table(
        "fact_month",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("detail", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "month", "kind", "detail", name=op.f("pk_fact_month")),
        postgresql_with={"fillfactor": 60},
    )
    op.create_table(
        "outbox_cursor",
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_outbox_cursor")),
    )
    op.create_table(
        "person_month",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("source", sa.SmallInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("codes", sa.BigInteger(), nullable=False),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("card_codes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "month", "source", "person", name=op.f("pk_person_month")),
        postgresql_with={"fillfactor": 60},
    )
    op.create_table(
        "person_week",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("source", sa.SmallInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("codes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "week", "source", "person", name=op.f("pk_person_week")),
        postgresql_with={"fillfactor": 60},
    )
    op.create_table(
        "quarantined_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("pointer", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarantined_event")),
    )
    op.create_index(
        op.f("ix_quarantined_event_authority_id_id"),
        "quarantined_event",
        ["authority_id", "id"],
        unique=False,
    )
    op.create_table(
        "usage_origin",
        sa.Column("id", sa.SmallInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.SmallInteger(), nullable=False),
        sa.Column("tool", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_origin")),
        sa.UniqueConstraint(
            "source", "tool", "provider", "model", name=op.f("uq_usage_origin_source_tool_provider_model")
        ),
    )
    op.create_table(
        "usage_source",
        sa.Column("id", sa.SmallInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_usage_source")),
        sa.UniqueConstraint("name", name=op.f("uq_usage_source_name")),
    )
    op.create_table(
        "use_month",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("origin", sa.SmallInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("input", sa.BigInteger(), nullable=False),
        sa.Column("output", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "month", "kind", "code", "origin", name=op.f("pk_use_month")),
        postgresql_with={"fillfactor": 60},
    )
    op.create_table(
        "use_week",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "week", "code", name=op.f("pk_use_week")),
        postgresql_with={"fillfactor": 60},
    )
    for table in ISOLATED:
        for statement in policies.isolate(table):
            op.execute(statement)


def _put_aside() -> None:
    """Old events hold pseudonyms as they were sent, which no key can hash here: keep them apart, senders send again."""
    if op.get_bind().execute(sa.text("select exists (select 1 from usage_event)")).scalar():
        op.rename_table("usage_event", "usage_event_before_0012")
        for name in ("pk_usage_event", "ix_usage_event_authority_id_type_at"):
            op.execute(f"alter index {name} rename to {name}_before_0012")
    else:
        op.drop_table("usage_event")


def downgrade() -> None:
    for table in (*reversed(ISOLATED), "usage_origin", "usage_source", "outbox_cursor"):
        op.drop_table(table)
    op.create_table(
        "usage_event",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("event_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("type", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("use_case", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("family", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("tool", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("invited", sa.Integer(), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(type = 'terrain.enrolment') = (invited is not null)",
            name=op.f("ck_usage_event_enrolment_has_a_count"),
        ),
        sa.CheckConstraint(
            "(type = 'terrain.use') = (agent is not null and family is not null and tool is not null)",
            name=op.f("ck_usage_event_use_has_its_fields"),
        ),
        sa.CheckConstraint(
            "family is null or family in ('search', 'drafting', 'synthesis', 'data', 'citizen_relations', 'other')",
            name=op.f("ck_usage_event_family"),
        ),
        sa.CheckConstraint("type in ('terrain.use', 'terrain.enrolment')", name=op.f("ck_usage_event_type")),
        sa.CheckConstraint("invited >= 0", name=op.f("ck_usage_event_invited")),
        sa.PrimaryKeyConstraint("authority_id", "source", "event_id", name=op.f("pk_usage_event")),
    )
    op.create_index(
        op.f("ix_usage_event_authority_id_type_at"),
        "usage_event",
        ["authority_id", "type", "at"],
        unique=False,
    )
    for statement in policies.isolate("usage_event"):
        op.execute(statement)
