"""What measures need: people by code and job family, what has been published, and the places they are about."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel.sql.sqltypes import AutoString

from services.kit import policies

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

ISOLATED = ("person_code_month", "published_pattern")
_KEY = ["authority_id", "month", "code", "job", "outcome", "grade", "became", "is_new", "net"]


def upgrade() -> None:
    op.create_table(
        "measured_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("kind", AutoString(), nullable=False),
        sa.Column("department", AutoString(), nullable=False),
        sa.Column("stratum", AutoString(), nullable=False),
        sa.CheckConstraint(
            "kind in ('commune', 'intercommunal', 'joint_authority', 'operator')",
            name=op.f("ck_measured_place_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measured_place")),
    )
    op.create_table(
        "person_code_month",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("code", sa.SmallInteger(), nullable=False),
        sa.Column("job", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.SmallInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("cards", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "authority_id", "month", "code", "job", "source", "person", name=op.f("pk_person_code_month")
        ),
        postgresql_with={"fillfactor": 60},
    )
    op.create_table(
        "published_pattern",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.Column("rows", JSONB(), nullable=False),
        sa.Column("columns", JSONB(), nullable=False),
        sa.Column("hidden", JSONB(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("authority_id", "name", "start", "end", name=op.f("pk_published_pattern")),
    )
    op.add_column("card_month", sa.Column("job", sa.SmallInteger(), nullable=False, server_default="0"))
    op.alter_column("card_month", "job", server_default=None)
    _rekey(_KEY)
    for table in ISOLATED:
        for statement in policies.isolate(table):
            op.execute(statement)
    _fill()


def _rekey(columns: list[str]) -> None:
    op.drop_constraint("pk_card_month", "card_month", type_="primary")
    op.create_primary_key(op.f("pk_card_month"), "card_month", columns)


def _fill() -> None:
    """Count anew what is known already, and copy the places of an installation that holds them."""
    op.execute("select set_config('app.operator', 'on', true)")
    op.execute("""
        insert into person_code_month (authority_id, month, code, job, source, person, n, cards, kept, days, marks)
        select authority_id, month, code, 0, source, person, count(*) filter (where told is null),
            count(*) filter (where told is not null),
            count(*) filter (where told ->> 'outcome' in ('kept', 'lightly_edited')),
            coalesce(bit_or(1::bigint << extract(day from day)::int) filter (where told is null), 0),
            coalesce(bit_or(mark) filter (where told is not null), 0)
        from (
            select e.*, o.source, day, day - (extract(day from day)::int - 1) as month,
                case told ->> 'outcome' when 'kept' then 1 when 'lightly_edited' then 2
                    when 'heavily_edited' then 4 when 'discarded' then 8 else 0 end
                | case when (told ->> 'is_new')::bool or (told ->> 'net')::int <= 0 then 0 else
                    case told ->> 'became' when 'citizens' then 16 when 'substance' then 32
                        when 'backlog' then 64 when 'training' then 128 when 'nothing' then 256
                        when '' then 512 else 0 end end
                | case when (told ->> 'is_new')::bool then 1024 else 2048 end as mark
            from (select *, case when kind = 4 then body::jsonb end as told from usage_event) e
                join usage_origin o on o.id = e.origin,
                lateral (select (e.at at time zone 'Europe/Paris')::date as day) d
            where kind in (1, 3, 4) and person <> 0
        ) counted group by 1, 2, 3, 4, 5, 6
    """)
    op.execute("""
        insert into measured_place (id, name, kind, department, stratum)
        select id, name, kind, coalesce(departments[1], ''), case when population is null then ''
            when population < 2000 then 'under_2000' when population < 10000 then 'under_10000'
            when population < 50000 then 'under_50000' else 'over_50000' end from authority
    """)


def downgrade() -> None:
    op.execute("select set_config('app.operator', 'on', true)")
    op.execute("delete from card_month where job <> 0")
    _rekey([name for name in _KEY if name != "job"])
    op.drop_column("card_month", "job")
    for table in (*reversed(ISOLATED), "measured_place"):
        op.drop_table(table)
