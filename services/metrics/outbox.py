"""The other rooms' facts, counted in the same rollups as what programs send.

Reading again is harmless, an event being kept once: so the cursor stays behind by longer than any transaction lasts,
and a fact whose transaction ended late is never passed over.
"""

from datetime import timedelta

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.kit.db import now
from services.kit.events import EventRow
from services.metrics import facts, families, ledger, told_cards, uncounted
from services.metrics.kinds import Kind
from services.metrics.ledger import Told
from services.metrics.origins import Origin
from services.metrics.pseudonyms import NOBODY, Pseudonyms
from services.metrics.schemas import Family
from services.metrics.tables import OutboxCursor

SETTLED = timedelta(minutes=15)
BATCH = 2_000
NAME, CARDS = "uses", "cards"


async def fold(session: AsyncSession, *, pseudonyms: Pseudonyms) -> int:
    """Count the uses of the assistant told since the last time, and whatever waits to be counted; give how many were new."""
    seq = await _place(session, NAME)
    settled, new = seq, 0
    while rows := await _next(session, seq):
        kept = await ledger.append(session, [_told(row, pseudonyms) for row in rows])
        new += len(kept.new)
        seq = rows[-1].seq or 0
        old = [row.seq or 0 for row in rows if row.at < now() - SETTLED]
        settled = max([settled, *old])
        if len(rows) < BATCH:
            break
    await _move(session, NAME, settled)
    new += await _fold_cards(session, pseudonyms)
    await uncounted.count(session)
    return new


async def _fold_cards(session: AsyncSession, pseudonyms: Pseudonyms) -> int:
    """Count the cards and what goes with them. They are final when read."""
    seq = await _place(session, CARDS)
    settled, new = seq, 0
    while rows := await told_cards.settled(session, after=seq):
        new += await told_cards.keep(session, rows, pseudonyms=pseudonyms)
        seq = rows[-1].seq or 0
        old = [row.seq or 0 for row in rows if row.at < now() - told_cards.FINAL - SETTLED]
        settled = max([settled, *old])
    await _move(session, CARDS, settled)
    return new


async def _place(session: AsyncSession, name: str) -> int:
    return (await session.exec(select(OutboxCursor.seq).where(OutboxCursor.name == name))).first() or 0


async def _next(session: AsyncSession, seq: int) -> list[EventRow]:
    query = select(EventRow).where(
        EventRow.name == facts.USE_MADE, col(EventRow.seq) > seq, col(EventRow.authority_id).is_not(None)
    )
    return list((await session.exec(query.order_by(col(EventRow.seq)).limit(BATCH))).all())


async def _move(session: AsyncSession, name: str, seq: int) -> None:
    if not seq:
        return
    added = insert(OutboxCursor).values(name=name, seq=seq)
    moved = added.on_conflict_do_update(
        index_elements=["name"], set_={"seq": func.greatest(OutboxCursor.seq, added.excluded.seq)},
        where=col(OutboxCursor.seq) < added.excluded.seq,
    )  # fmt: skip
    await (await session.connection()).execute(moved)


def _told(row: EventRow, pseudonyms: Pseudonyms) -> Told:
    body, authority = row.body, row.authority_id
    assert authority is not None  # noqa: S101  the query leaves the others out
    # A program's key is nobody: counted as a person, a few keys would unmask a real one.
    is_person = body.get("caller_kind") != "key" and row.actor_id is not None
    family = str(body.get("family", ""))
    return Told(
        key=pseudonyms.event(authority, facts.USE_MADE, str(row.id)),
        at=row.at,
        person=pseudonyms.person(authority, facts.USE_MADE, str(row.actor_id)) if is_person else NOBODY,
        authority_id=authority,
        origin=Origin(facts.USE_MADE, "Terrain", str(body.get("supplier", "")), str(body.get("model", ""))),
        kind=Kind.USE,
        code=families.number(
            str(body.get("use_case", "")), families.family(family) if family else Family.OTHER
        ),
        input=_tokens(body.get("input_tokens")),
        output=_tokens(body.get("output_tokens")),
        body="",
    )


def _tokens(value: object) -> int:
    return min(max(value, 0), 100_000_000) if isinstance(value, int) else 0
