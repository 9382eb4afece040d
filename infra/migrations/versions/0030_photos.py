"""Photos of a day: what each shows, its bytes, the parts on their way; seen with their observation's consent."""

import sqlalchemy as sa
from alembic import op

from services.kit import policies

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

TABLES = ("photo", "photo_file", "photo_part")

# The observation's own guard (policy `observation_consent`) is asked, for the purpose of photos and no other. The
# platform's own work (purges, erasure) sees all.
CONSENT = {
    "photo": "exists (select 1 from observation o where o.id = photo.id and o.kind = 'photo')",
    "photo_file": "exists (select 1 from photo p where p.id = photo_file.photo_id)",
}
POLICY = """
create policy {table}_consent on {table} as restrictive for select using (
  (select current_setting('app.platform', true)) = 'on' or {shown})
"""
# Who is erased is erased from the photos that show them too: first of all, while it is still known who they are.
RENAME = "alter function erase_person(uuid) rename to erase_person_traces"
ERASE = """
create function erase_person(erased uuid) returns text[] language plpgsql security definer
set search_path = pg_catalog, public set lock_timeout = '4s' set app.platform = 'on' as $$
declare shown uuid[];
begin
  if coalesce(current_setting('app.operator', true), '') <> 'on' then
    raise insufficient_privilege using message = 'only the operator erases a person';
  end if;
  shown := array(select o.id from observation o join participant p on p.id = o.participant_id
    where o.kind = 'photo' and p.person_id = erased);
  delete from photo_file where photo_id = any(shown);
  update photo set removed_at = coalesce(removed_at, now()), erased_at = now() where id = any(shown) and erased_at is null;
  return erase_person_traces(erased);
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
    _create_photos()
    _create_files()
    _create_parts()
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_authority_id_workshop_id"), table, ["authority_id", "workshop_id"])
        for statement in policies.isolate(table):
            op.execute(statement)
    for table, shown in CONSENT.items():
        op.execute(POLICY.format(table=table, shown=shown))
    op.execute(RENAME)
    op.execute(ERASE)
    op.execute("revoke execute on function erase_person_traces(uuid) from public")


def _create_photos() -> None:
    op.create_table(
        "photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("received_hash", sa.LargeBinary(), nullable=False),
        sa.Column("kept_hash", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("is_blurred", sa.Boolean(), nullable=False),
        _moment("created_at", nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        _moment("removed_at"),
        sa.Column("removed_by", sa.Uuid(), nullable=True),
        _moment("erased_at"),
        sa.CheckConstraint(
            "size > 0 and width between 1 and 1600 and height between 1 and 1600",
            name=op.f("ck_photo_is_bounded"),
        ),
        sa.CheckConstraint(
            "erased_at is null or removed_at is not null", name=op.f("ck_photo_is_removed_before_erased")
        ),
        sa.ForeignKeyConstraint(
            ["id"], ["observation.id"], name=op.f("fk_photo_id_observation"), ondelete="CASCADE"
        ),
        _workshop("photo"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photo")),
    )


def _create_files() -> None:
    op.create_table(
        "photo_file",
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("whole", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["photo_id"], ["photo.id"], name=op.f("fk_photo_file_photo_id_photo"), ondelete="CASCADE"
        ),
        _workshop("photo_file"),
        sa.PrimaryKeyConstraint("photo_id", name=op.f("pk_photo_file")),
    )


def _create_parts() -> None:
    op.create_table(
        "photo_part",
        sa.Column("workshop_id", sa.Uuid(), nullable=False),
        sa.Column("photo_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _moment("received_at", nullable=False),
        sa.CheckConstraint("number between 0 and 31", name=op.f("ck_photo_part_number")),
        sa.CheckConstraint(
            "octet_length(content) between 1 and 65536", name=op.f("ck_photo_part_is_bounded")
        ),
        _workshop("photo_part"),
        sa.PrimaryKeyConstraint("workshop_id", "photo_id", "number", name=op.f("pk_photo_part")),
    )


def downgrade() -> None:
    op.execute("drop function erase_person(uuid)")
    op.execute("alter function erase_person_traces(uuid) rename to erase_person")
    op.execute("grant execute on function erase_person(uuid) to public")
    for table in ("photo_part", "photo_file", "photo"):
        op.drop_table(table)
