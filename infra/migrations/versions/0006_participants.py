"""Who is met in a workshop, what they agree to, and observations that follow their last word."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0006"
down_revision = "0004"
branch_labels = None
depends_on = None

# Restrictive: it narrows whatever the tenant's own policy shows. The platform's own work (purges) sees all.
CONSENT_POLICY = """
create policy observation_consent on observation as restrictive for select using (
  participant_id is null
  or (select current_setting('app.platform', true)) = 'on'
  or (
    select c.act from consent c
    where c.participant_id = observation.participant_id
      and c.purpose = case observation.kind when 'verbatim' then 'verbatim' when 'photo' then 'photo' else 'notes' end
    order by c.said_at desc, c.id desc limit 1
  ) = 'granted'
)
"""


def upgrade() -> None:
    op.create_table(
        "participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("job_family", AutoString(), nullable=False),
        sa.Column("service", AutoString(), nullable=False),
        sa.Column("seniority", AutoString(), nullable=True),
        sa.Column("digital_ease", sa.SmallInteger(), nullable=True),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("digital_ease between 1 and 5", name=op.f("ck_participant_digital_ease")),
        sa.CheckConstraint(
            "seniority in ('under_2', 'from_2_to_5', 'from_6_to_15', 'over_15')",
            name=op.f("ck_participant_seniority"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "authority_id"],
            ["workshop.id", "workshop.authority_id"],
            name=op.f("fk_participant_workshop_id_workshop"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint("workshop_id", "number", name=op.f("uq_participant_workshop_id_number")),
        sa.UniqueConstraint(
            "id", "workshop_id", "authority_id", name=op.f("uq_participant_id_workshop_id_authority_id")
        ),
    )
    op.create_index(
        op.f("ix_participant_authority_id_person_id"), "participant", ["authority_id", "person_id"]
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", AutoString(), nullable=False),
        sa.Column("act", AutoString(), nullable=False),
        sa.Column("method", AutoString(), nullable=False),
        sa.Column("notice_version", sa.Integer(), nullable=False),
        sa.Column("notice_hash", sa.LargeBinary(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "purpose in ('notes', 'verbatim', 'photo', 'audio')", name=op.f("ck_consent_purpose")
        ),
        sa.CheckConstraint("act in ('granted', 'refused', 'withdrawn')", name=op.f("ck_consent_act")),
        sa.CheckConstraint("method in ('oral', 'written', 'online')", name=op.f("ck_consent_method")),
        sa.ForeignKeyConstraint(
            ["participant_id", "workshop_id", "authority_id"],
            ["participant.id", "participant.workshop_id", "participant.authority_id"],
            name=op.f("fk_consent_participant_id_participant"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_authority_id_workshop_id"), "consent", ["authority_id", "workshop_id"])
    op.create_index(
        op.f("ix_consent_participant_id_purpose_said_at"), "consent", ["participant_id", "purpose", "said_at"]
    )
    op.add_column("observation", sa.Column("participant_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_observation_participant_id_participant"),
        "observation",
        "participant",
        ["participant_id"],
        ["id"],
    )
    for table in ("participant", "consent"):
        for statement in policies.isolate(table):
            op.execute(statement)
    op.execute(CONSENT_POLICY)
    op.execute(
        "create function refuse_rewriting() returns trigger language plpgsql as"
        " $$ begin raise exception 'rows of % are never changed nor removed', tg_table_name"
        " using errcode = 'insufficient_privilege'; end $$"
    )
    op.execute(
        "create trigger consent_is_append_only before update or delete on consent"
        " for each row execute function refuse_rewriting()"
    )


def downgrade() -> None:
    op.execute("drop policy observation_consent on observation")
    op.drop_column("observation", "participant_id")
    op.drop_table("consent")
    op.drop_table("participant")
    op.execute("drop function refuse_rewriting()")
