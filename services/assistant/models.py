"""The models one may ask: the suppliers' and the embedded one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec

from services.assistant import engine
from services.assistant.kinds import ModelKind
from services.assistant.offers import Offer
from services.assistant.refusals import ModelUnknown
from services.assistant.settings import RESERVED
from services.kit.principal import Principal

EMBEDDED_SUPPLIER = "terrain"


class Model(msgspec.Struct, frozen=True):
    """A name, and who answers to it, the first choice first. No offer: the embedded engine."""

    id: str
    offers: tuple[Offer, ...] = ()

    @property
    def is_embedded(self) -> bool:
        """Tell whether the answer is composed here, without any supplier."""
        return not self.offers

    @property
    def supplier_name(self) -> str:
        """Name who answers, unless it fails and another one does."""
        return self.offers[0].endpoint.name if self.offers else EMBEDDED_SUPPLIER


EMBEDDED = Model(engine.NAME)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every offer there is, and the other names of models."""

    offers: Mapping[str, tuple[Offer, ...]] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)

    def listed(self, by: Principal, *, kind: ModelKind | None = None) -> list[Model]:
        """Give every model that the caller may ask, the embedded one first."""
        embedded = [EMBEDDED] if kind is not ModelKind.EMBEDDINGS else []
        found = (self._open(name, by, kind) for name in [*self.offers, *self.aliases])
        return embedded + [model for model in found if model.offers]

    def find(self, name: str, by: Principal, *, kind: ModelKind = ModelKind.CHAT) -> Model:
        """Give the model of this name; no name at all means the embedded one.

        Raises: ModelUnknown, also for a model that is not open to the caller.
        """
        if kind is ModelKind.CHAT and (not name or name in RESERVED):
            return EMBEDDED
        model = self._open(name, by, kind)
        if not model.offers:
            raise ModelUnknown(name)
        return model

    def _open(self, name: str, by: Principal, kind: ModelKind | None) -> Model:
        offers = self.offers.get(self.aliases.get(name, name), ())
        return Model(name, tuple(_standing_in(_kept(offers, by, kind))))


def _kept(offers: Iterable[Offer], by: Principal, kind: ModelKind | None) -> list[Offer]:
    return [
        offer
        for offer in offers
        if (kind is None or offer.kind is kind) and offer.is_open_to(by.roles, by.authority)
    ]


def _standing_in(offers: list[Offer]) -> list[Offer]:
    """Keep those of the first one's data class: what may be sent to one must be allowed to be sent to all."""
    return [offer for offer in offers if offer.endpoint.data_class is offers[0].endpoint.data_class]
