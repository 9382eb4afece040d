"""One answer, from the reservation of its use to its end, whoever gives it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace

import anyio

from services.assistant import tails
from services.assistant.asking import Asked
from services.assistant.completions import embedded, footprints, refusing
from services.assistant.completions.footprints import Given
from services.assistant.desk import Desk
from services.assistant.models import Model
from services.assistant.offers import Offer, Price
from services.assistant.quotas.holding import LONGEST
from services.assistant.quotas.leases import Hold
from services.assistant.refusals import SupplierCut, UseNotKept
from services.assistant.safeguards import passing
from services.assistant.safeguards.sending import Sending
from services.assistant.suppliers import calls
from services.assistant.suppliers.calls import Call, Wish
from services.assistant.tails import NOTHING, Count, Tail, Unit
from services.assistant.use_cases import UseCase
from services.assistant.uses import Opening, Outcome, State
from services.kit.errors import DomainError
from services.kit.principal import Principal

CHAT, EMBEDDINGS = "/chat/completions", "/embeddings"


@dataclass(frozen=True, slots=True)
class Order:
    """An answer that may be given: what is asked, of which model, what for, by whom."""

    asked: Asked
    model: Model
    use_case: UseCase | None
    by: Principal
    sending: Sending
    """What leaves when a supplier answers: `asked.raw`, or the same with placeholders."""
    path: str = CHAT
    is_upkeep: bool = False
    """Nobody waits for an answer of it: it is counted and paid for, but is nobody's use."""

    @property
    def sent(self) -> Asked:
        """What a supplier receives."""
        return replace(self.asked, raw=self.sending.raw)


async def give(desk: Desk, order: Order) -> Given:
    """Give the whole answer at once, its use recorded before it leaves.

    Raises: a refusal of `refusals`.
    """
    async with _recorded(desk, order) as record:
        if order.model.is_embedded:
            speech = await embedded.compose(order.asked.messages, use_id=record.opening.id)
            await record.is_kept()
            count = Count(speech.input_words, speech.output_words, Unit.WORDS)
            await record.end(State.COMPLETE, count)
            return Given(embedded.whole(speech), footprints.of(None, count))
        async with _called(desk, order, record) as call:
            answer = call.answer
            count = tails.count_whole(answer.body, asked=len(order.sending.raw), answered=len(answer.first))
            await record.end(State.COMPLETE, count)
            return Given(order.sending.answer().whole(answer.first), footprints.of(record.offer, count))


async def stream(desk: Desk, order: Order) -> AsyncGenerator[bytes]:
    """Give the completion as events. What fails after the first of them is told as a last event, without `[DONE]`.

    Raises: a refusal of `refusals`, before the first item only.
    """
    async with _recorded(desk, order) as record, aclosing(_events(desk, order, record)) as events:
        yield await anext(events)
        try:
            async for event in events:
                yield event
        except DomainError as refusal:
            await record.end(State.FAILED)
            yield refusing.event(refusal)


async def _events(desk: Desk, order: Order, record: "_Record") -> AsyncGenerator[bytes]:
    if order.model.is_embedded:
        speech = await embedded.compose(order.asked.messages, use_id=record.opening.id)
        await record.is_kept()
        async for chunk in embedded.chunks(speech, with_usage=order.asked.wants_usage):
            yield chunk
        count = Count(speech.input_words, speech.output_words, Unit.WORDS)
        await record.end(State.COMPLETE, count)
        yield record.beside(embedded.DONE, order, count)
        return
    undo = order.sending.answer()
    tail = record.tail = Tail(asked=len(order.sending.raw))
    async with _called(desk, order, record) as call:
        lines: bytes | None = call.answer.first
        while lines is not None:
            tail.add(lines)
            if tail.is_done:
                # Recorded first: whoever has seen the end has a use that is written down.
                await record.end(State.COMPLETE)
                yield undo.lines(record.beside(lines, order, tail.count()))
                return
            yield undo.lines(lines)
            lines = await call.answer.lines()
        if not tail.has_failed:
            raise SupplierCut


@asynccontextmanager
async def _called(desk: Desk, order: Order, record: "_Record") -> AsyncIterator[Call]:
    """Hold a supplier's answer for as long as the block lasts. The use was opened meanwhile, and is on disk."""
    asked = order.sent
    wish = Wish(
        order.model.offers, order.path, lambda offer: asked.named(offer.upstream or offer.model), asked.is_streamed,
        order.by.authority,
    )  # fmt: skip
    call = await calls.begin(desk.pool, desk.lines, wish)
    try:
        record.offer = call.offer
        await record.is_kept()
        yield call
    except SupplierCut:
        call.end(has_failed=True)
        raise
    finally:
        call.end()


class _Record:
    """The use being made, and its end when it is known."""

    __slots__ = ("_desk", "_holds", "_is_closed", "_opened", "offer", "opening", "tail")

    def __init__(self, desk: Desk, opening: Opening, holds: tuple[Hold, ...]) -> None:
        self.opening, self._holds, self._desk = opening, holds, desk
        self._opened = desk.ledger.open(opening)
        self.tail: Tail | None = None
        self.offer: Offer | None = None
        self._is_closed = False

    async def is_kept(self) -> None:
        """Wait until the use is on disk.

        Raises: UseNotKept.
        """
        await self._desk.ledger.kept(self._opened)

    def beside(self, lines: bytes, order: Order, count: Count) -> bytes:
        """Put the footprint before the end of a stream, for who asked to be told its usage."""
        if not order.asked.wants_usage:
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


@asynccontextmanager
async def _recorded(desk: Desk, order: Order) -> AsyncIterator[_Record]:
    by = order.by
    if order.sending.passed and by.authority:
        left = passing.fact(by.authority, order.sending.passed, model=order.model, use_case=order.use_case)
        await passing.tell_now(desk.sessions, left, by=by)
    asked = tails.estimated(len(order.sending.raw))
    holds: tuple[Hold, ...] = ()
    if order.model.offers:
        most = LONGEST if order.asked.most_tokens is None else order.asked.most_tokens
        price = order.model.offers[0].price
        holds = await desk.ledger.quotas.hold(price, by=order.by, read=asked, written=most)
    opening = Opening(
        order.model, order.by, order.use_case, order.asked.is_streamed, asked, is_upkeep=order.is_upkeep
    )
    record, state = _Record(desk, opening, holds), State.FAILED
    try:
        yield record
    except (asyncio.CancelledError, GeneratorExit):
        state = State.INTERRUPTED
        raise
    finally:
        with anyio.CancelScope(shield=True):
            await record.end(state)
