"""Capture without a network: operations, revisions, candidates, key moments, and the grants of tablets."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TENANTS = ("operation", "capture_revision", "revision_candidate", "key_moment", "device_grant")
CAPTURES = ("observation", "task", "pain_point", "wish", "key_moment")
KINDS = ("observation", "task", "pain_point", "wish")

# What places a note and follows its life is not what it says.
_FRAME = (
    "id", "workshop_id", "authority_id", "seen_at", "created_at", "created_by", "received_hash", "removed_by", "version",
)  # fmt: skip
_CONTENT = f"to_jsonb({{row}}) - array[{', '.join(repr(name) for name in _FRAME)}]"

# As whoever changes the note, so that the tenant's policy holds here too.
KEEP = f"""
create function keep_capture_revision() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and new.version = old.version then
    return null;
  end if;
  insert into capture_revision
    (capture_id, version, authority_id, workshop_id, capture_kind, content, kept_at, kept_by)
  values (
    new.id, new.version, new.authority_id, new.workshop_id, tg_table_name, {_CONTENT.format(row="new")}, now(),
    nullif(current_setting('app.person', true), '')::uuid
  );
  return null;
end $$
"""

# A note that is truly deleted (nothing of the application does, an erasure does) takes its history with it. Before the
# deletion: the policies below let nobody see, hence delete, the history of an observation that is gone.
FORGET = """
create function forget_capture() returns trigger language plpgsql as $$
begin
  delete from revision_candidate where capture_id = old.id;
  delete from capture_revision where capture_id = old.id;
  delete from note_search where id = old.id;
  return old;
end $$
"""

# What a participant said, in every version of it, is read while they consent: the guard of the observation is asked.
CONSENT = """
create policy {table}_consent on {table} as restrictive for select using (
  capture_kind <> 'observation' or exists (select 1 from observation o where o.id = {table}.capture_id))
"""
_SEARCHED = {
    "is_searched after insert or update": "terrain_index_note('key_moment')",
    "is_forgotten after delete": "terrain_forget_note()",
}
HISTORY = ("capture_revision", "revision_candidate")


def _workshop(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id", "authority_id"],
        ["workshop.id", "workshop.authority_id"],
        name=op.f(f"fk_{table}_workshop_id_workshop"),
    )


def upgrade() -> None:
    _create_operations()
    _create_revisions()
    _create_candidates()
    _create_key_moments()
    _create_grants()
    for table in TENANTS:
        for statement in policies.isolate(table):
            op.execute(statement)
    _allow_evidence((*KINDS, "key_moment"))
    _keep_revisions()
    for table in HISTORY:
        op.execute(CONSENT.format(table=table))
    for event, function in _SEARCHED.items():
        op.execute(
            f"create trigger key_moment_{event} on key_moment for each row execute function {function}"
        )


def _create_operations() -> None:
    op.create_table(
        "operation",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("payload_hash", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("contested", postgresql.JSONB(), nullable=False),
        sa.Column("code", AutoString(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "outcome in ('applied', 'conflict', 'rejected')", name=op.f("ck_operation_outcome")
        ),
        _workshop("operation"),
        sa.PrimaryKeyConstraint("workshop_id", "id", name=op.f("pk_operation")),
    )
    op.create_index(
        op.f("ix_operation_authority_id_workshop_id_received_at"),
        "operation",
        ["authority_id", "workshop_id", "received_at"],
    )


def _create_revisions() -> None:
    op.create_table(
        "capture_revision",
        sa.Column("capture_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("capture_kind", AutoString(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_by", sa.Uuid(), nullable=True),
        _workshop("capture_revision"),
        sa.PrimaryKeyConstraint("capture_id", "version", name=op.f("pk_capture_revision")),
    )
    op.create_index(
        op.f("ix_capture_revision_authority_id_workshop_id"),
        "capture_revision",
        ["authority_id", "workshop_id"],
    )


def _create_candidates() -> None:
    op.create_table(
        "revision_candidate",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("capture_kind", AutoString(), nullable=False),
        sa.Column("capture_id", sa.Uuid(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("is_taken", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(settled_at is null) = (is_taken is null)", name=op.f("ck_revision_candidate_is_settled_whole")
        ),
        _workshop("revision_candidate"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision_candidate")),
    )
    op.create_index(
        op.f("ix_revision_candidate_authority_id_workshop_id"),
        "revision_candidate",
        ["authority_id", "workshop_id"],
    )
    op.create_index(op.f("ix_revision_candidate_capture_id"), "revision_candidate", ["capture_id"])


def _create_key_moments() -> None:
    op.create_table(
        "key_moment",
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
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=True),
        sa.Column("mood", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint("mood between -2 and 2", name=op.f("ck_key_moment_mood")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_key_moment_lasts")),
        _workshop("key_moment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_key_moment")),
    )
    op.create_index(
        op.f("ix_key_moment_authority_id_workshop_id_id"), "key_moment", ["authority_id", "workshop_id", "id"]
    )
    op.create_index(op.f("ix_key_moment_workshop_id_id"), "key_moment", ["workshop_id", "id"])


def _create_grants() -> None:
    op.create_table(
        "device_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("browser", AutoString(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "expires_at <= made_at + interval '72 hours'",
            name=op.f("ck_device_grant_lives_three_days_at_most"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_device_grant_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_grant")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_device_grant_secret_hash")),
    )
    op.create_index(
        op.f("ix_device_grant_authority_id_workshop_id"), "device_grant", ["authority_id", "workshop_id"]
    )
    op.create_index(op.f("ix_device_grant_workshop_id"), "device_grant", ["workshop_id"])


def _allow_evidence(kinds: tuple[str, ...]) -> None:
    name = op.f("ck_hypothesis_evidence_capture_kind")
    op.drop_constraint(name, "hypothesis_evidence", type_="check")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.create_check_constraint(name, "hypothesis_evidence", f"capture_kind in ({listed})")


def _keep_revisions() -> None:
    op.execute(KEEP)
    op.execute(FORGET)
    op.execute("select set_config('app.operator', 'on', true)")
    for table in CAPTURES:
        # What was there before has its present version to start from.
        op.execute(
            "insert into capture_revision (capture_id, version, authority_id, workshop_id, capture_kind, content, kept_at)"
            f" select id, version, authority_id, workshop_id, '{table}', {_CONTENT.format(row='t')}, now() from {table} t"
        )
        op.execute(
            f"create trigger keep_revision after insert or update on {table}"
            " for each row execute function keep_capture_revision()"
        )
        op.execute(
            f"create trigger forget_history before delete on {table}"
            " for each row execute function forget_capture()"
        )
    op.execute("select set_config('app.operator', '', true)")


def downgrade() -> None:
    for table in CAPTURES:
        op.execute(f"drop trigger keep_revision on {table}")
        op.execute(f"drop trigger forget_history on {table}")
    op.execute("drop function keep_capture_revision, forget_capture")
    op.execute("select set_config('app.operator', 'on', true)")
    op.execute("delete from hypothesis_evidence where capture_kind = 'key_moment'")
    op.execute("delete from note_search where kind = 'key_moment'")
    op.execute("select set_config('app.operator', '', true)")
    _allow_evidence(KINDS)
    for table in reversed(TENANTS):
        op.drop_table(table)
