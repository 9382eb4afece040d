"""Qualification: drafts of assessments, the discussion and its results, and hidden votes with a budget."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0015"
down_revision = "0017"
branch_labels = None
depends_on = None

# Functions that act beyond the caller's own rows give a number, or forget: they never show a row.
FUNCTIONS = """
create function forget_drafts() returns trigger language plpgsql set app.platform = 'on' as $$
begin
  delete from assessment_draft where hypothesis_id = new.id;
  return null;
end $$;

create function guard_criterion_comment() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    if current_setting('app.platform', true) = 'on' then return coalesce(new, old); end if;
    raise exception 'what was written in a discussion stays' using errcode = 'check_violation';
  end if;
  if not exists (select 1 from hypothesis where id = new.hypothesis_id and authority_id = new.authority_id
      and assessments_revealed_at is not null) then
    raise exception 'a discussion begins with the reveal' using errcode = 'check_violation';
  end if;
  if exists (select 1 from criterion_result where hypothesis_id = new.hypothesis_id
      and criterion = new.criterion and reopened_at is null) then
    raise exception 'the discussion of this criterion is closed' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create function guard_criterion_result() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'an agreed result stays: it is reopened' using errcode = 'check_violation';
  end if;
  if tg_op = 'UPDATE' and (old.reopened_at is not null or
      (to_jsonb(new) - 'reopened_at' - 'reopened_by') is distinct from
      (to_jsonb(old) - 'reopened_at' - 'reopened_by')) then
    raise exception 'an agreed result does not change: it is reopened, once' using errcode = 'check_violation';
  end if;
  if tg_op = 'INSERT' and (new.reopened_at is not null or not exists (
      select 1 from hypothesis where id = new.hypothesis_id and authority_id = new.authority_id
      and assessments_revealed_at is not null)) then
    raise exception 'nothing is agreed before the reveal' using errcode = 'check_violation';
  end if;
  if exists (select 1 from decision where hypothesis_id = new.hypothesis_id and signed_at is not null) then
    raise exception 'a decision was signed on these results' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create function guard_vote_round() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.closed_at is not null or
      (to_jsonb(new) - 'closed_at' - 'closed_by') is distinct from (to_jsonb(old) - 'closed_at' - 'closed_by') then
    raise exception 'a round of votes is only closed, once' using errcode = 'check_violation';
  end if;
  return new;
end $$;

-- Platform: it must add up all points of the voter, wherever they were given.
create function guard_vote() returns trigger language plpgsql set app.platform = 'on' as $$
declare
  one vote := case when tg_op = 'DELETE' then old else new end;
  held vote_round;
  given bigint;
begin
  if tg_op = 'UPDATE' and (new.round_id, new.voter_id, new.hypothesis_id, new.authority_id)
      is distinct from (old.round_id, old.voter_id, old.hypothesis_id, old.authority_id) then
    raise exception 'a vote keeps its voter and its hypothesis' using errcode = 'check_violation';
  end if;
  -- One person's ballots one after the other, so that two at once cannot spend the budget twice; and none while
  -- the round is being closed.
  perform pg_advisory_xact_lock(hashtextextended(one.round_id::text || one.voter_id::text, 0));
  select * into held from vote_round where id = one.round_id for share;
  if held.closed_at is not null then
    raise exception 'the votes are closed' using errcode = 'check_violation';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if not exists (select 1 from hypothesis h join programme_authority p on p.authority_id = h.authority_id
      where h.id = new.hypothesis_id and h.authority_id = new.authority_id and p.programme_id = held.programme_id) then
    raise exception 'a vote is for a hypothesis of the programme' using errcode = 'check_violation';
  end if;
  select coalesce(sum(points), 0) + new.points into given from vote
    where round_id = new.round_id and voter_id = new.voter_id and hypothesis_id <> new.hypothesis_id;
  if new.points > held.most or given > held.budget then
    raise exception 'more points than a voter has' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create function vote_counts(wanted uuid)
returns table (hypothesis_id uuid, points integer, voters integer, place integer)
language sql stable set app.platform = 'on' as
$$ select v.hypothesis_id, sum(v.points)::integer, count(*)::integer,
     rank() over (order by sum(v.points) desc)::integer
   from vote v join vote_round r on r.id = v.round_id
   where r.id = wanted and r.closed_at is not null group by v.hypothesis_id $$;

