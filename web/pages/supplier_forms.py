"""What one types about a supplier and what it offers, kept when it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fastapi import Request
from starlette.datastructures import FormData

from services.assistant.administration.schemas import OfferOut, SupplierOut
from services.assistant.kinds import DataClass, ModelKind
from web.clients.api import Refused
from web.faults import by_field

CLASSES = tuple((one.value, one.label[0].upper() + one.label[1:]) for one in DataClass)
KINDS = (
    (ModelKind.CHAT.value, "Des réponses"),
    (ModelKind.EMBEDDINGS.value, "Des vecteurs, pour la recherche"),
)
ROLES = (
    ("agent", "Agents"),
    ("champion", "Référents IA"),
    ("facilitator", "Équipe projet"),
    ("admin", "Administrateurs"),
    ("partner", "Programmes partenaires"),
)
_FIELDS = {
    "quota_taken": "unit", "supplier_name_taken": "name", "already_offered": "name", "version_changed": "name",
}  # fmt: skip
"""Which field of the form mends which refusal."""
_SUPPLIER = ("name", "base_url", "data_class", "region", "max_parallel", "first_byte", "total")
_OFFER = ("upstream", "kind", "price_in", "price_out", "energy", "priority")


@dataclass(frozen=True, slots=True)
class Form:
    """Fields as typed; `many` holds those with several values."""

    values: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Give what was typed in a field."""
        return self.values.get(name, "")

    def all(self, name: str) -> tuple[str, ...]:
        """Give what was ticked."""
        return self.many.get(name, ())

    def number(self, name: str) -> str:
        """Give a figure as programs write it."""
        return _plain_figure(self.get(name))

    @property
    def supplier(self) -> dict[str, object]:
        """The supplier as the service reads it. A key left empty stays as it is."""
        body: dict[str, object] = {name: _number_or_text(name, self.get(name)) for name in _SUPPLIER}
        if self.get("api_key") or self.all("without_key"):
            body["api_key"] = "" if self.all("without_key") else self.get("api_key")
        return body

    @property
    def offer(self) -> dict[str, object]:
        """The model as the service reads it."""
        body: dict[str, object] = {name: _number_or_text(name, self.get(name)) for name in _OFFER}
        return body | {"roles": list(self.all("roles")), "authorities": list(self.all("authorities"))}

    def refused(self, refusal: Refused) -> "Form":
        """Keep what was typed, and say beside which field it was refused.

        Raises: Refused, when no field of this form can mend it.
        """
        if refusal.code in _FIELDS:
            return replace(self, errors={_FIELDS[refusal.code]: refusal.detail})
        if refusal.status != 422:
            raise refusal
        return replace(self, errors=by_field(refusal.faults) or {"name": refusal.detail})

    def lacking(self, **errors: str) -> "Form":
        """Say beside which field something is missing."""
        return replace(self, errors=errors)


NEW_SUPPLIER = Form(
    {"data_class": DataClass.INTERNAL.value, "max_parallel": "50", "first_byte": "30", "total": "300"}
)
NEW_OFFER = Form({"kind": "chat", "price_in": "0", "price_out": "0", "energy": "0", "priority": "5"})


def of_supplier(supplier: SupplierOut) -> Form:
    """Begin with what is known of a supplier."""
    return Form({name: _shown(getattr(supplier, name)) for name in _SUPPLIER}, version=supplier.version)


def of_offer(offer: OfferOut) -> Form:
    """Begin with what is known of a model."""
    many = {"roles": tuple(offer.roles), "authorities": tuple(str(one) for one in offer.authorities)}
    return Form({name: _shown(getattr(offer, name)) for name in _OFFER}, many, offer.version)


async def read(request: Request) -> Form:
    """Read the form."""
    form = await request.form()
    version = str(form.get("version", ""))
    return Form(
        {name: str(value).strip() for name, value in form.items()},
        {name: _ticked(form, name) for name in ("roles", "authorities", "without_key")},
        int(version) if version.isdecimal() and len(version) < 9 else 0,
    )


def _ticked(form: FormData, name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in form.getlist(name))


def _number_or_text(name: str, typed: str) -> str:
    is_number = name in {"price_in", "price_out", "energy", "first_byte", "total"}
    return _plain_figure(typed) if is_number else typed


def _plain_figure(typed: str) -> str:
    return typed.replace(",", ".").replace("\u00a0", "").replace("\u202f", "").replace(" ", "")


def _shown(value: object) -> str:
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)
