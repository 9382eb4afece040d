"""The book of uses: many are opened in one transaction, many closed in another, and each is waited for.

Whoever opens a use gets to go on once it is on disk. What arrives while a batch is being written makes the next one:
at rest a use is written at once, under load a hundred share a commit.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import LiteralString, TypeAlias

import msgspec
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
_GATHERED = 20
"""Uses that a batch under load waits for …"""
_MOMENT = 0.002
"""… and the seconds that it waits for them at most."""
_OPEN: LiteralString = "select open_uses(%s)"
_CLOSE: LiteralString = "select close_uses(%s)"
Line: TypeAlias = dict[str, object]
Made: TypeAlias = Callable[[], Line]
Waiting: TypeAlias = tuple[Line | Made, asyncio.Future[None]]
"""A line, or how it is made: that is done when it is written, and whoever waits for an answer does not wait for it."""
Taken: TypeAlias = tuple[Line, asyncio.Future[None]]
_log = structlog.get_logger()
_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class _Batch:
    """Lines that wait, and who waits for each."""

    statement: LiteralString
    waiting: list[Waiting] = field(default_factory=list)
    sending: list[Taken] = field(default_factory=list)
    """Those being written. Tried again, they are the same."""
    most: int = _MOST
    is_busy: bool = False
    """Whether the last batch held more than one."""
    is_due: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, line: Made) -> asyncio.Future[None]:
        written = asyncio.get_running_loop().create_future()
        self.waiting.append((line, written))
        self.is_due.set()
        return written

    def take(self) -> list[Taken]:
        taken, self.waiting = self.waiting[: self.most], self.waiting[self.most :]
        self.sending = [(line, written) for one, written in taken if (line := _made(one, written))]
        self.is_busy = len(self.sending) > 1
        if not self.waiting:
            self.most = _MOST
            self.is_due.clear()
        return self.sending

    async def gather(self) -> None:
        """Under load, wait for some more."""
        if self.is_busy and len(self.waiting) < _GATHERED:
            await asyncio.sleep(_MOMENT)

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
        opening.authority  # noqa: B018  refused here and now
        return self._opened.add(partial(_opened, opening))

    async def kept(self, written: asyncio.Future[None]) -> None:
        """Wait until a use is on disk.

        Raises: UseNotKept.
        """
        if written.done():
            written.result()
            return
        loop = asyncio.get_running_loop()
        over = loop.create_future()  # not `written` itself: whoever leaves must not take it from the others
        timer = loop.call_later(_PATIENCE, _set, over)
        tell = partial(_set, over)
        written.add_done_callback(tell)
        try:
            await over
        finally:
            timer.cancel()
            written.remove_done_callback(tell)
        if not written.done():
            raise UseNotKept
        written.result()

    def close(self, opening: Opening, outcome: Outcome, holds: tuple[Hold, ...] = ()) -> asyncio.Future[None]:
        """Write down how a use ended, once, and what it took of the quotas. It is written even if nobody waits."""
        price = outcome.offer.price if outcome.offer else Price()
        count = outcome.count
        spends = self.quotas.settle(holds, price, read=count.input, written=count.output)
        return self._closed.add(partial(_closed, opening, outcome, spends, at=now()))

    async def _write(self, batch: _Batch) -> None:
        connection: psycopg.AsyncConnection | None = None
        while True:
            await batch.is_due.wait()
            await batch.gather()
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
    await connection.execute(statement, [_encode(lines).decode()])


def _set(over: asyncio.Future[None], _: object = None) -> None:
    if not over.done():
        over.set_result(None)


def _made(one: Line | Made, written: asyncio.Future[None]) -> Line | None:
    """Make a line. One that cannot be made is told to whoever waits for it; the others are written."""
    try:
        return one() if callable(one) else one
    except Exception as error:  # noqa: BLE001  nobody's slip may end the book
        if not written.done():
            written.set_exception(error)
            written.exception()
        return None


def _refuse(taken: list[Taken]) -> None:
    for _, written in taken:
        if not written.done():
            written.set_exception(UseNotKept())
            written.exception()  # whoever has left does not ask, and that is no mistake


def _opened(opening: Opening) -> Line:
    use_case, by = opening.purpose.use_case, opening.by
    return {
        "id": opening.id, "authority_id": opening.authority, "caller_id": by.subject,
        "caller_kind": opening.caller_kind, "use_case": use_case.code if use_case else "",
        "family": use_case.family if use_case else "", "model": opening.model.id,
        "supplier": opening.model.supplier_name, "is_streamed": opening.is_streamed, "input_tokens": opening.asked,
        "output_tokens": 0, "counted_in": Unit.ESTIMATE, "state": State.OPEN, "started_at": opening.started_at,
    }  # fmt: skip


def _closed(opening: Opening, outcome: Outcome, spends: list[dict[str, object]], *, at: datetime) -> Line:
    count = outcome.count
    line: Line = {
        "id": opening.id, "state": outcome.state, "ended_at": at, "input_tokens": count.input,
        "output_tokens": count.output, "counted_in": count.unit, "cost": outcome.cost, "energy": outcome.energy,
        "supplier": outcome.offer.endpoint.name if outcome.offer else opening.model.supplier_name, "spends": spends,
    }  # fmt: skip
    if outcome.state is State.COMPLETE and not opening.is_upkeep:
        event = uses.made(opening, outcome)
        line |= {
            "event_id": uuid7(), "name": event.name, "body": body_of(event),
            "actor_id": opening.by.subject, "request_id": opening.by.request_id,
        }  # fmt: skip
    return line
