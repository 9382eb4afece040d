"""The models one may ask: the suppliers' and the embedded one."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.assistant import engine
from services.assistant.refusals import ModelUnknown
from services.assistant.settings import RESERVED, Supplier

EMBEDDED_SUPPLIER = "terrain"


@dataclass(frozen=True, slots=True)
class Model:
    """A name, and who answers to it. No supplier: the embedded engine."""

    id: str
    supplier: Supplier | None = None

    @property
    def is_embedded(self) -> bool:
        """Tell whether the answer is composed here, without any supplier."""
        return self.supplier is None

    @property
    def supplier_name(self) -> str:
        """Name who answers."""
        return self.supplier.name if self.supplier else EMBEDDED_SUPPLIER


EMBEDDED = Model(engine.NAME)


def listed(suppliers: Sequence[Supplier]) -> list[Model]:
    """Give every model, the embedded one first."""
    return [EMBEDDED, *(Model(name, supplier) for supplier in suppliers for name in supplier.models)]


def find(suppliers: Sequence[Supplier], name: str) -> Model:
    """Give the model of this name; no name at all means the embedded one.

    Raises: ModelUnknown.
    """
    if not name or name in RESERVED:
        return EMBEDDED
    for model in listed(suppliers):
        if model.id == name:
            return model
    raise ModelUnknown(name)
