"""Blind assessments and decisions, with the rules that no statement gets round."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

from services.kit import policies

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WRITTEN = r"""
create function all_written(words text[]) returns boolean language sql immutable as
$$ select coalesce(bool_and(coalesce(word ~ '\S', false)), true) from unnest(words) word $$;
"""
# The two functions that count what row-level security hides give a number or a yes, never a row.
FUNCTIONS = """
create function complete_assessors(hypothesis uuid) returns integer language sql stable
set app.platform = 'on' as
$$ select count(*)::integer from (
     select assessor_id from assessment where hypothesis_id = hypothesis
     group by assessor_id having count(distinct criterion) = 3) complete $$;

create function evidence_is_cited(hypothesis uuid, piece uuid) returns boolean language sql stable
set app.platform = 'on' as
$$ select exists (select 1 from assessment where hypothesis_id = hypothesis and piece = any(evidence_ids)) $$;

create function guard_hypothesis() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.assessments_revealed_at is not null then
    if (new.authority_id, new.title, new.who, new.difficulty, new.task, new.frequency, new.consequence, new.because,
        new.other_explanations, new.tested_at, new.assessments_revealed_at)
      is distinct from (old.authority_id, old.title, old.who, old.difficulty, old.task, old.frequency,
        old.consequence, old.because, old.other_explanations, old.tested_at, old.assessments_revealed_at) then
      raise exception 'a hypothesis whose assessments are revealed does not change' using errcode = 'check_violation';
    end if;
  elsif new.assessments_revealed_at is not null and complete_assessors(new.id) < 2 then
    raise exception 'two people must judge all three criteria before a reveal' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create function guard_evidence() returns trigger language plpgsql as $$
begin
  if evidence_is_cited(old.hypothesis_id, old.id) then
    raise exception 'an assessment rests on this evidence' using errcode = 'check_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;

create function guard_assessment() returns trigger language plpgsql as $$
declare
  one assessment := case when tg_op = 'DELETE' then old else new end;
  revealed timestamptz;
begin
  if tg_op = 'UPDATE' and (new.id, new.hypothesis_id, new.authority_id, new.assessor_id, new.criterion)
      is distinct from (old.id, old.hypothesis_id, old.authority_id, old.assessor_id, old.criterion) then
    raise exception 'an assessment keeps its author, its hypothesis and its criterion'
      using errcode = 'check_violation';
  end if;
  select assessments_revealed_at into revealed from hypothesis
    where id = one.hypothesis_id and authority_id = one.authority_id for no key update;
  if not found then
    raise exception 'an assessment is of its hypothesis''s authority' using errcode = 'check_violation';
  end if;
  if revealed is not null then
    raise exception 'assessments that are revealed do not change' using errcode = 'check_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if exists (select 1 from unnest(new.evidence_ids) wanted where not exists (
      select 1 from hypothesis_evidence e where e.id = wanted and e.hypothesis_id = new.hypothesis_id)) then
    raise exception 'an assessment rests on evidence of its hypothesis' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create function guard_decision() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' and old.signed_at is not null then
    raise exception 'a signed decision does not change' using errcode = 'check_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if tg_op = 'UPDATE' then
    if (to_jsonb(new) - 'signed_at' - 'signed_by') is distinct from (to_jsonb(old) - 'signed_at' - 'signed_by') then
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
GUARDS = {
    "hypothesis": "insert or update",
    "assessment": "insert or update or delete",
    "decision": "insert or update or delete",
}
REVEALED = (
    "exists (select 1 from hypothesis h where h.id = hypothesis_id and h.assessments_revealed_at is not null)"
)


