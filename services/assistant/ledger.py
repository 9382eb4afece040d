"""The book of uses: many are opened in one transaction, many closed in another, and each is waited for.

Whoever opens a use gets to go on once it is on disk. What arrives while a batch is being written makes the next one:
at rest a use is written at once, under load a hundred share a commit.
"""

import asyncio
import json
from dataclasses import dataclass, field
from typing import LiteralString, TypeAlias

import psycopg
import structlog
from sqlalchemy import make_url

from services.assistant import uses
from services.assistant.offers import Price
from services.assistant.quotas.holding import Quotas
from services.assistant.quotas.leases import Hold
from services.assistant.refusals import UseNotKept
from services.assistant.tails import Unit
from services.assistant.uses import Opening, Outcome, State
from services.kit.db import now, uuid7
from services.kit.events import body_of

_MOST = 500
"""Uses in one batch."""
_PAUSE = 0.5
"""Seconds before trying again when the database is away."""
_PATIENCE = 5.0
"""Seconds that an answer waits for its use to be written down."""
_CONTEXT = "select set_config('app.platform', 'on', true), set_config('app.operator', 'on', true)"
_OPEN: LiteralString = """
insert into assistant_use (id, authority_id, caller_id, caller_kind, use_case, family, model, supplier, is_streamed,
  input_tokens, output_tokens, counted_in, state, started_at)
select * from json_to_recordset(%s) as t(id uuid, authority_id uuid, caller_id uuid, caller_kind text, use_case text,
  family text, model text, supplier text, is_streamed bool, input_tokens int, output_tokens int, counted_in text,
  state text, started_at timestamptz)
on conflict do nothing
"""
_CLOSE: LiteralString = """
with told as (select * from json_to_recordset(%s) as t(id uuid, state text, ended_at timestamptz, input_tokens int,
  output_tokens int, counted_in text, cost bigint, energy bigint, supplier text, event_id uuid, name text, body jsonb,
  actor_id uuid, request_id text, spends json)),
closed as (update assistant_use u set state = t.state, ended_at = t.ended_at, input_tokens = t.input_tokens,
  output_tokens = t.output_tokens, counted_in = t.counted_in, cost = t.cost, energy = t.energy, supplier = t.supplier
  from told t where u.id = t.id and u.state = 'open' returning t.*, u.authority_id),
spent as (select s.quota, s.month, s.lease, sum(s.amount)::bigint as amount, bool_or(s.is_over) as is_over
  from closed c, json_to_recordset(c.spends) as s(quota uuid, month date, lease uuid, amount bigint, is_over bool)
  group by 1, 2, 3),
months as (insert into quota_month (quota_id, month, authority_id, spent)
  select s.quota, s.month, q.authority_id, sum(s.amount) from spent s join quota q on q.id = s.quota
  group by 1, 2, 3 order by 1, 2
  on conflict (quota_id, month) do update set spent = quota_month.spent + excluded.spent),
taken as (update quota_lease l set remaining = greatest(l.remaining - s.amount, 0)
  from spent s where l.id = s.lease and not s.is_over),
over as (delete from quota_lease l using spent s where l.id = s.lease and s.is_over)
insert into event (id, name, at, actor_id, authority_id, request_id, body)
select event_id, name, ended_at, actor_id, authority_id, request_id, body from closed where event_id is not null
"""
Line: TypeAlias = dict[str, object]
Waiting: TypeAlias = tuple[Line, asyncio.Future[None]]
_log = structlog.get_logger()


@dataclass(slots=True)
class _Batch:
    """Lines that wait, and who waits for each."""

    statement: LiteralString
    waiting: list[Waiting] = field(default_factory=list)
    sending: list[Waiting] = field(default_factory=list)
    most: int = _MOST
    is_due: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, line: Line) -> asyncio.Future[None]:
        written = asyncio.get_running_loop().create_future()
        self.waiting.append((line, written))
        self.is_due.set()
        return written

    def take(self) -> list[Waiting]:
        self.sending, self.waiting = self.waiting[: self.most], self.waiting[self.most :]
        if not self.waiting:
            self.most = _MOST
            self.is_due.clear()
        return self.sending

    def put_back(self, *, most: int = _MOST) -> None:
        """Try them again; one by one when one of them is refused by the database itself."""
        self.waiting[:0], self.most = self.sending, most
        self.is_due.set()


