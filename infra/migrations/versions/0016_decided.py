"""What follows from a decision: actions, trial, gain checked again, register of AI uses, papers of a meeting."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from services.kit import policies

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FOLLOWING = ("follow_up", "trial_step", "gain_check", "register_entry")
# The guard of 0008, which also lets the name of whoever signs be written with the signature.
GUARD = """
create or replace function guard_decision() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.signed_at is not null then
    raise exception 'a signed decision does not change' using errcode = 'check_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if tg_op = 'UPDATE' then
    if (to_jsonb(new) {but}) is distinct from (to_jsonb(old) {but}) then
      raise exception 'what a decision says does not change: revise it by another' using errcode = 'check_violation';
    end if;
    if current_setting('app.platform', true) is distinct from 'on'
        and new.signed_by is distinct from nullif(current_setting('app.person', true), '')::uuid then
      raise exception 'nobody signs for somebody else' using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if new.signed_at is not null then
    raise exception 'a decision is prepared before it is signed' using errcode = 'check_violation';
  end if;
  if complete_assessors(new.hypothesis_id) < 2 or not exists (
      select 1 from hypothesis where id = new.hypothesis_id and authority_id = new.authority_id
      and assessments_revealed_at is not null) then
    raise exception 'no decision before two people judged all three criteria and all was revealed'
      using errcode = 'check_violation';
  end if;
  if new.supersedes is not null and not exists (
      select 1 from decision where id = new.supersedes and hypothesis_id = new.hypothesis_id
      and signed_at is not null) then
    raise exception 'only a signed decision on the same hypothesis is revised' using errcode = 'check_violation';
  end if;
  return new;
end $$;
"""
BEFORE = "- 'signed_at' - 'signed_by'"
AFTER = f"{BEFORE} - 'signed_name'"
FOLLOWS = """
create function guard_following() returns trigger language plpgsql as $$
declare
  said decision;
begin
  select * into said from decision where id = new.decision_id and authority_id = new.authority_id;
  if not found or said.signed_at is null then
    raise exception 'only a signed decision has a sequel' using errcode = 'check_violation';
  end if;
  if tg_table_name = 'register_entry' and said.outcome <> 'ai' then
    raise exception 'the register of AI uses holds decisions that chose AI' using errcode = 'check_violation';
  end if;
  if tg_table_name in ('trial_step', 'gain_check') and said.rung is null then
    raise exception 'only an answer is tried, and gains' using errcode = 'check_violation';
  end if;
  return new;
