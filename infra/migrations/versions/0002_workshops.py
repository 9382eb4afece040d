"""The workshops room: programmes, workshops, what is captured in them, hypotheses and their evidence."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TENANTS = (
    "programme_authority",
    "workshop",
    "observation",
    "task",
    "pain_point",
    "wish",
    "hypothesis",
    "hypothesis_evidence",
)


def _captured(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("received_hash", sa.LargeBinary(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "authority_id"],
            ["workshop.id", "workshop.authority_id"],
            name=op.f(f"fk_{table}_workshop_id_workshop"),
        ),
    ]


def _index_captured(table: str) -> None:
    op.create_index(
        op.f(f"ix_{table}_authority_id_workshop_id_id"), table, ["authority_id", "workshop_id", "id"]
    )
    op.create_index(op.f(f"ix_{table}_workshop_id_id"), table, ["workshop_id", "id"])


def _quantities(table: str) -> list[sa.schema.SchemaItem]:
    checks = {
        "per": "per in ('day', 'week', 'month', 'year')",
        "times_go_with_per": "(times is null) = (per is null)",
        "quantities_are_positive": "times > 0 and minutes > 0 and agents > 0",
        "minutes_are_in_order": "minutes_low <= minutes and minutes <= minutes_high",
        "grade": "grade in ('measured', 'declared', 'estimated')",
    }
    return [
        sa.Column("times", sa.Float(), nullable=True),
        sa.Column("per", AutoString(), nullable=True),
        sa.Column("minutes", sa.Float(), nullable=True),
        sa.Column("minutes_low", sa.Float(), nullable=True),
        sa.Column("minutes_high", sa.Float(), nullable=True),
        sa.Column("agents", sa.Integer(), nullable=False),
        sa.Column("grade", AutoString(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in checks.items()),
    ]


def upgrade() -> None:
    op.create_table(
        "hypothesis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("title", AutoString(), nullable=False),
        sa.Column("who", AutoString(), nullable=False),
        sa.Column("difficulty", AutoString(), nullable=False),
        sa.Column("task", AutoString(), nullable=False),
        sa.Column("frequency", AutoString(), nullable=False),
        sa.Column("consequence", AutoString(), nullable=False),
        sa.Column("because", AutoString(), nullable=False),
        sa.Column("other_explanations", AutoString(), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hypothesis")),
    )
    op.create_index(op.f("ix_hypothesis_authority_id_id"), "hypothesis", ["authority_id", "id"], unique=False)
    op.create_table(
        "programme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_programme_ends_after_it_starts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
        sa.UniqueConstraint("name", name=op.f("uq_programme_name")),
    )
    op.create_table(
        "programme_authority",
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("selected_on", sa.Date(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("activated_on", sa.Date(), nullable=True),
        sa.Column("closing_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("continued_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(applied_on, selected_on, agreed_on, activated_on, closing_on, left_on, continued_on) > 0",
            name=op.f("ck_programme_authority_has_a_dated_step"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(left_on, continued_on) < 2", name=op.f("ck_programme_authority_leaves_or_continues")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_authority_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("programme_id", "authority_id", name=op.f("pk_programme_authority")),
    )
    op.create_index(
        op.f("ix_programme_authority_authority_id_programme_id"),
        "programme_authority",
        ["authority_id", "programme_id"],
        unique=False,
    )
    op.create_table(
        "workshop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("mode", AutoString(), nullable=False),
        sa.Column("themes", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "facilitators", postgresql.ARRAY(sa.Uuid()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("preparation", AutoString(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancellation_reason", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(cancelled_at is null) = (cancellation_reason = '')", name=op.f("ck_workshop_says_why_cancelled")
        ),
        sa.CheckConstraint(
            "mode in ('shadowing', 'contextual_inquiry', 'interview', 'group')", name=op.f("ck_workshop_mode")
        ),
        sa.CheckConstraint(
            "themes <@ array['documents', 'citizens', 'dashboards', 'mail', 'other']",
            name=op.f("ck_workshop_themes"),
        ),
        sa.CheckConstraint(
            "cancelled_at is null or ended_at is null", name=op.f("ck_workshop_ends_or_is_cancelled")
        ),
        sa.CheckConstraint(
            "ended_at is null or started_at is not null", name=op.f("ck_workshop_starts_before_it_ends")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id", "authority_id"],
            ["programme_authority.programme_id", "programme_authority.authority_id"],
            name=op.f("fk_workshop_programme_id_programme_authority"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("id", "authority_id", name=op.f("uq_workshop_id_authority_id")),
    )
    op.create_index(
        op.f("ix_workshop_authority_id_held_on"), "workshop", ["authority_id", "held_on"], unique=False
    )
    op.create_index(op.f("ix_workshop_held_on_id"), "workshop", ["held_on", "id"], unique=False)
    op.create_table(
        "hypothesis_evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hypothesis_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("capture_kind", AutoString(), nullable=False),
        sa.Column("capture_id", sa.Uuid(), nullable=False),
        sa.Column("stance", AutoString(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "capture_kind in ('observation', 'task', 'pain_point', 'wish')",
            name=op.f("ck_hypothesis_evidence_capture_kind"),
        ),
        sa.CheckConstraint(
            "stance in ('for', 'against', 'nuance')", name=op.f("ck_hypothesis_evidence_stance")
        ),
        sa.ForeignKeyConstraint(
            ["hypothesis_id"], ["hypothesis.id"], name=op.f("fk_hypothesis_evidence_hypothesis_id_hypothesis")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_hypothesis_evidence_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hypothesis_evidence")),
        sa.UniqueConstraint(
            "hypothesis_id", "capture_id", name=op.f("uq_hypothesis_evidence_hypothesis_id_capture_id")
        ),
    )
    op.create_index(
        op.f("ix_hypothesis_evidence_authority_id_hypothesis_id"),
        "hypothesis_evidence",
        ["authority_id", "hypothesis_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_hypothesis_evidence_capture_id"), "hypothesis_evidence", ["capture_id"], unique=False
    )
    op.create_table(
        "observation",
        *_captured("observation"),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("sensitivity", AutoString(), nullable=False),
        sa.CheckConstraint(
            "kind in ('fact', 'verbatim', 'document', 'photo', 'measure')", name=op.f("ck_observation_kind")
        ),
        sa.CheckConstraint(
            "sensitivity in ('ordinary', 'personal', 'confidential')", name=op.f("ck_observation_sensitivity")
        ),
    )
    _index_captured("observation")
    op.create_table(
        "task",
        *_captured("task"),
        *_quantities("task"),
        sa.Column("label", AutoString(), nullable=False),
        sa.Column("service", AutoString(), nullable=False),
        sa.Column("trigger", AutoString(), nullable=False),
        sa.Column("tools", AutoString(), nullable=False),
    )
    _index_captured("task")
    op.create_table(
        "pain_point",
        *_captured("pain_point"),
        *_quantities("pain_point"),
        sa.Column("statement", AutoString(), nullable=False),
        sa.Column("theme", AutoString(), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("consequence", AutoString(), nullable=False),
        sa.Column("workaround", AutoString(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "theme in ('documents', 'citizens', 'dashboards', 'mail', 'other')",
            name=op.f("ck_pain_point_theme"),
        ),
        sa.CheckConstraint("severity between 1 and 5", name=op.f("ck_pain_point_severity")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_pain_point_task_id_task")),
    )
    _index_captured("pain_point")
    op.create_table(
        "wish",
        *_captured("wish"),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("author_role", AutoString(), nullable=False),
        sa.Column("pain_point_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["pain_point_id"], ["pain_point.id"], name=op.f("fk_wish_pain_point_id_pain_point")
        ),
    )
    _index_captured("wish")

    for table in TENANTS:
        for statement in policies.isolate(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TENANTS):
        op.drop_table(table)
    op.drop_table("programme")
