"""Search a million notes on a throwaway embedded server: `python -m infra.bench.search_notes [how many]`.

The notes are sentences drawn at random from French words whose frequencies fall as they do in real text (Zipf), spread
over the authorities of the programme. What is timed is what the API calls, as the application's role, under row-level
security, with its facets; the baseline reads the same rows with ILIKE, as the same role.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import psycopg
import structlog
from psycopg import sql
from sqlalchemy import make_url, text

from gateway.settings import GatewaySettings
from infra import database
from infra.bench.timing import Sample, alternate, report
from infra.bench.words import COMMON, VERBS
from infra.seeds import load
from services.kit.db import Context, Sessions, connect, session_for
from services.kit.principal import Principal
from services.workshops import search
from services.workshops.schemas import CaptureKind, Theme

ROUNDS, SLOW_ROUNDS = 200, 5

TYPED: dict[str, tuple[str, search.Narrowing]] = {
    "a rare word": ("montrachet", search.Narrowing()),
    "two words": ("chalon registre", search.Narrowing()),
    "a word of medium frequency": ("photocopie", search.Narrowing()),
    "words kept together": ('"contrôle légalité"', search.Narrowing()),
    "a beginning": ("assain", search.Narrowing()),
    "three letters": ("sub", search.Narrowing()),
    "three letters of a very common word": ("dem", search.Narrowing()),
    "a choice": ("photocopie ou montrachet", search.Narrowing()),
    "a very common word": ("demande", search.Narrowing()),
    "two very common words": ("demandes dossiers", search.Narrowing()),
    "a common word, narrowed": (
        "courrier",
        search.Narrowing(kind=CaptureKind.PAIN_POINT, theme=Theme.MAIL, severity=3),
    ),
}

_VOCABULARY = """
create table vocabulary as
  select row_number() over (order by rank, word) - 1 as place, word from (
    select word, min(rank) as rank from (
      select word, place as rank from unnest(%s::text[]) with ordinality as common(word, place)
      union all select lower(name), 1000 + population from authority where name !~ ' ' and length(name) > 4
    ) as every group by word) as one
"""
_NOTES = """
insert into note_search (id, kind, authority_id, workshop_id, theme, severity, is_guarded, is_removed, seen_at, text, more)
select gen_random_uuid(), kind, days.authority_id, days.id, case when kind = 'pain_point' then theme end,
  case when kind = 'pain_point' then 1 + (n %% 5) end, n %% 50 = 0, n %% 40 = 0, now() - (%s - n) * interval '1 minute',
  initcap(said[1]) || ' ' || array_to_string(said[2:14], ' ') || '.', array_to_string(said[15:20], ' ')
from (
  select n, (array['observation', 'task', 'pain_point', 'wish'])[1 + n %% 4] as kind,
    (array['documents', 'citizens', 'dashboards', 'mail', 'other'])[1 + (n / 4) %% 5] as theme,
    (select array_agg((%s::text[])[floor(power(%s::int, random()))::int]) from generate_series(1, 20) g where n > 0) as said
  from generate_series(%s::int, %s::int) n) as drawn
join (select id, authority_id, row_number() over (order by id) - 1 as place from workshop) as days
  on days.place = drawn.n %% (select count(*) from workshop)
order by n
"""
# Every observation exists, and every second one was said by a participant, one in ten of whom took their word back: the
# guard that shows what is consented to has its work to do.
_OBSERVATIONS = """
insert into participant (id, workshop_id, authority_id, number, job_family, service, name, added_at)
  select gen_random_uuid(), id, authority_id, number, 'accueil', '', '', now() from workshop, generate_series(0, 9) number;
insert into consent (id, participant_id, workshop_id, authority_id, purpose, act, method, notice_version, notice_hash,
    said_at)
  select gen_random_uuid(), id, workshop_id, authority_id, 'notes', case when number = 9 then 'withdrawn' else 'granted' end,
    'oral', 1, '', now() from participant;
insert into observation (id, workshop_id, authority_id, seen_at, created_at, received_hash, version, kind, text,
    sensitivity, participant_id)
  select n.id, n.workshop_id, n.authority_id, n.seen_at, n.seen_at, '', 1, 'fact', n.text, 'ordinary',
    case when n.place / 4 % 2 = 0 then p.id end
  from note_search n join participant p on p.workshop_id = n.workshop_id and p.number = n.place / 8 % 10
  where n.kind = 'observation';
