"""Rows as the wire shows them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.assistant.administration.schemas import (
    AliasOut,
    ConfiguredOut,
    MeaningOut,
    OfferOut,
    SupplierOut,
    SupplierPage,
)
from services.assistant.embedding.models import Chosen
from services.assistant.settings import Supplier
from services.assistant.suppliers.tables import AliasRow, OfferRow, SupplierRow


def supplier(row: SupplierRow, models: Sequence[OfferRow]) -> SupplierOut:
    """Show a supplier; of its key, only that there is one."""
    shown = row.model_dump(exclude={"sealed_key"})
    offers = [OfferOut.model_validate(one) for one in models]
    return SupplierOut(**shown, has_key=bool(row.sealed_key), models=offers)


def page(
    rows: Sequence[SupplierRow],
    models: Mapping[UUID, Sequence[OfferRow]],
    aliases: Sequence[AliasRow],
    configured: Sequence[Supplier],
    meaning: MeaningOut,
) -> SupplierPage:
    """Show all of them."""
    return SupplierPage(
        items=[supplier(row, models.get(row.id, ())) for row in rows],
        configured=[
            ConfiguredOut(
                name=one.name, base_url=str(one.base_url), data_class=one.data_class,
                models=[*one.models, *one.embeddings],
            )
            for one in configured
        ],
        aliases=[AliasOut.model_validate(one) for one in aliases],
        meaning=meaning,
    )  # fmt: skip


def meaning(name: str, chosen: Chosen) -> MeaningOut:
    """Show by which model collections are found, or why by none."""
    supplier = chosen.model.supplier_name if chosen.model else ""
    return MeaningOut(state=chosen.state, name=name, model=chosen.key, supplier=supplier)
