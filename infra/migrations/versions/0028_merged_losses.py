"""Which pain points of an authority are one and the same loss: whoever asks, though an authority reads no merge."""

from alembic import op

revision = "0028"
down_revision = "0024c"
branch_labels = None
depends_on = None

# Counting must not depend on who counts: it looks with the operator's eyes, and gives back the id of a pain point of the
# same authority, one that every member of the group there is given.
ONE = """
create function pain_point_one_loss(asked uuid) returns uuid language plpgsql as $$
declare
  before text := coalesce(current_setting('app.operator', true), '');
  own uuid := (select p.authority_id from pain_point p where p.id = asked);
  first uuid;
begin
  if own is null then return asked; end if;
  perform set_config('app.operator', 'on', true);
  first := (select p.id from pain_point p where p.authority_id = own and p.id in (select pain_point_cluster(asked))
    order by p.id limit 1);
  perform set_config('app.operator', before, true);
  return coalesce(first, asked);
end $$;
"""


def upgrade() -> None:
    op.execute(ONE)


def downgrade() -> None:
    op.execute("drop function pain_point_one_loss(uuid)")