"""


def fill(settings: GatewaySettings, *, notes: int) -> None:
    """Write that many notes, as the schema's owner in the operator's place."""
    address = make_url(settings.database_url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as owner:
        owner.execute("select set_config('app.operator', 'on', false)")
        owner.execute("set maintenance_work_mem = '512MB'")
        owner.execute(
            "insert into workshop (id, programme_id, authority_id, held_on, place, mode, preparation, planned_at,"
            " cancellation_reason, version) select gen_random_uuid(), programme_id, authority_id, '2026-11-24', '',"
            " 'shadowing', '', now(), '', 1 from programme_authority, generate_series(1, 40)"
        )
        owner.execute(_VOCABULARY, [COMMON + VERBS])
        words = [word for (word,) in owner.execute("select word from vocabulary order by place")]
        index = owner.execute("select pg_get_indexdef('ix_note_search_words'::regclass)").fetchone()
        owner.execute("drop index ix_note_search_words")
        for start in range(1, notes + 1, 100_000):
            owner.execute(_NOTES, [notes, words, len(words), start, min(start + 99_999, notes)])
        owner.execute(index[0] if index else "")
        owner.execute("set session_replication_role = replica")  # the notes are in the search already
        owner.execute(_OBSERVATIONS)
        for table in ("note_search", "observation", "participant", "consent"):
            owner.execute(sql.SQL("vacuum analyze {}").format(sql.Identifier(table)))
        sizes = owner.execute(
            "select pg_size_pretty(pg_table_size('note_search')), pg_size_pretty(pg_relation_size('ix_note_search_words'))"
        ).fetchone()
        print(f"{notes:,} notes, {len(words):,} words; table and index: {sizes}")


async def find_words(sessions: Sessions, *, notes: int) -> None:
    """Time each kind of search on its own, then all of them together, then against ILIKE."""
    caller = Principal(subject=uuid4(), name="bench", roles=frozenset({"facilitator"}), is_operator=True)
    every: list[float] = []
    print(
        f"\nSearch of {notes:,} notes, all authorities, with facets (goal for 1,000,000: p50 ≤ 20 ms, p95 ≤ 100 ms)"
    )
    for name, (typed, narrowing) in TYPED.items():
        durations, total = [], 0
        for turn in range(ROUNDS // 4):
            started = time.perf_counter()
            async with session_for(sessions, Context(is_operator=True)) as session, session.begin():
                total = (await search.find(session, typed, narrowing, by=caller)).total
            if turn >= 5:
                durations.append((time.perf_counter() - started) * 1000)
        print(f"{Sample(name, tuple(durations))}  {total} found")
        every += durations
    print(f"{Sample('all of them', tuple(every))}, worst {max(every):.0f} ms")


async def find_against_ilike(sessions: Sessions) -> None:
    """Compare the medium word with what a page without an index would do, on the same rows and as the same role."""
    caller = Principal(subject=uuid4(), name="bench", roles=frozenset({"facilitator"}), is_operator=True)

    async def ours() -> None:
        async with session_for(sessions, Context(is_operator=True)) as session, session.begin():
            await search.find(session, "photocopie", search.Narrowing(), by=caller)

    async def theirs() -> None:
        query = "select id, text from note_search where not is_removed and text ilike '%photocopie%' order by id desc limit 20"
        async with session_for(sessions, Context(is_operator=True)) as session, session.begin():
            (await (await session.connection()).execute(text(query))).all()

    found, scanned = await alternate(
        ("search", ours), ("ILIKE on the same rows", theirs), rounds=SLOW_ROUNDS * 2
    )
    report("A word of medium frequency", found, scanned)


async def search_notes(settings: GatewaySettings, *, notes: int) -> None:
    """Write that many notes, then run both."""
    fill(settings, notes=notes)
    engine, sessions = connect(settings.app_database_url)
    await find_words(sessions, notes=notes)
    await find_against_ilike(sessions)
    await engine.dispose()


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        asked = GatewaySettings(data_dir=Path(folder) / "var", database_url="")
        with database.running(asked) as ready:
            database.migrate(ready)
            load.reference(ready)
            assert isinstance(ready, GatewaySettings)
            asyncio.run(search_notes(ready, notes=int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
