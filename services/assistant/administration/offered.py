"""What suppliers offer: models, and other names for them."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.assistant.administration.schemas import OfferFields, OfferIn
from services.assistant.events import ModelChanged, ModelOffered, ModelWithdrawn
from services.assistant.settings import RESERVED
from services.assistant.suppliers.tables import AliasRow, OfferRow, SupplierRow
from services.kit.errors import Conflict, Invalid, NotFound
from services.kit.events import record
from services.kit.principal import Principal


class OfferMissing(NotFound):
    """No supplier offers this."""

    sentence = "Ce modèle n’est plus proposé."


class AliasMissing(NotFound):
    """No model has this other name."""

    sentence = "Cet autre nom n’existe pas."


class AlreadyOffered(Conflict):
    """The supplier offers a model of this name already."""

    sentence = "Ce fournisseur propose déjà un modèle de ce nom."


class NameReserved(Invalid):
    """The name always means the embedded engine, or is a model's own."""

    sentence = "Ce nom est réservé."

    def __init__(self, message: str) -> None:
        super().__init__(message, errors=[{"pointer": "/name", "type": "reserved", "message": message}])


class ModelNowhere(Invalid):
    """No supplier offers the model that the alias would mean."""

    sentence = "Aucun fournisseur ne propose ce modèle."

    def __init__(self) -> None:
        super().__init__(errors=[{"pointer": "/model", "type": "unknown", "message": self.sentence}])


async def offer(session: AsyncSession, supplier: SupplierRow, new: OfferIn, *, by: Principal) -> OfferRow:
    """Offer a model of a supplier.

    Raises: NameReserved, AlreadyOffered.
    """
    _check_name(new.name)
    row = OfferRow.model_validate(_fields(new) | {"supplier_id": supplier.id, "name": new.name})
    session.add(row)
    try:
        await session.flush()
    except IntegrityError as error:
        raise AlreadyOffered from error
    record(
        session, ModelOffered(authority_id=by.authority, supplier_id=supplier.id, model=row.name), actor=by
    )
    return row


async def get(session: AsyncSession, offer_id: UUID) -> OfferRow:
    """Give one model of a supplier.

    Raises: OfferMissing.
    """
    return _found(await session.get(OfferRow, offer_id))


async def hold(session: AsyncSession, offer_id: UUID) -> OfferRow:
    """Give one model of a supplier for a change.

    Raises: OfferMissing.
    """
    return _found(await session.get(OfferRow, offer_id, with_for_update=True))


async def change(session: AsyncSession, row: OfferRow, new: OfferFields, *, by: Principal) -> OfferRow:
    """Replace everything but the name."""
    for name, value in _fields(new).items():
        setattr(row, name, value)
    row.version += 1
    record(
        session,
        ModelChanged(authority_id=by.authority, supplier_id=row.supplier_id, model=row.name),
        actor=by,
    )
    return row


async def withdraw(session: AsyncSession, row: OfferRow, *, by: Principal) -> None:
    """Offer it no more. Uses made of it keep its name."""
    await session.delete(row)
    record(
        session,
        ModelWithdrawn(authority_id=by.authority, supplier_id=row.supplier_id, model=row.name),
        actor=by,
    )


async def by_supplier(session: AsyncSession) -> dict[UUID, list[OfferRow]]:
    """Give what each supplier offers, in the order of names."""
    found = defaultdict[UUID, list[OfferRow]](list)
    for row in await session.exec(select(OfferRow).order_by(col(OfferRow.name))):
        found[row.supplier_id].append(row)
    return found


async def aliases(session: AsyncSession) -> Sequence[AliasRow]:
    """Give every other name."""
    return (await session.exec(select(AliasRow).order_by(col(AliasRow.name)))).all()


async def name(session: AsyncSession, alias: str, *, model: str, known: frozenset[str]) -> AliasRow:
    """Let a name mean a model from now on; `known` are those that the environment offers.

    Raises: NameReserved, ModelNowhere.
    """
    _check_name(alias)
    offered = known | set(await session.exec(select(OfferRow.name)))
    if alias in offered:
        raise NameReserved("Ce nom est déjà celui d’un modèle.")
    if model not in offered:
        raise ModelNowhere
    return await session.merge(AliasRow(name=alias, model=model))


async def unname(session: AsyncSession, alias: str) -> None:
    """Forget another name.

    Raises: AliasMissing.
    """
    row = await session.get(AliasRow, alias)
    if row is None:
        raise AliasMissing
    await session.delete(row)


def _found(row: OfferRow | None) -> OfferRow:
    if row is None:
        raise OfferMissing
    return row


def _check_name(name: str) -> None:
    if name in RESERVED:
        raise NameReserved("Ce nom est celui du moteur embarqué.")


def _fields(new: OfferFields) -> dict[str, object]:
    fields = new.model_dump(exclude={"name"})
    return fields | {"kind": new.kind.value, "roles": sorted(set(new.roles))}