create function vote_turnout(wanted uuid) returns integer language sql stable set app.platform = 'on' as
$$ select count(distinct voter_id)::integer from vote where round_id = wanted $$;
"""
GUARDS = {
    "criterion_comment": "insert or update or delete",
    "criterion_result": "insert or update or delete",
    "vote_round": "update or delete",
    "vote": "insert or update or delete",
}


def upgrade() -> None:
    _create_qualification()
    _create_votes()
    op.execute(FUNCTIONS)
    for table, moments in GUARDS.items():
        op.execute(
            f"create trigger {table}_guard before {moments} on {table}"
            f" for each row execute function guard_{table}()"
        )
    op.execute(
        "create trigger hypothesis_forgets_drafts after update of assessments_revealed_at on hypothesis"
        " for each row when (new.assessments_revealed_at is not null) execute function forget_drafts()"
    )
    isolated = [
        *policies.isolate_until("assessment_draft", "assessor_id", "false"),
        *policies.isolate("criterion_comment"),
        *policies.isolate("criterion_result"),
        *policies.isolate_until("vote", "voter_id", "false"),
    ]
    for statement in isolated:
        op.execute(statement)


def _create_qualification() -> None:
    op.create_table(
        "assessment_draft",
        sa.Column("hypothesis_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", AutoString(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", AutoString(), nullable=True),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("evidence_ids", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "criterion in ('real', 'major', 'actionable')", name=op.f("ck_assessment_draft_criterion")
        ),
        sa.CheckConstraint(
            "verdict in ('confirmed', 'refuted', 'undetermined')", name=op.f("ck_assessment_draft_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["hypothesis_id"], ["hypothesis.id"], name=op.f("fk_assessment_draft_hypothesis_id_hypothesis")
        ),
        sa.PrimaryKeyConstraint(
            "hypothesis_id", "assessor_id", "criterion", name=op.f("pk_assessment_draft")
        ),
    )
    op.create_index(
        op.f("ix_assessment_draft_authority_id_hypothesis_id"),
        "assessment_draft",
        ["authority_id", "hypothesis_id"],
        unique=False,
    )
    op.create_table(
        "criterion_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hypothesis_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", AutoString(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("author_name", AutoString(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "criterion in ('real', 'major', 'actionable')", name=op.f("ck_criterion_comment_criterion")
        ),
        sa.CheckConstraint("text ~ '\\S'", name=op.f("ck_criterion_comment_text")),
        sa.ForeignKeyConstraint(
            ["hypothesis_id"], ["hypothesis.id"], name=op.f("fk_criterion_comment_hypothesis_id_hypothesis")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_comment")),
    )
    op.create_index(
        op.f("ix_criterion_comment_authority_id_hypothesis_id_id"),
        "criterion_comment",
        ["authority_id", "hypothesis_id", "id"],
        unique=False,
    )
    op.create_table(
        "criterion_result",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hypothesis_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", AutoString(), nullable=False),
        sa.Column("verdict", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=False),
        sa.Column("closed_by_name", AutoString(), nullable=False),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "criterion in ('real', 'major', 'actionable')", name=op.f("ck_criterion_result_criterion")
        ),
        sa.CheckConstraint("reason ~ '\\S'", name=op.f("ck_criterion_result_reason")),
        sa.CheckConstraint(
            "verdict in ('confirmed', 'refuted', 'undetermined')", name=op.f("ck_criterion_result_verdict")
        ),
        sa.CheckConstraint(
            "(reopened_at is null) = (reopened_by is null)", name=op.f("ck_criterion_result_reopening")
        ),
        sa.ForeignKeyConstraint(
            ["hypothesis_id"], ["hypothesis.id"], name=op.f("fk_criterion_result_hypothesis_id_hypothesis")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_result")),
    )
    op.create_index(
        op.f("ix_criterion_result_authority_id_hypothesis_id_id"),
        "criterion_result",
        ["authority_id", "hypothesis_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_criterion_result_standing",
        "criterion_result",
        ["hypothesis_id", "criterion"],
        unique=True,
        postgresql_where=sa.text("reopened_at is null"),
    )


def _create_votes() -> None:
    op.create_table(
        "vote_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("budget", sa.SmallInteger(), nullable=False),
        sa.Column("most", sa.SmallInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(closed_at is null) = (closed_by is null)", name=op.f("ck_vote_round_closing")),
        sa.CheckConstraint("budget between 1 and 100", name=op.f("ck_vote_round_budget")),
        sa.CheckConstraint("most between 1 and budget", name=op.f("ck_vote_round_most")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_vote_round_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_round")),
    )
    op.create_index(
        "ix_vote_round_open",
        "vote_round",
        ["programme_id"],
        unique=True,
        postgresql_where=sa.text("closed_at is null"),
    )
    op.create_index(
        op.f("ix_vote_round_programme_id_closed_at"),
        "vote_round",
        ["programme_id", "closed_at"],
        unique=False,
    )
    op.create_table(
        "vote",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("voter_id", sa.Uuid(), nullable=False),
        sa.Column("hypothesis_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.SmallInteger(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points > 0", name=op.f("ck_vote_points")),
        sa.ForeignKeyConstraint(
            ["hypothesis_id"], ["hypothesis.id"], name=op.f("fk_vote_hypothesis_id_hypothesis")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["vote_round.id"], name=op.f("fk_vote_round_id_vote_round")),
        sa.PrimaryKeyConstraint("round_id", "voter_id", "hypothesis_id", name=op.f("pk_vote")),
    )
    op.create_index(op.f("ix_vote_authority_id_round_id"), "vote", ["authority_id", "round_id"], unique=False)


def downgrade() -> None:
    op.execute("drop trigger hypothesis_forgets_drafts on hypothesis")
    op.execute("drop function vote_turnout(uuid), vote_counts(uuid)")
    for table in ("vote", "vote_round", "criterion_result", "criterion_comment", "assessment_draft"):
        op.drop_table(table)
    op.execute("drop function forget_drafts()")
    for table in GUARDS:
        op.execute(f"drop function guard_{table}()")
