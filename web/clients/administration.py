"""What pages ask of the assistant service for whoever administers it."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from services.assistant.administration.schemas import (
    AliasOut,
    OfferOut,
    QuotaOut,
    QuotaPage,
    SupplierOut,
    SupplierPage,
    TrialOut,
)
from web.clients.api import Api

Body = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class AdministrationClient:
    """Suppliers and what they offer, typed."""

    api: Api

    async def suppliers(self) -> SupplierPage:
        """List the suppliers, and the other names of models."""
        return await self.api.read("/suppliers", SupplierPage)

    async def supplier(self, supplier_id: UUID) -> SupplierOut:
        """Read a supplier and what it offers."""
        return await self.api.read(f"/suppliers/{supplier_id}", SupplierOut)

    async def add_supplier(self, new: Body) -> SupplierOut:
        """Add a supplier.

        Raises: Refused.
        """
        return await self.api.write("POST", "/suppliers", SupplierOut, body=new)

    async def change_supplier(self, supplier_id: UUID, new: Body, *, version: int) -> SupplierOut:
        """Change a supplier, from the version that was read.

        Raises: Refused.
        """
        path = f"/suppliers/{supplier_id}"
        return await self.api.write("PATCH", path, SupplierOut, body=new, version=version)

    async def try_supplier(self, supplier_id: UUID) -> TrialOut:
        """Ask a supplier for its models."""
        return await self.api.write("POST", f"/suppliers/{supplier_id}/trials", TrialOut, body={})

    async def deactivate(self, supplier_id: UUID) -> None:
        """Take a supplier out of service."""
        await self.api.send("PUT", f"/suppliers/{supplier_id}/deactivation")

    async def reactivate(self, supplier_id: UUID) -> None:
        """Put a supplier back in service."""
        await self.api.send("DELETE", f"/suppliers/{supplier_id}/deactivation")

    async def offer(self, supplier_id: UUID, new: Body) -> OfferOut:
        """Offer a model.

        Raises: Refused.
        """
        return await self.api.write("POST", f"/suppliers/{supplier_id}/models", OfferOut, body=new)

    async def offered(self, model_id: UUID) -> OfferOut:
        """Read a model of a supplier."""
        return await self.api.read(f"/supplier-models/{model_id}", OfferOut)

    async def change_offer(self, model_id: UUID, new: Body, *, version: int) -> OfferOut:
        """Change a model, from the version that was read.

        Raises: Refused.
        """
        path = f"/supplier-models/{model_id}"
        return await self.api.write("PUT", path, OfferOut, body=new, version=version)

    async def withdraw(self, model_id: UUID) -> None:
        """Offer a model no more."""
        await self.api.send("DELETE", f"/supplier-models/{model_id}")

    async def name_model(self, name: str, model: str) -> AliasOut:
        """Give a model another name.

        Raises: Refused.
        """
        return await self.api.write(
            "PUT", f"/aliases/{quote(name, safe='')}", AliasOut, body={"model": model}
        )

    async def forget_name(self, name: str) -> None:
        """Forget another name."""
        await self.api.send("DELETE", f"/aliases/{quote(name, safe='')}")

    async def quotas(self) -> QuotaPage:
        """List the quotas, and what is spent of each this month."""
        return await self.api.read("/quotas", QuotaPage)

    async def quota(self, quota_id: UUID) -> QuotaOut:
        """Read a quota."""
        return await self.api.read(f"/quotas/{quota_id}", QuotaOut)

    async def set_quota(self, new: Body) -> QuotaOut:
        """Set a quota.

        Raises: Refused.
        """
        return await self.api.write("POST", "/quotas", QuotaOut, body=new)

    async def change_quota(self, quota_id: UUID, monthly: str, *, version: int) -> QuotaOut:
        """Change what a quota allows, from the version that was read.

        Raises: Refused.
        """
        path, body = f"/quotas/{quota_id}", {"monthly": monthly}
        return await self.api.write("PATCH", path, QuotaOut, body=body, version=version)

    async def remove_quota(self, quota_id: UUID) -> None:
        """Remove a quota."""
        await self.api.send("DELETE", f"/quotas/{quota_id}")
