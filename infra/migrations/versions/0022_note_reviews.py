"""The review of notes: how far each has come, what was split or united, the debrief of a day."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TENANTS = ("capture_review", "regrouping")
STEPS = ("debriefed", "validated")
ORDER = {
    "ends_before_it_is_debriefed": "debriefed_at is null or ended_at is not null",
    "is_debriefed_before_validated": "validated_at is null or debriefed_at is not null",
}
FORGET = """
create or replace function forget_capture() returns trigger language plpgsql as $$
begin
  {more}delete from revision_candidate where capture_id = old.id;
  delete from capture_revision where capture_id = old.id;
  delete from note_search where id = old.id;
  return old;
end $$
"""


def _workshop(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id", "authority_id"],
        ["workshop.id", "workshop.authority_id"],
        name=op.f(f"fk_{table}_workshop_id_workshop"),
    )


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "capture_review",
        sa.Column("capture_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("capture_kind", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _moment("reviewed_at"),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        _moment("anonymised_at"),
        sa.Column("anonymised_by", sa.Uuid(), nullable=True),
        _moment("cleared_at"),
        sa.Column("cleared_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(anonymised_at is null or reviewed_at is not null) and (cleared_at is null or anonymised_at is not null)",
            name=op.f("ck_capture_review_steps_are_in_order"),
        ),
        _workshop("capture_review"),
        sa.PrimaryKeyConstraint("capture_id", name=op.f("pk_capture_review")),
    )
    op.create_index(
        op.f("ix_capture_review_authority_id_workshop_id"), "capture_review", ["authority_id", "workshop_id"]
    )
    op.create_table(
        "regrouping",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("capture_kind", AutoString(), nullable=False),
        sa.Column("act", AutoString(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("version_before", sa.Integer(), nullable=False),
        sa.Column("version_after", sa.Integer(), nullable=False),
        sa.Column("other_version", sa.Integer(), nullable=False),
        _moment("made_at", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        _moment("undone_at"),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("act in ('split', 'united')", name=op.f("ck_regrouping_act")),
        sa.CheckConstraint("kept_id <> other_id", name=op.f("ck_regrouping_two_notes")),
        _workshop("regrouping"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regrouping")),
    )
    op.create_index(
        op.f("ix_regrouping_authority_id_workshop_id_id"), "regrouping", ["authority_id", "workshop_id", "id"]
    )
    for table in TENANTS:
        for statement in policies.isolate(table):
            op.execute(statement)
    _add_debriefs()
    op.execute(FORGET.format(more="delete from capture_review where capture_id = old.id;\n  "))


def _add_debriefs() -> None:
    for step in STEPS:
        op.add_column("workshop", _moment(f"{step}_at"))
        op.add_column("workshop", sa.Column(f"{step}_by", sa.Uuid(), nullable=True))
    for name, condition in ORDER.items():
        op.create_check_constraint(op.f(f"ck_workshop_{name}"), "workshop", condition)


def downgrade() -> None:
    op.execute(FORGET.format(more=""))
    for name in ORDER:
        op.drop_constraint(op.f(f"ck_workshop_{name}"), "workshop", type_="check")
    for step in STEPS:
        op.drop_column("workshop", f"{step}_by")
        op.drop_column("workshop", f"{step}_at")
    for table in reversed(TENANTS):
        op.drop_table(table)