def upgrade() -> None:
    op.add_column("hypothesis", sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "hypothesis", sa.Column("assessments_revealed_at", sa.DateTime(timezone=True), nullable=True)
    )
    _create_assessment()
    op.execute(WRITTEN)
    _create_decision()
    op.execute(FUNCTIONS)
    for table, moments in GUARDS.items():
        op.execute(
            f"create trigger {table}_guard before {moments} on {table}"
            f" for each row execute function guard_{table}()"
        )
    op.execute(
        "create trigger hypothesis_evidence_guard before delete or update of id, hypothesis_id"
        " on hypothesis_evidence for each row execute function guard_evidence()"
    )
    for statement in policies.isolate_until("assessment", "assessor_id", REVEALED):
        op.execute(statement)
    for statement in policies.isolate("decision"):
        op.execute(statement)


def _create_assessment() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    op.create_table(
        "assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hypothesis_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", text(), nullable=False),
        sa.Column("verdict", text(), nullable=False),
        sa.Column("reason", text(), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "criterion in ('real', 'major', 'actionable')", name=op.f("ck_assessment_criterion")
        ),
        sa.CheckConstraint(
            "verdict in ('confirmed', 'refuted', 'undetermined')", name=op.f("ck_assessment_verdict")
        ),
        sa.CheckConstraint(r"reason ~ '\S'", name=op.f("ck_assessment_reason")),
        sa.CheckConstraint("cardinality(evidence_ids) >= 1", name=op.f("ck_assessment_evidence")),
        sa.ForeignKeyConstraint(
            ["hypothesis_id"], ["hypothesis.id"], name=op.f("fk_assessment_hypothesis_id_hypothesis")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "hypothesis_id", "assessor_id", "criterion",
            name=op.f("uq_assessment_hypothesis_id_assessor_id_criterion"),
        ),
    )  # fmt: skip
    op.create_index(
        op.f("ix_assessment_authority_id_hypothesis_id"), "assessment", ["authority_id", "hypothesis_id"]
    )


def _create_decision() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    checks = {
        "outcome": "outcome in ('ai', 'frugal', 'look_further', 'stop')",
        "rung": "rung between 0 and 6",
        "ai_is_high": "(outcome = 'ai') = coalesce(rung >= 5, false)",
        "frugal_is_low": "(outcome = 'frugal') = coalesce(rung <= 4, false)",
        "rejections": "cardinality(rejections) = coalesce(rung, 0) and all_written(rejections)",
        "review_on": "case when outcome = 'look_further' then coalesce(review_on - (prepared_at at time zone 'UTC')::date"
        " between 28 and 62, false) else review_on is null end",
        "rationale": r"rationale ~ '\S'",
        "content_hash": "content_hash ~ '^[0-9a-f]{64}$'",
        "signature": "(signed_at is null) = (signed_by is null)",
    }
    op.create_table(
        "decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hypothesis_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", text(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=True),
        sa.Column("rationale", text(), nullable=False),
        sa.Column("rejections", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("supersedes", sa.Uuid(), nullable=True),
        sa.Column("content_hash", text(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_decision_{name}")) for name, rule in checks.items()),
        sa.ForeignKeyConstraint(
            ["hypothesis_id"], ["hypothesis.id"], name=op.f("fk_decision_hypothesis_id_hypothesis")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["decision.id"], name=op.f("fk_decision_supersedes_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_decision_supersedes")),
    )
    op.create_index(
        op.f("ix_decision_authority_id_hypothesis_id"), "decision", ["authority_id", "hypothesis_id"]
    )
    op.create_index(
        "ix_decision_first", "decision", ["hypothesis_id"], unique=True,
        postgresql_where=sa.text("supersedes is null"),
    )  # fmt: skip


def downgrade() -> None:
    op.execute("drop trigger hypothesis_evidence_guard on hypothesis_evidence")
    op.execute("drop trigger hypothesis_guard on hypothesis")
    op.drop_table("decision")
    op.drop_table("assessment")
    op.drop_column("hypothesis", "assessments_revealed_at")
    op.drop_column("hypothesis", "tested_at")
    for name in ("guard_hypothesis", "guard_evidence", "guard_assessment", "guard_decision"):
        op.execute(f"drop function {name}()")
    op.execute("drop function evidence_is_cited(uuid, uuid), complete_assessors(uuid), all_written(text[])")