end $$;
"""


def upgrade() -> None:
    op.add_column("decision", sa.Column("expected_hours", sa.Float(), nullable=True))
    op.add_column("decision", sa.Column("signed_name", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.create_check_constraint(
        op.f("ck_decision_signed_name"), "decision", "signed_name is null or signed_at is not null"
    )
    op.create_check_constraint(
        op.f("ck_decision_expected_hours"), "decision",
        "expected_hours is null or (rung is not null and expected_hours >= 0)",
    )  # fmt: skip
    op.create_unique_constraint(op.f("uq_decision_id_authority_id"), "decision", ["id", "authority_id"])
    op.execute(GUARD.format(but=AFTER))
    _create_committee_pack()
    _create_follow_up()
    _create_gain_check()
    _create_register_entry()
    _create_trial_step()
    op.execute(FOLLOWS)
    for table in FOLLOWING:
        op.execute(
            f"create trigger {table}_guard before insert or update of decision_id, authority_id on {table}"
            " for each row execute function guard_following()"
        )
    for table in (*FOLLOWING, "committee_pack"):
        for statement in policies.isolate(table):
            op.execute(statement)


def _of_decision(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["decision_id", "authority_id"],
        ["decision.id", "decision.authority_id"],
        name=op.f(f"fk_{table}_decision_id_decision"),
    )


def _create_committee_pack() -> None:
    op.create_table(
        "committee_pack",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=True),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("octet_length(sha256) = 32", name=op.f("ck_committee_pack_sha256")),
        sa.CheckConstraint("points > 0", name=op.f("ck_committee_pack_points")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_pack")),
    )
    op.create_index(
        op.f("ix_committee_pack_authority_id_id"), "committee_pack", ["authority_id", "id"], unique=False
    )


def _create_follow_up() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("task", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("owner_role", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("ended_as", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ended_as in ('done', 'dropped')", name=op.f("ck_follow_up_ended_as")),
        sa.CheckConstraint("owner_id is not null or owner_role ~ '\\S'", name=op.f("ck_follow_up_owner")),
        sa.CheckConstraint("task ~ '\\S'", name=op.f("ck_follow_up_task")),
        sa.CheckConstraint("(ended_at is null) = (ended_as is null)", name=op.f("ck_follow_up_end")),
        _of_decision("follow_up"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    op.create_index(
        op.f("ix_follow_up_authority_id_due_on"), "follow_up", ["authority_id", "due_on"], unique=False
    )
    op.create_index(op.f("ix_follow_up_decision_id"), "follow_up", ["decision_id"], unique=False)


def _create_gain_check() -> None:
    op.create_table(
        "gain_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("months", sa.SmallInteger(), nullable=False),
        sa.Column("expected_hours", sa.Float(), nullable=True),
        sa.Column("observed_hours", sa.Float(), nullable=False),
        sa.Column("grade", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("conclusion", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=False),
        sa.Column("checked_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("conclusion in ('kept', 'adjust', 'stop')", name=op.f("ck_gain_check_conclusion")),
        sa.CheckConstraint(
            "grade in ('measured', 'declared', 'estimated')", name=op.f("ck_gain_check_grade")
        ),
        sa.CheckConstraint("note ~ '\\S'", name=op.f("ck_gain_check_note")),
        sa.CheckConstraint("months in (6, 12)", name=op.f("ck_gain_check_months")),
        _of_decision("gain_check"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gain_check")),
        sa.UniqueConstraint("decision_id", "months", name=op.f("uq_gain_check_decision_id_months")),
    )
    op.create_index(
        op.f("ix_gain_check_authority_id_decision_id"),
        "gain_check",
        ["authority_id", "decision_id"],
        unique=False,
    )


def _create_register_entry() -> None:
    op.create_table(
        "register_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("data", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("legal_basis", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("human_review", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("supplier_class", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("risks", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("is_individual_decision", sa.Boolean(), nullable=False),
        sa.Column("contact", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("mention", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "legal_basis in ('public_task', 'legal_obligation', 'consent', 'contract', 'vital_interests', 'no_personal_data')",
            name=op.f("ck_register_entry_legal_basis"),
        ),
        sa.CheckConstraint("purpose ~ '\\S' and mention ~ '\\S'", name=op.f("ck_register_entry_words")),
        sa.CheckConstraint(
            "supplier_class in ('own_premises', 'public_body', 'european_company', 'other_company', 'not_chosen')",
            name=op.f("ck_register_entry_supplier_class"),
        ),
        _of_decision("register_entry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_register_entry_decision_id")),
    )
    op.create_index(
        op.f("ix_register_entry_authority_id_id"), "register_entry", ["authority_id", "id"], unique=False
    )


def _create_trial_step() -> None:
    op.create_table(
        "trial_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("step", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("taken_name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("step = 'in_trial' or note ~ '\\S'", name=op.f("ck_trial_step_note")),
        sa.CheckConstraint(
            "step in ('in_trial', 'evaluated', 'generalised', 'stopped')", name=op.f("ck_trial_step_step")
        ),
        _of_decision("trial_step"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_step")),
        sa.UniqueConstraint("decision_id", "step", name=op.f("uq_trial_step_decision_id_step")),
    )
    op.create_index(
        op.f("ix_trial_step_authority_id_decision_id"),
        "trial_step",
        ["authority_id", "decision_id"],
        unique=False,
    )


def downgrade() -> None:
    for table in (*FOLLOWING, "committee_pack"):
        op.drop_table(table)
    op.execute("drop function guard_following()")
    op.execute(GUARD.format(but=BEFORE))
    op.drop_constraint(op.f("uq_decision_id_authority_id"), "decision")
    op.drop_column("decision", "signed_name")
    op.drop_column("decision", "expected_hours")
