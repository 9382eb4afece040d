"""Suppliers as an administrator keeps them: added, changed, tried, deactivated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.administration.schemas import SupplierChange, SupplierIn
from services.assistant.events import (
    SupplierAdded,
    SupplierChanged,
    SupplierDeactivated,
    SupplierReactivated,
)
from services.assistant.suppliers import addresses
from services.assistant.suppliers.addresses import Network
from services.assistant.suppliers.sealing import Seal
from services.assistant.suppliers.tables import SupplierRow
from services.kit.db import now, uuid7
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal


class SupplierMissing(NotFound):
    """No supplier has this id."""

    sentence = "Ce fournisseur n’existe pas."


class SupplierNameTaken(Conflict):
    """Another supplier has this name already."""

    sentence = "Un autre fournisseur porte déjà ce nom."


@dataclass(frozen=True, slots=True)
class Rules:
    """Where a supplier may stand, and what its key is sealed with."""

    allowed: Sequence[Network]
    seal: Seal


async def add(session: AsyncSession, new: SupplierIn, *, rules: Rules, by: Principal) -> SupplierRow:
    """Write a supplier down.

    Raises: AddressForbidden, SupplierNameTaken.
    """
    await addresses.check(new.base_url, allowed=rules.allowed)
    key = uuid7()
    row = SupplierRow(id=key, **new.model_dump(exclude={"api_key"}, mode="json"))
    row.base_url = addresses.normal(new.base_url)
    row.sealed_key = rules.seal.close(_plain(new.api_key), supplier=key)
    session.add(row)
    await _write(session)
    record(session, SupplierAdded(authority_id=by.authority, supplier_id=row.id), actor=by)
    return row


async def get(session: AsyncSession, supplier_id: UUID) -> SupplierRow:
    """Give one supplier.

    Raises: SupplierMissing.
    """
    return _found(await session.get(SupplierRow, supplier_id))


async def hold(session: AsyncSession, supplier_id: UUID) -> SupplierRow:
    """Give one supplier for a change: who comes second waits, and then reads what the first one wrote.

    Raises: SupplierMissing.
    """
    return _found(await session.get(SupplierRow, supplier_id, with_for_update=True))


async def listed(session: AsyncSession) -> Sequence[SupplierRow]:
    """Give every supplier, those in service first."""
    order = (col(SupplierRow.deactivated_at).is_not(None), col(SupplierRow.name))
    return (await session.exec(select(SupplierRow).order_by(*order))).all()


async def change(
    session: AsyncSession, row: SupplierRow, new: SupplierChange, *, rules: Rules, by: Principal
) -> SupplierRow:
    """Change what is given. A key goes to the address it was given for: a new address needs it again.

    Raises: AddressForbidden, KeyNeededAgain, SupplierNameTaken.
    """
    given: Mapping[str, object] = new.model_dump(exclude_none=True, exclude={"api_key"}, mode="json")
    if new.base_url is not None and addresses.normal(new.base_url) != row.base_url:
        await addresses.check(new.base_url, allowed=rules.allowed)
        if row.sealed_key and new.api_key is None and _origin(new.base_url) != _origin(row.base_url):
            raise KeyNeededAgain
    for name, value in given.items():
        setattr(row, name, value)
    row.base_url = addresses.normal(row.base_url)
    if new.api_key is not None:
        row.sealed_key = rules.seal.close(_plain(new.api_key), supplier=row.id)
    row.version += 1
    await _write(session)
    record(session, SupplierChanged(authority_id=by.authority, supplier_id=row.id), actor=by)
    return row


class KeyNeededAgain(Invalid):
    """The address moves to another machine: the key, which was meant for the first, must be given again."""

    sentence = "L’adresse change de machine : donnez à nouveau la clé."

    def __init__(self) -> None:
        super().__init__(errors=[{"pointer": "/api_key", "type": "needed", "message": self.sentence}])


async def deactivate(session: AsyncSession, row: SupplierRow, *, by: Principal) -> None:
    """Ask it nothing more. Its settings stay."""
    if row.deactivated_at is None:
        row.deactivated_at, row.version = now(), row.version + 1
        record(session, SupplierDeactivated(authority_id=by.authority, supplier_id=row.id), actor=by)


async def reactivate(session: AsyncSession, row: SupplierRow, *, by: Principal) -> None:
    """Put it back in service."""
    if row.deactivated_at is not None:
        row.deactivated_at, row.version = None, row.version + 1
        record(session, SupplierReactivated(authority_id=by.authority, supplier_id=row.id), actor=by)


def _found(row: SupplierRow | None) -> SupplierRow:
    if row is None:
        raise SupplierMissing
    return row


async def _write(session: AsyncSession) -> None:
    try:
        await session.flush()
    except IntegrityError as error:
        raise SupplierNameTaken from error


def _plain(key: SecretStr) -> str:
    return key.get_secret_value().strip()


def _origin(url: str) -> str:
    return "/".join(url.split("/")[:3]).lower()
