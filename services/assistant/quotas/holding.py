"""Quotas as this process applies them: read every two seconds, leased from the database, given back at the end."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import select

from services.assistant.kinds import QuotaUnit
from services.assistant.offers import Price
from services.assistant.quotas import leases
from services.assistant.quotas.leases import Hold, Lease, Quota
from services.assistant.quotas.tables import QuotaRow
from services.assistant.refusals import QuotaSpent
from services.kit.db import PLATFORM, Sessions, now, session_for, uuid7
from services.kit.principal import Principal

LONGEST = 2048
"""Tokens of an answer whose request sets no limit: what is held for it until it ends."""
PARIS = ZoneInfo("Europe/Paris")
_FRESH = 2.0
_QUARTER = 900
_RETIRES = 240.0
"""Seconds that a lease takes new requests. The longest answer ends well before the lease does."""
_LASTS = timedelta(minutes=15)
_MONTH = text(
    "insert into quota_month (quota_id, month, authority_id, spent)"
    " select id, :month, authority_id, 0 from quota where id = :quota"
    " on conflict (quota_id, month) do update set spent = quota_month.spent returning spent"
)
"""The update that changes nothing holds the month's row: processes lease one after the other."""
_OUTSTANDING = text(
    "select coalesce(sum(remaining), 0) from quota_lease"
    " where quota_id = :quota and month = :month and expires_at > now()"
)
"""Asked once the row is held: in the same statement it would not see what was leased while we waited."""
_KEEP = text(
    "insert into quota_lease (id, quota_id, month, remaining, expires_at) values (:id, :quota, :month, :amount, :until)"
)
_GIVE_BACK = text("delete from quota_lease where id = any(:ids) or expires_at < now()")


@dataclass(slots=True)
class _Book:
    """The quotas of one authority, as read at some moment."""

    quotas: tuple[Quota, ...]
    read_at: float


@dataclass(slots=True)
class Quotas:
    """What a process knows and holds of the quotas."""

    sessions: Sessions
    _books: dict[UUID, _Book] = field(default_factory=dict)
    _leases: dict[tuple[UUID, date], Lease] = field(default_factory=dict)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _over: list[UUID] = field(default_factory=list)
    _ours: set[UUID] = field(default_factory=set)

    async def hold(self, price: Price, *, by: Principal, read: int, written: int) -> tuple[Hold, ...]:
        """Hold what a request may cost of every quota that counts it.

        Raises: QuotaSpent; nothing is held then.
        """
        held: list[Hold] = []
        for quota in await self._counting(by):
            amount = leases.amount(quota.unit, price, read=read, written=written)
            if amount == 0:
                continue
            hold = await self._hold(quota, amount)
            if hold is None:
                self.settle(tuple(held), price, read=0, written=0)
                # What is over then is given back when its time is: nothing was spent of it.
                raise QuotaSpent(quota.unit, is_own=quota.caller is not None, month=this_month())
            held.append(hold)
        return tuple(held)

    def settle(
        self, holds: tuple[Hold, ...], price: Price, *, read: int, written: int
    ) -> list[dict[str, object]]:
        """Replace what was held by what was used; give what is to be written down."""
        spent = []
        for hold in holds:
            lease = hold.lease
            amount = leases.amount(lease.quota.unit, price, read=read, written=written)
            hold.settle(amount)
            is_over = not lease.under_way and self._leases.get((lease.quota.id, lease.month)) is not lease
            if is_over:
                self._ours.discard(lease.id)
            spent.append(
                {
                    "quota": lease.quota.id, "month": lease.month, "lease": lease.id,
                    "amount": amount, "is_over": is_over,
                }
            )  # fmt: skip
        return spent

    def forget(self) -> None:
        """Read the quotas again before the next request: something was changed here."""
        self._books.clear()

    async def give_back(self, *, everything: bool = False) -> None:
        """Give back the leases that are over, or all of them when the process ends."""
        ids, self._over = self._over, []
        if everything:
            ids = list(self._ours)
            self._leases.clear()
        self._ours.difference_update(ids)
        async with session_for(self.sessions, PLATFORM) as session, session.begin():
            await (await session.connection()).execute(_GIVE_BACK, {"ids": ids})

    async def _counting(self, by: Principal) -> tuple[Quota, ...]:
        if by.authority is None:
            return ()
        book = self._books.get(by.authority)
        if book is None or time.monotonic() - book.read_at > _FRESH:
            if book is not None:
                book.read_at = time.monotonic()  # one reads; the others go on with what is known meanwhile
            book = self._books[by.authority] = await self._read(by.authority)
        return tuple(quota for quota in book.quotas if quota.counts(by.subject))

    async def _read(self, authority: UUID) -> _Book:
        moment = time.monotonic()
        async with session_for(self.sessions, PLATFORM) as session, session.begin():
            rows = await session.exec(select(QuotaRow).where(QuotaRow.authority_id == authority))
            return _Book(
                tuple(Quota(row.id, QuotaUnit(row.unit), row.monthly, row.caller_id) for row in rows), moment
            )

    async def _hold(self, quota: Quota, amount: int) -> Hold | None:
        lease = self._leases.get((quota.id, this_month()))
        moment = time.monotonic()
        if lease is not None and lease.dry_until > moment and lease.quota == quota:
            return None
        if lease is None or lease.quota != quota or moment > lease.retires_at or lease.left <= 0:
            lease = await self._renew(quota, amount)
        return lease.take(amount)

    async def _renew(self, quota: Quota, amount: int) -> Lease:
        """Lease anew; whoever waited for the same finds it done."""
        month = this_month()
        async with self._turn:
            old = self._leases.get((quota.id, month))
            is_good = old is not None and old.quota == quota and old.left > 0
            if old is not None and is_good and time.monotonic() <= old.retires_at:
                return old
            lease = await self._ask(quota, month, leases.wanted(quota, amount))
            if old is not None:
                lease.left += min(old.left, 0)  # the debt goes on; what is left over goes back
                if not old.under_way:
                    self._over.append(old.id)
            if lease.left <= 0:
                lease.dry_until = time.monotonic() + _FRESH
            self._leases[quota.id, month] = lease
        return lease

    async def _ask(self, quota: Quota, month: date, asked: int) -> Lease:
        lease = Lease(uuid7(), quota, month, 0, time.monotonic() + _RETIRES)
        over, self._over = self._over, []
        async with session_for(self.sessions, PLATFORM) as session, session.begin():
            connection = await session.connection()
            named = {"quota": quota.id, "month": month}
            spent = (await connection.execute(_MONTH, named)).scalar()
            if spent is None:
                return lease  # the quota has just been removed: the next reading will not show it
            if over:
                await connection.execute(_GIVE_BACK, {"ids": over})
            outstanding = int((await connection.execute(_OUTSTANDING, named)).scalar_one())
            lease.left = leases.granted(asked, monthly=quota.monthly, spent=spent, outstanding=outstanding)
            if lease.left:
                self._ours.add(lease.id)
                kept = {"id": lease.id, "quota": quota.id, "month": month, "amount": lease.left}
                await connection.execute(_KEEP, kept | {"until": now() + _LASTS})
        return lease


def this_month() -> date:
    """Give the first day of the month in Paris."""
    return _month_of(int(time.time()) // _QUARTER)


@lru_cache(maxsize=1)
def _month_of(quarter: int) -> date:
    """Months begin with a quarter of an hour, wherever one is."""
    return datetime.fromtimestamp(quarter * _QUARTER, PARIS).date().replace(day=1)
