"""One answer, from the reservation of its use to its end, whoever gives it."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from types import TracebackType

import anyio
import msgspec

from services.assistant import asking, tails
from services.assistant.asking import Asked
from services.assistant.completions import embedded, footprints, refusing
from services.assistant.completions.footprints import Given
from services.assistant.desk import Desk
from services.assistant.models import Model
from services.assistant.offers import Offer, Price
from services.assistant.purposes import Purpose
from services.assistant.quotas.holding import LONGEST
from services.assistant.quotas.leases import Hold
from services.assistant.refusals import SupplierCut, UseNotKept
from services.assistant.safeguards import passing
from services.assistant.safeguards.sending import Sending
from services.assistant.suppliers import calls
from services.assistant.suppliers.calls import Call, Wish
from services.assistant.tails import NOTHING, Count, Tail, Unit
from services.assistant.uses import Opening, Outcome, State
from services.kit.errors import DomainError
from services.kit.principal import Principal

CHAT, EMBEDDINGS = "/chat/completions", "/embeddings"


class Order(msgspec.Struct, frozen=True):
    """An answer that may be given: what is asked, of which model, what for, by whom."""

    asked: Asked
    model: Model
    purpose: Purpose
    by: Principal
    sending: Sending
    """What leaves when a supplier answers: `asked.raw`, or the same with placeholders."""
    path: str = CHAT
    is_upkeep: bool = False
    """Nobody waits for an answer of it: it is counted and paid for, but is nobody's use."""


async def give(desk: Desk, order: Order) -> Given:
    """Give the whole answer at once, its use recorded before it leaves.

    Raises: a refusal of `refusals`.
    """
    async with _Record(desk, order) as record:
        if order.model.is_embedded:
            speech = await embedded.compose(order.asked.messages, use_id=record.opening.id)
            await record.is_kept()
            count = Count(speech.input_words, speech.output_words, Unit.WORDS)
            await record.end(State.COMPLETE, count)
            return Given(embedded.whole(speech), footprints.of(None, count))
        async with _Called(desk, order, record) as call:
            answer = call.answer
            count = tails.count_whole(answer.body, asked=len(order.sending.raw), answered=len(answer.first))
            await record.end(State.COMPLETE, count)
            return Given(order.sending.answer().whole(answer.first), footprints.of(record.offer, count))


def stream(desk: Desk, order: Order) -> AsyncGenerator[bytes]:
    """Give the completion as events. What fails after the first of them is told as a last event, without `[DONE]`.

    Raises: a refusal of `refusals`, before the first item only.
    """
    return _spoken(desk, order) if order.model.is_embedded else _relayed(desk, order)


async def _spoken(desk: Desk, order: Order) -> AsyncGenerator[bytes]:
    async with _Record(desk, order) as record:
        speech = await embedded.compose(order.asked.messages, use_id=record.opening.id)
        await record.is_kept()
        async for chunk in embedded.chunks(speech, with_usage=order.asked.wants_usage):
            yield chunk
        count = Count(speech.input_words, speech.output_words, Unit.WORDS)
        await record.end(State.COMPLETE, count)
        yield record.beside(embedded.DONE, count)


async def _relayed(desk: Desk, order: Order) -> AsyncGenerator[bytes]:
    has_begun = False
    async with _Record(desk, order) as record:
        undo = order.sending.answer()
        tail = record.tail = Tail(asked=len(order.sending.raw))
        try:
            async with _Called(desk, order, record) as call:
                lines: bytes | None = call.answer.first
                while lines is not None:
                    tail.add(lines)
                    if tail.is_done:
                        # Recorded first: whoever has seen the end has a use that is written down.
                        await record.end(State.COMPLETE)
                        yield undo.lines(record.beside(lines, tail.count()))
                        return
                    has_begun = True
                    yield undo.lines(lines)
                    lines = await call.answer.lines()
                if not tail.has_failed:
                    raise SupplierCut
        except DomainError as refusal:
            if not has_begun:
                raise
            await record.end(State.FAILED)
            yield refusing.event(refusal)


class _Record:
    """The use being made, for as long as the block lasts, and its end when it is known.

    Raises: UseNotKept, QuotaSpent, on entering.
    """

    __slots__ = ("_desk", "_holds", "_is_closed", "_opened", "_order", "offer", "opening", "tail")

    def __init__(self, desk: Desk, order: Order) -> None:
        self._desk, self._order = desk, order
        self.tail: Tail | None = None
        self.offer: Offer | None = None
        self._holds: tuple[Hold, ...] = ()
        self._is_closed = False

    async def __aenter__(self) -> "_Record":
        order, by, desk = self._order, self._order.by, self._desk
        if order.sending.passed and by.authority:
            left = passing.fact(
                by.authority, order.sending.passed, model=order.model, use_case=order.purpose.use_case
            )
            await passing.tell_now(desk.sessions, left, by=by)
        asked = tails.estimated(len(order.sending.raw))
        if order.model.offers:
            most = LONGEST if order.asked.most_tokens is None else order.asked.most_tokens
            price = order.model.offers[0].price
            self._holds = await desk.ledger.quotas.hold(price, by=by, read=asked, written=most)
        self.opening = Opening(
            order.model, by, order.purpose, order.asked.is_streamed, asked, is_upkeep=order.is_upkeep
        )
        self._opened = desk.ledger.open(self.opening)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._is_closed:
            return
        is_left = isinstance(error, asyncio.CancelledError | GeneratorExit)
        with anyio.CancelScope(shield=True):
            await self.end(State.INTERRUPTED if is_left else State.FAILED)

    def is_kept(self) -> Awaitable[None]:
        """Wait until the use is on disk.

        Raises: UseNotKept.
        """
        return self._desk.ledger.kept(self._opened)

    def beside(self, lines: bytes, count: Count) -> bytes:
        """Put the footprint before the end of a stream, for who asked to be told its usage."""
        if not self._order.asked.wants_usage:
            return lines
        return footprints.beside(lines, footprints.of(self.offer, count))

    async def end(self, state: State, count: Count | None = None) -> None:
        """Write the end down, once. What a supplier wrote until then was written all the same."""
        if self._is_closed:
            return
        self._is_closed = True
        ledger = self._desk.ledger
        try:
            await ledger.kept(self._opened)  # an end is written after its beginning, or not at all
        except UseNotKept:
            ledger.quotas.settle(self._holds, Price(), read=0, written=0)
            return
        told = count or (self.tail.count() if self.tail and self.offer else NOTHING)
        ended = ledger.close(self.opening, Outcome(state, told, self.offer), self._holds)
        if self.opening.is_streamed or state is not State.COMPLETE:
            await ledger.kept(ended)


class _Called:
    """A supplier's answer, held for as long as the block lasts. The use was opened meanwhile, and is on disk.

    Raises: a refusal of `refusals`, on entering.
    """

    __slots__ = ("_call", "_desk", "_order", "_record")

    def __init__(self, desk: Desk, order: Order, record: _Record) -> None:
        self._desk, self._order, self._record = desk, order, record

    async def __aenter__(self) -> Call:
        order = self._order
        raw, model = order.sending.raw, order.asked.model
        wish = Wish(
            order.model.offers, order.path, lambda offer: asking.named(raw, model, offer.upstream or offer.model),
            order.asked.is_streamed, order.by.authority,
        )  # fmt: skip
        self._call = call = await calls.begin(self._desk.pool, self._desk.lines, wish)
        try:
            self._record.offer = call.offer
            await self._record.is_kept()
        except BaseException:
            call.end()
            raise
        return call

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._call.end(has_failed=isinstance(error, SupplierCut))
