"""The offers that stand, read from the database at most every two seconds and at once after a change made here."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.kinds import DataClass, ModelKind
from services.assistant.models import Catalogue
from services.assistant.offers import Endpoint, Offer, Price
from services.assistant.settings import Patience, Supplier
from services.assistant.suppliers.sealing import Seal
from services.assistant.suppliers.tables import AliasRow, OfferRow, SupplierRow
from services.kit.db import PLATFORM, Sessions, session_for

_FRESH = 2.0
"""Seconds after which another process's change is seen."""
_log = structlog.get_logger()


class Registry:
    """What a process knows of the suppliers."""

    def __init__(self, sessions: Sessions, configured: Sequence[Supplier], seal: Seal) -> None:
        self.seal, self.configured = seal, configured
        self._sessions = sessions
        self._configured = [offer for supplier in configured for offer in _offers_of(supplier)]
        self._catalogue = Catalogue()
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def catalogue(self) -> Catalogue:
        """Give every offer that stands."""
        if time.monotonic() - self._read_at > _FRESH:
            if self._reading.locked() and self._read_at > float("-inf"):
                return self._catalogue  # one reads; the others go on with what is known meanwhile
            async with self._reading:
                if time.monotonic() - self._read_at > _FRESH:
                    await self._read()
        return self._catalogue

    def forget(self) -> None:
        """Read again before the next answer: something was changed here."""
        self._read_at = float("-inf")

    async def _read(self) -> None:
        moment = time.monotonic()
        async with session_for(self._sessions, PLATFORM) as session, session.begin():
            stored = await self._stored(session)
            aliases = {row.name: row.model for row in await session.exec(select(AliasRow))}
        self._catalogue, self._read_at = Catalogue(_named([*self._configured, *stored]), aliases), moment

    async def _stored(self, session: AsyncSession) -> list[Offer]:
        suppliers = await session.exec(select(SupplierRow).where(col(SupplierRow.deactivated_at).is_(None)))
        endpoints = {row.id: endpoint for row in suppliers if (endpoint := self.endpoint(row))}
        rows = await session.exec(select(OfferRow).order_by(col(OfferRow.id)))
        return [_offer(row, endpoints[row.supplier_id]) for row in rows if row.supplier_id in endpoints]

    def endpoint(self, row: SupplierRow) -> Endpoint | None:
        """Make the endpoint of a row, or None when its key no longer opens."""
        key = self.seal.open(row.sealed_key, supplier=row.id)
        if key is None:
            _log.warning("supplier_key_does_not_open", supplier=row.name)
            return None
        return Endpoint(
            id=str(row.id), name=row.name, base_url=row.base_url, api_key=key, data_class=DataClass(row.data_class),
            patience=Patience(first_byte=row.first_byte, total=row.total), max_parallel=row.max_parallel,
        )  # fmt: skip


def _offers_of(supplier: Supplier) -> Iterable[Offer]:
    endpoint = Endpoint(
        id=f"configured {supplier.name}", name=supplier.name, base_url=str(supplier.base_url).rstrip("/"),
        api_key=supplier.api_key, data_class=supplier.data_class, patience=supplier.patience,
        max_parallel=supplier.max_parallel, is_configured=True,
    )  # fmt: skip
    yield from (Offer(name, endpoint) for name in supplier.models)
    yield from (Offer(name, endpoint, kind=ModelKind.EMBEDDINGS) for name in supplier.embeddings)


def _offer(row: OfferRow, endpoint: Endpoint) -> Offer:
    return Offer(
        row.name, endpoint, row.upstream, ModelKind(row.kind), Price(row.price_in, row.price_out, row.energy),
        row.priority, frozenset(row.roles), frozenset(row.authorities),
    )  # fmt: skip


def _named(offers: Iterable[Offer]) -> dict[str, tuple[Offer, ...]]:
    """Group offers by name, the first choice first."""
    grouped = defaultdict[str, list[Offer]](list)
    for offer in offers:
        grouped[offer.model].append(offer)
    return {name: tuple(sorted(group, key=lambda one: one.priority)) for name, group in grouped.items()}
