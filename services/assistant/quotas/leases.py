"""Quotas without a shared counter: a process leases a little of a month's quota, and spends it from memory.

What may be spent beyond a quota: at most what one request holds, for each process, as long as no answer is longer than
it was held for. The debt of one lease is carried into the next, so it never adds up.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec

from services.assistant.kinds import QuotaUnit
from services.assistant.offers import Price

_PARTS = 20
"""A lease is this part of the month's quota, or what one request needs if that is more."""


@dataclass(frozen=True, slots=True)
class Quota:
    """How much may be used in a month, in tokens, micro-euros or milliwatt-hours."""

    id: UUID
    unit: QuotaUnit
    monthly: int
    caller: UUID | None = None
    """One person or key. None: everybody of the authority."""

    def counts(self, caller: UUID) -> bool:
        """Tell whether what this caller uses counts here."""
        return self.caller is None or self.caller == caller


@dataclass(slots=True)
class Lease:
    """What this process may still spend of a quota in a month."""

    id: UUID
    quota: Quota
    month: date
    left: int
    retires_at: float
    """When it takes nothing new any more: seconds of the process's clock."""
    under_way: int = 0
    dry_until: float = 0
    """Until when nobody need ask again: there was nothing to lease."""

    def take(self, amount: int) -> "Hold | None":
        """Hold an amount, when anything is left at all: the last request may go below zero."""
        if self.left <= 0:
            return None
        self.left -= amount
        self.under_way += 1
        return Hold(self, amount)


class Hold(msgspec.Struct, frozen=True):
    """What a request has taken of a lease before its real cost is known."""

    lease: Lease
    amount: int

    def settle(self, spent: int) -> None:
        """Replace the amount held by what was really spent."""
        self.lease.left += self.amount - spent
        self.lease.under_way -= 1


def wanted(quota: Quota, amount: int) -> int:
    """Give the size of a lease to ask for."""
    return max(amount, quota.monthly // _PARTS, 1)


def granted(asked: int, *, monthly: int, spent: int, outstanding: int) -> int:
    """Give how much of what is asked may be leased: never more than what nobody has spent or leased."""
    return max(0, min(asked, monthly - spent - outstanding))


def amount(unit: QuotaUnit, price: Price, *, read: int, written: int) -> int:
    """Give what so many tokens count for, rounded up."""
    exact = {
        QuotaUnit.TOKENS: read + written,
        QuotaUnit.EUROS: read * price.input + written * price.output,
        QuotaUnit.KWH: written * price.energy,
    }[unit]
    return -int(-exact // 1)
