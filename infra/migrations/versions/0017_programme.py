"""A programme chooses its authorities, dates its year, and opens calendars under secret addresses."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0017"
down_revision = "0020"
branch_labels = None
depends_on = None

TENANTS = ("application", "application_review", "cohort_member", "agreement", "attendance")
_OPERATOR = "(select current_setting('app.operator', true)) = 'on' or (select current_setting('app.platform', true)) = 'on'"
_PLATFORM = "(select current_setting('app.platform', true)) = 'on'"
_AUTHOR = "assessor_id = (select nullif(current_setting('app.person', true), '')::uuid)"
_HANDED_IN = (
    "exists (select 1 from application_review own where own.application_id = application_score.application_id"
    " and own.assessor_id = application_score.assessor_id)"
)
# Somebody's handed-in score is shown to whoever handed in theirs, and to all once scoring is closed.
_OPEN = f"""{_HANDED_IN} and (
  exists (select 1 from application_review mine where mine.application_id = application_score.application_id
    and mine.assessor_id = (select nullif(current_setting('app.person', true), '')::uuid))
  or exists (select 1 from application a join programme p on p.id = a.programme_id
    where a.id = application_score.application_id and p.scoring_closed_at is not null))"""

FUNCTIONS = """
create function enrolment_rank(step programme_authority) returns text language sql immutable as
$$ select case
     when step.continued_on is not null then '6 continued' when step.left_on is not null then '6 left'
     when step.closing_on is not null then '5 closing' when step.activated_on is not null then '4 active'
     when step.agreed_on is not null then '3 agreed' when step.selected_on is not null then '2 selected'
     else '1 candidate' end $$;

create function guard_enrolment() returns trigger language plpgsql as $$
declare
  before text := case when tg_op = 'UPDATE' then enrolment_rank(old) else '0 nothing' end;
  after text := enrolment_rank(new);
begin
  if before = after or current_setting('app.platform', true) is not distinct from 'on' then return new; end if;
  if abs(left(before, 1)::integer - left(after, 1)::integer) <> 1 then
    raise exception 'an authority goes through a programme one step at a time' using errcode = 'check_violation';
  end if;
  if before like '2%' and after like '3%' and not exists (select 1 from agreement a
      where a.programme_id = new.programme_id and a.authority_id = new.authority_id) then
    raise exception 'no authority has agreed before an agreement is recorded' using errcode = 'check_violation';
  end if;
  return new;
end $$;

create function guard_review() returns trigger language plpgsql as $$
begin
  if exists (select 1 from application a join programme p on p.id = a.programme_id
      where a.id = new.application_id and p.scoring_closed_at is not null) then
    raise exception 'scoring is closed' using errcode = 'check_violation';
  end if;
  if not exists (select 1 from application_score s where s.application_id = new.application_id
        and s.assessor_id = new.assessor_id)
      or exists (select 1 from selection_criterion c join application a on a.programme_id = c.programme_id
        where a.id = new.application_id and not exists (select 1 from application_score s
          where s.criterion_id = c.id and s.application_id = a.id and s.assessor_id = new.assessor_id)) then
    raise exception 'every criterion is scored before the scores are handed in' using errcode = 'check_violation';
  end if;
  return new;
