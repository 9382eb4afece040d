"""One answer, from the reservation of its use to its end, whoever gives it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace

import anyio

from services.assistant import tails, uses
from services.assistant.asking import Asked
from services.assistant.completions import embedded, refusing
from services.assistant.desk import Desk
from services.assistant.models import Model
from services.assistant.offers import Offer
from services.assistant.refusals import SupplierCut
from services.assistant.safeguards import passing
from services.assistant.safeguards.sending import Sending
from services.assistant.suppliers import calls
from services.assistant.suppliers.calls import Call, Wish
from services.assistant.tables import Use
from services.assistant.tails import NOTHING, Count, Tail, Unit
from services.assistant.use_cases import UseCase
from services.assistant.uses import Outcome, State
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

    @property
    def sent(self) -> Asked:
        """What a supplier receives."""
        return replace(self.asked, raw=self.sending.raw)


async def give(desk: Desk, order: Order) -> bytes:
    """Give the whole answer at once, its use recorded before it leaves.

    Raises: a refusal of `refusals`.
    """
    async with _recorded(desk, order) as record:
        if order.model.is_embedded:
            speech = await embedded.compose(order.asked.messages, use_id=record.use.id)
            await record.complete(Count(speech.input_words, speech.output_words, Unit.WORDS))
            return embedded.whole(speech)
        async with _called(desk, order) as call:
            record.offer, answer = call.offer, call.answer.first
            count = tails.count_whole(call.answer.body, asked=len(order.sending.raw), answered=len(answer))
            await record.complete(count)
            return order.sending.answer().whole(answer)


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
        speech = await embedded.compose(order.asked.messages, use_id=record.use.id)
        async for chunk in embedded.chunks(speech, with_usage=order.asked.wants_usage):
            yield chunk
        await record.complete(Count(speech.input_words, speech.output_words, Unit.WORDS))
        yield embedded.DONE
        return
    undo = order.sending.answer()
    tail = record.tail = Tail(asked=len(order.sending.raw))
    async with _called(desk, order) as call:
        record.offer = call.offer
        lines: bytes | None = call.answer.first
        while lines is not None:
            tail.add(lines)
            if tail.is_done:
                # Recorded first: whoever has seen the end has a use that is written down.
                await record.complete(tail.count())
            yield undo.lines(lines)
            if tail.is_done:
                return
            lines = await call.answer.lines()
        if not tail.has_failed:
            raise SupplierCut


@asynccontextmanager
async def _called(desk: Desk, order: Order) -> AsyncIterator[Call]:
    """Hold a supplier's answer for as long as the block lasts."""
    call = await calls.begin(
        desk.pool,
        desk.lines,
        Wish(
            order.model.offers, order.path, lambda offer: order.sent.named(offer.upstream or offer.model),
            order.asked.is_streamed, order.by.authority,
        ),
    )  # fmt: skip
    try:
        yield call
    except DomainError:
        call.end(has_failed=True)
        raise
    finally:
        call.end()


class _Record:
    """The use being made, and its end when it is known."""

    def __init__(self, desk: Desk, use: Use, *, by: Principal) -> None:
        self.use = use
        self.tail: Tail | None = None
        self.offer: Offer | None = None
        self._desk = desk
        self._by = by
        self._is_closed = False

    async def complete(self, count: Count) -> None:
        await self._close(Outcome(State.COMPLETE, count, self.offer))

    async def end(self, state: State) -> None:
        """End short of complete: what a supplier wrote until then was written all the same."""
        await self._close(Outcome(state, self.tail.count() if self.tail else NOTHING, self.offer))

    async def _close(self, outcome: Outcome) -> None:
        if not self._is_closed:
            await uses.close_now(self._desk.sessions, self.use, outcome, by=self._by)
            self._is_closed = True


@asynccontextmanager
async def _recorded(desk: Desk, order: Order) -> AsyncIterator[_Record]:
    is_streamed, by = order.asked.is_streamed, order.by
    if order.sending.passed and by.authority:
        left = passing.fact(by.authority, order.sending.passed, model=order.model, use_case=order.use_case)
        await passing.tell_now(desk.sessions, left, by=by)
    use = await uses.reserve_now(
        desk.sessions, order.model, use_case=order.use_case, is_streamed=is_streamed, by=by
    )
    record, state = _Record(desk, use, by=by), State.FAILED
    try:
        yield record
    except (asyncio.CancelledError, GeneratorExit):
        state = State.INTERRUPTED
        raise
    finally:
        with anyio.CancelScope(shield=True):
            await record.end(state)