class Ledger:
    """Writes uses down, in batches, on two connections of its own."""

    def __init__(self, url: str, quotas: Quotas) -> None:
        self.quotas = quotas
        self._url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._opened, self._closed = _Batch(_OPEN), _Batch(_CLOSE)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to write."""
        self._tasks = [
            asyncio.create_task(self._write(batch), name="ledger") for batch in (self._opened, self._closed)
        ]

    async def stop(self) -> None:
        """Write what is left, as far as the database allows, and end."""
        batches = (self._opened, self._closed)
        pending = [written for batch in batches for _, written in (*batch.sending, *batch.waiting)]
        if pending:
            await asyncio.wait(pending, timeout=_PATIENCE)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def open(self, opening: Opening) -> asyncio.Future[None]:
        """Write down that a use begins. An answer may be got meanwhile, and leaves once `kept` has passed.

        Raises: Forbidden.
        """
        return self._opened.add(_opened(opening))

    async def kept(self, written: asyncio.Future[None]) -> None:
        """Wait until a use is on disk.

        Raises: UseNotKept.
        """
        if written.done():
            written.result()
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await asyncio.shield(written)
        except TimeoutError as error:
            raise UseNotKept from error

    def close(self, opening: Opening, outcome: Outcome, holds: tuple[Hold, ...] = ()) -> asyncio.Future[None]:
        """Write down how a use ended, once, and what it took of the quotas. It is written even if nobody waits."""
        price = outcome.offer.price if outcome.offer else Price()
        count = outcome.count
        spends = self.quotas.settle(holds, price, read=count.input, written=count.output)
        return self._closed.add(_closed(opening, outcome, spends))

    async def _write(self, batch: _Batch) -> None:
        connection: psycopg.AsyncConnection | None = None
        while True:
            await batch.is_due.wait()
            taken = batch.take()
            try:
                connection = connection or await _connect(self._url)
                await _send(connection, batch.statement, [line for line, _ in taken])
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                await _log.awarning("ledger_postponed", error=type(error).__name__, uses=len(taken))
                await _hang_up(connection)
                connection = None
                if batch is self._closed:
                    batch.put_back()  # an end is never given up
                else:
                    _refuse(taken)  # nothing was answered yet: nothing will be
                await asyncio.sleep(_PAUSE)
            except psycopg.Error as error:
                await _log.aerror("use_refused_by_the_database", error=type(error).__name__, uses=len(taken))
                await _hang_up(connection)
                connection = None
                batch.put_back(most=1) if len(taken) > 1 else _refuse(taken)
            else:
                for _, written in taken:
                    if not written.done():
                        written.set_result(None)
            batch.sending = []


async def _connect(url: str) -> psycopg.AsyncConnection:
    return await psycopg.AsyncConnection.connect(
        url, autocommit=True, prepare_threshold=None, connect_timeout=5
    )


async def _hang_up(connection: psycopg.AsyncConnection | None) -> None:
    if connection is not None:
        await connection.close()


async def _send(connection: psycopg.AsyncConnection, statement: LiteralString, lines: list[Line]) -> None:
    async with connection.pipeline(), connection.transaction():
        await connection.execute(_CONTEXT)
        await connection.execute(statement, [json.dumps(lines)])


def _refuse(taken: list[Waiting]) -> None:
    for _, written in taken:
        if not written.done():
            written.set_exception(UseNotKept())
            written.exception()  # whoever has left does not ask, and that is no mistake


def _opened(opening: Opening) -> Line:
    use_case = opening.use_case
    return {
        "id": str(opening.id), "authority_id": str(opening.authority), "caller_id": str(opening.by.subject),
        "caller_kind": opening.caller_kind, "use_case": use_case.code if use_case else "",
        "family": use_case.family if use_case else "", "model": opening.model.id,
        "supplier": opening.model.supplier_name, "is_streamed": opening.is_streamed, "input_tokens": opening.asked,
        "output_tokens": 0, "counted_in": Unit.ESTIMATE, "state": State.OPEN,
        "started_at": opening.started_at.isoformat(),
    }  # fmt: skip


def _closed(opening: Opening, outcome: Outcome, spends: list[dict[str, object]]) -> Line:
    line: Line = {
        "id": str(opening.id), "state": outcome.state, "ended_at": now().isoformat(),
        "input_tokens": outcome.count.input, "output_tokens": outcome.count.output,
        "counted_in": outcome.count.unit, "cost": outcome.cost, "energy": outcome.energy,
        "supplier": outcome.offer.endpoint.name if outcome.offer else opening.model.supplier_name, "spends": spends,
    }  # fmt: skip
    if outcome.state is State.COMPLETE and not opening.is_upkeep:
        event = uses.made(opening, outcome)
        line |= {
            "event_id": str(uuid7()), "name": event.name, "body": body_of(event),
            "actor_id": str(opening.by.subject), "request_id": opening.by.request_id,
        }  # fmt: skip
    return line