end $$;
"""


def _guard() -> None:
    op.execute(FUNCTIONS)
    op.execute(
        "create trigger programme_authority_guard before insert or update on programme_authority"
        " for each row execute function guard_enrolment()"
    )
    op.execute(
        "create trigger application_review_guard before insert on application_review"
        " for each row execute function guard_review()"
    )
    for table in TENANTS:
        for statement in policies.isolate(table):
            op.execute(statement)
    for statement in policies.isolate_person("calendar_link"):
        op.execute(statement)
    for statement in policies.isolate_until("application_score", "assessor_id", f"({_OPEN})"):
        op.execute(statement)
    # What an authority's own people never read: how they were scored, with whom they were proposed.
    for table in ("application_score", "application_review", "cohort_member"):
        op.execute(f"create policy {table}_operator on {table} as restrictive using ({_OPERATOR})")
    op.execute("alter table cohort enable row level security")
    op.execute("alter table cohort force row level security")
    op.execute(f"create policy cohort_operator on cohort using ({_OPERATOR}) with check ({_OPERATOR})")
    # Nobody scores for somebody else, and what was handed in stays as it is.
    op.execute(
        "create policy application_review_author on application_review as restrictive for insert"
        f" with check ({_AUTHOR} or {_PLATFORM})"
    )
    for table, verb, kept in (
        ("application_review", "update", "false"),
        ("application_review", "delete", "false"),
        ("application_score", "update", f"{_AUTHOR} and not {_HANDED_IN}"),
        ("application_score", "delete", f"{_AUTHOR} and not {_HANDED_IN}"),
    ):
        op.execute(
            f"create policy {table}_{verb} on {table} as restrictive for {verb} using (({kept}) or {_PLATFORM})"
        )
    op.execute(
        "create policy application_score_insert on application_score as restrictive for insert"
        f" with check (not {_HANDED_IN} or {_PLATFORM})"
    )


def upgrade() -> None:
    op.create_table(
        "application",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("motivation", AutoString(), nullable=False),
        sa.Column("contact_role", AutoString(), nullable=False),
        sa.Column("themes", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "motivation ~ '\\S' and contact_role ~ '\\S'", name=op.f("ck_application_is_written")
        ),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_application_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("id", "authority_id", name=op.f("uq_application_id_authority_id")),
        sa.UniqueConstraint(
            "programme_id", "authority_id", name=op.f("uq_application_programme_id_authority_id")
        ),
    )
    op.create_index(
        op.f("ix_application_authority_id_programme_id"),
        "application",
        ["authority_id", "programme_id"],
        unique=False,
    )
    op.create_table(
        "cohort",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("reason", AutoString(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("name ~ '\\S' and reason ~ '\\S'", name=op.f("ck_cohort_is_written")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_cohort_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohort")),
    )
    op.create_index(op.f("ix_cohort_programme_id_id"), "cohort", ["programme_id", "id"], unique=False)
    op.create_table(
        "gathering",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("label", AutoString(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("place", AutoString(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind in ('launch', 'training', 'forum', 'meeting', 'deadline')", name=op.f("ck_gathering_kind")
        ),
        sa.CheckConstraint(
            "(starts_at is null) = (ends_at is null)", name=op.f("ck_gathering_both_times_or_none")
        ),
        sa.CheckConstraint("capacity > 0", name=op.f("ck_gathering_capacity")),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_gathering_starts_before_it_ends")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_gathering_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
    )
    op.create_index(
        op.f("ix_gathering_programme_id_held_on"), "gathering", ["programme_id", "held_on"], unique=False
    )
    op.create_table(
        "selection_criterion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("label", AutoString(), nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.Column("anchors", sa.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint("cardinality(anchors) = 6", name=op.f("ck_selection_criterion_anchors")),
        sa.CheckConstraint("weight between 1 and 10", name=op.f("ck_selection_criterion_weight")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_selection_criterion_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection_criterion")),
    )
    op.create_index(
        op.f("ix_selection_criterion_programme_id_id"),
        "selection_criterion",
        ["programme_id", "id"],
        unique=False,
    )
    op.create_table(
        "agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signatory_role", AutoString(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "signatory_role ~ '\\S' and reference ~ '\\S'", name=op.f("ck_agreement_is_written")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_agreement_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["programme_id", "authority_id"],
            ["programme_authority.programme_id", "programme_authority.authority_id"],
            name=op.f("fk_agreement_programme_id_programme_authority"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint(
            "programme_id", "authority_id", name=op.f("uq_agreement_programme_id_authority_id")
        ),
    )
    op.create_index(
        op.f("ix_agreement_authority_id_programme_id"),
        "agreement",
        ["authority_id", "programme_id"],
        unique=False,
    )
    op.create_table(
        "application_review",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id", "authority_id"],
            ["application.id", "application.authority_id"],
            name=op.f("fk_application_review_application_id_application"),
        ),
        sa.PrimaryKeyConstraint("application_id", "assessor_id", name=op.f("pk_application_review")),
    )
    op.create_index(
        op.f("ix_application_review_authority_id_application_id"),
        "application_review",
        ["authority_id", "application_id"],
        unique=False,
    )
    op.create_table(
        "application_score",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.SmallInteger(), nullable=False),
        sa.Column("comment", AutoString(), nullable=False),
        sa.CheckConstraint("score between 0 and 5", name=op.f("ck_application_score_score")),
        sa.ForeignKeyConstraint(
            ["application_id", "authority_id"],
            ["application.id", "application.authority_id"],
            name=op.f("fk_application_score_application_id_application"),
        ),
        sa.ForeignKeyConstraint(
            ["criterion_id"],
            ["selection_criterion.id"],
            name=op.f("fk_application_score_criterion_id_selection_criterion"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "application_id", "assessor_id", "criterion_id", name=op.f("pk_application_score")
        ),
    )
    op.create_index(
        op.f("ix_application_score_authority_id_application_id"),
        "application_score",
        ["authority_id", "application_id"],
        unique=False,
    )
    op.create_table(
        "attendance",
        sa.Column("gathering_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("hours between 0 and 100", name=op.f("ck_attendance_hours")),
        sa.CheckConstraint("people > 0", name=op.f("ck_attendance_people")),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_attendance_gathering_id_gathering")
        ),
        sa.PrimaryKeyConstraint("gathering_id", "authority_id", name=op.f("pk_attendance")),
    )
    op.create_index(
        op.f("ix_attendance_authority_id_gathering_id"),
        "attendance",
        ["authority_id", "gathering_id"],
        unique=False,
    )
    op.create_table(
        "calendar_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_calendar_link_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_link_token_hash")),
    )
    op.create_index(
        op.f("ix_calendar_link_authority_id_person_id"),
        "calendar_link",
        ["authority_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "cohort_member",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_cohort_member_cohort_id_cohort"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("cohort_id", "authority_id", name=op.f("pk_cohort_member")),
    )
    op.create_index(
        op.f("ix_cohort_member_authority_id_cohort_id"),
        "cohort_member",
        ["authority_id", "cohort_id"],
        unique=False,
    )
    op.add_column("programme", sa.Column("applications_until", sa.Date(), nullable=True))
    op.add_column(
        "programme",
        sa.Column("reviews_wanted", sa.SmallInteger(), server_default=sa.text("2"), nullable=False),
    )
    op.add_column(
        "programme",
        sa.Column(
            "population_bounds",
            sa.ARRAY(sa.Integer()),
            server_default=sa.text("'{500,2000,10000,50000}'"),
            nullable=False,
        ),
    )
    op.add_column("programme", sa.Column("scoring_closed_at", sa.DateTime(timezone=True), nullable=True))
    _guard()


def downgrade() -> None:
    op.execute("drop trigger programme_authority_guard on programme_authority")
    # The policies of the scores look at the programme's columns, so their tables go first.
    op.drop_table("cohort_member")
    op.drop_table("calendar_link")
    op.drop_table("attendance")
    op.drop_table("application_score")
    op.drop_table("application_review")
    op.drop_table("agreement")
    op.drop_table("selection_criterion")
    op.drop_table("gathering")
    op.drop_table("cohort")
    op.drop_table("application")
    op.drop_column("programme", "scoring_closed_at")
    op.drop_column("programme", "population_bounds")
    op.drop_column("programme", "reviews_wanted")
    op.drop_column("programme", "applications_until")
    op.execute("drop function guard_enrolment(), guard_review(), enrolment_rank(programme_authority)")
