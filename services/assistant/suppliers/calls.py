"""Getting an answer to begin: from the first choice, from another of the same data class, or again after a moment.

All of this happens before the first byte leaves for the caller: afterwards nothing is asked twice.
"""

import asyncio
import random
from collections.abc import Callable, Iterator
from uuid import UUID

import msgspec

from services.assistant import relay
from services.assistant.offers import Offer
from services.assistant.refusals import (
    SupplierBusy,
    SupplierCrowded,
    SupplierCut,
    SupplierFailed,
    SupplierRefused,
    SupplierResting,
    SupplierTooSlow,
    SupplierUnreachable,
)
from services.assistant.relay import Answer, Demand, Pool
from services.assistant.suppliers.lines import Lines
from services.kit.errors import DomainError

_MOST_RETRIES = 2
_SHORTEST, _LONGEST = 0.1, 0.8
"""Seconds before a retry, drawn between them."""
_WAITED_FOR = 2
"""Seconds that a supplier may ask us to wait, and still be asked again by us rather than by the caller."""
_PASSING = (SupplierUnreachable, SupplierFailed, SupplierBusy)
_ELSEWHERE = (*_PASSING, SupplierTooSlow, SupplierRefused, SupplierCut, SupplierCrowded, SupplierResting)
_ILL = (SupplierUnreachable, SupplierFailed, SupplierTooSlow, SupplierRefused, SupplierCut)


class Wish(msgspec.Struct, frozen=True):
    """What is to be sent, whoever it goes to: `body` writes it for an offer."""

    offers: tuple[Offer, ...]
    path: str
    body: Callable[[Offer], bytes]
    is_streamed: bool
    authority: UUID | None


class Call:
    """An answer under way, and the place it holds until it ends."""

    __slots__ = ("_is_over", "_lines", "answer", "offer")

    def __init__(self, lines: Lines, offer: Offer, answer: Answer) -> None:
        self._lines, self.offer, self.answer = lines, offer, answer
        self._is_over = False

    def end(self, *, has_failed: bool = False) -> None:
        """Let go of the supplier; a cut counts against it."""
        if self._is_over:
            return
        self._is_over = True
        self.answer.close()
        self._lines.to(self.offer.endpoint).gate.leave()
        if has_failed:
            self._lines.breaker(self.offer).tell(has_failed=True)


async def begin(pool: Pool, lines: Lines, wish: Wish) -> Call:
    """Get an answer to begin.

    Raises: the last refusal met, of `refusals`.
    """
    turns, refusal = _turns(wish.offers, lines), DomainError()
    for offer, is_again in turns:
        if is_again and not await _may_retry(lines, offer, refusal):
            break
        try:
            return await _attempt(pool, lines, wish, offer)
        except _ELSEWHERE as met:
            refusal = met
    raise refusal


def _turns(offers: tuple[Offer, ...], lines: Lines) -> Iterator[tuple[Offer, bool]]:
    """Give each offer once, by priority and then by how busy it is; then the first again, or who comes next."""
    ordered = offers
    if len(offers) > 1:
        ordered = tuple(sorted(offers, key=lambda one: (one.priority, lines.to(one.endpoint).gate.taken)))
    yield from ((offer, False) for offer in ordered)
    for turn in range(_MOST_RETRIES):
        yield ordered[turn % len(ordered)], True


async def _attempt(pool: Pool, lines: Lines, wish: Wish, offer: Offer) -> Call:
    line, breaker = lines.to(offer.endpoint), lines.breaker(offer)
    if not breaker.enter():
        raise SupplierResting
    try:
        await line.gate.enter(wish.authority)
    except BaseException:
        breaker.leave()
        raise
    line.budget.earn()
    try:
        answer = await relay.ask(pool, Demand(offer.endpoint, wish.path, wish.body(offer), wish.is_streamed))
    except BaseException as error:
        line.gate.leave()
        if isinstance(error, DomainError):
            breaker.tell(has_failed=isinstance(error, _ILL))
        else:
            breaker.leave()
        raise
    breaker.tell(has_failed=False)
    return Call(lines, offer, answer)


async def _may_retry(lines: Lines, offer: Offer, refusal: DomainError) -> bool:
    if not isinstance(refusal, _PASSING) or not lines.to(offer.endpoint).budget.spend():
        return False
    wait = random.uniform(_SHORTEST, _LONGEST)  # noqa: S311  spreading retries out is no secret
    if isinstance(refusal, SupplierBusy):
        asked: int = refusal.more["retry_after"]
        if asked > _WAITED_FOR:
            return False
        wait = max(wait, asked)
    await asyncio.sleep(wait)
    return True
