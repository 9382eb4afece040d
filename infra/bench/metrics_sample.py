"""Millions of sample events, written straight into the ledger: as many authorities and agents whatever their number."""

from collections.abc import Sequence
from uuid import UUID

import psycopg

from services.metrics import families, samples
from services.metrics.pseudonyms import Pseudonyms
from services.metrics.rollups import ROLLUPS, recount

PLACES, PEOPLE, ORIGINS = 60, 80, 6
STEP = 500_000

# Drawn from the number of each event: the same for the same number. A few agents of each authority make most uses.
_EVENTS = """
insert into usage_event (key, at, person, authority_id, input, output, origin, kind, code, body)
select hashint8extended(g, 7), %(end)s::timestamptz - %(days)s * interval '1 day' * u1,
    case when kind in (2, 5, 6, 9) then 0 else (%(people)s::bigint[])[place * {people} + floor({people} * u3 * u3)::int + 1] end,
    (%(places)s::uuid[])[place + 1], case when kind in (1, 3) then 100 + (3900 * u4)::int when kind = 2 then 90 else 0 end,
    case when kind in (1, 3) then 50 + (850 * u5)::int else 0 end, case when kind in (1, 3) then 1 + ({origins} * u4)::int %% {origins} else 1 end,
    kind, case when kind in (1, 3, 4) then floor({codes} * u2 * u2)::int else 0 end,
    case kind when 4 then format('{{"outcome":"%%s","grade":"%%s","became":"%%s","is_new":%%s,"net":%%s,"job":%%s}}',
            (array['kept','lightly_edited','heavily_edited','discarded'])[1 + floor(4 * u4 * u4)::int],
            (array['B','C','A'])[1 + floor(3 * u5 * u5)::int],
            (array['', 'citizens','substance','backlog','nothing'])[1 + floor(5 * u3)::int],
            case when u1 < 0.1 then 'true' else 'false' end, (floor(14 * u2 * u5)::int - 2) * 5, place %% 5)
        when 5 then format('{{"detail":"wrong_answer:%%s","amount":3}}', 1 + floor(5 * u3)::int)
        when 6 then '{{"detail":"train","amount":120}}'
        when 9 then format('{{"detail":"%%s","amount":40}}', (array['ai:ready_ai','frugal:train','stop:train:major'])[1 + floor(3 * u3)::int])
        when 7 then '{{"detail":"","amount":0}}' when 2 then '' else
        case when u5 < 0.5 then format('{{"job":%%s}}', place %% 5 + 1) else '' end end
from (
    select g, u1, u2, u3, u4, u5, floor({places} * u6)::int as place,
        case when u7 < 0.93 then 1 when u7 < 0.95 then 3 when u7 < 0.995 then 4 when u7 < 0.9955 then 5
            when u7 < 0.9965 then 6 when u7 < 0.998 then 7 when u7 < 0.999 then 9 else 2 end as kind
    from generate_series(%(first)s::bigint, %(last)s::bigint) g,
        lateral (select {draws}) drawn
) event
on conflict do nothing
""".format(
    places=PLACES, people=PEOPLE, origins=ORIGINS, codes=len(families.CATALOGUE),
    draws=", ".join(f"((hashint8extended(g, {n}) & 4294967295) / 4294967296.0::float8) as u{n}" for n in range(1, 8)),
)  # fmt: skip


def people(names: Pseudonyms, places: Sequence[UUID]) -> list[int]:
    """Give the names under which the agents of each authority are kept: `p0` made most uses."""
    return [names.person(place, samples.SOURCE, f"p{n}") for place in places for n in range(PEOPLE)]


def prepare(owner: psycopg.Connection) -> list[UUID]:
    """Number where events come from; give the authorities they are about."""
    owner.execute("insert into usage_source (name) values (%s)", [samples.SOURCE])
    owner.execute(
        "insert into usage_origin (source, tool, provider, model) select s.id, 'Exemple', 'mistral_ai', 'mistral-small-' || n"
        " from usage_source s, generate_series(1, %s) n", [ORIGINS],
    )  # fmt: skip
    rows = owner.execute(
        "select id from measured_place where kind <> 'operator' order by department in ('21', '25', '39', '58', '70', '71', '89', '90') desc, id limit %s",
        [PLACES],
    ).fetchall()
    return [row[0] for row in rows]


def fill(owner: psycopg.Connection, count: int, *, places: Sequence[UUID], names: Pseudonyms) -> None:
    """Write so many events, then count them all anew."""
    given = {"places": list(places), "people": people(names, places), "days": 360}
    (end,) = owner.execute("select date_trunc('month', now()) - interval '1 hour'").fetchone() or (None,)
    for first in range(1, count + 1, STEP):
        last = min(first + STEP - 1, count)
        owner.execute(_EVENTS, given | {"end": end, "first": first, "last": last})
    for rollup in ROLLUPS:
        owner.execute(f"delete from {rollup.table}")
        owner.execute(recount(rollup))
    owner.execute("vacuum analyze")
