"""HTTP in, one call, HTTP out: what an administrator sets."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Response

from services.assistant.administration import offered, quotas, suppliers, trials, views
from services.assistant.administration.quotas import GRAINS, Kept
from services.assistant.administration.schemas import (
    AliasIn,
    AliasOut,
    OfferFields,
    OfferIn,
    OfferOut,
    QuotaChange,
    QuotaIn,
    QuotaOut,
    QuotaPage,
    SupplierChange,
    SupplierIn,
    SupplierOut,
    SupplierPage,
    TrialOut,
)
from services.assistant.administration.suppliers import Rules
from services.assistant.desk import Desk
from services.assistant.doors import AtDesk
from services.assistant.embedding import models
from services.assistant.kinds import QuotaUnit
from services.assistant.quotas.holding import this_month
from services.assistant.quotas.tables import QuotaRow
from services.assistant.suppliers.tables import AliasRow, OfferRow
from services.kit import etags
from services.kit.db import Session, let_go
from services.kit.etags import IfMatch
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Principal, requires

router = APIRouter(route_class=IdempotentRoute)

_MAY_READ = requires("admin", "champion", "decision_maker", scope="assistant:write")
_MAY_SET = requires("admin", scope="assistant:write")
Reader = Annotated[Principal, Depends(_MAY_READ)]
Administrator = Annotated[Principal, Depends(_MAY_SET)]
AliasName = Annotated[
    str, Path(max_length=120, pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@+-]*$", examples=["rapide"])
]


@dataclass(frozen=True, slots=True)
class Office:
    """An administrator at the desk, in the transaction of one request."""

    session: Session
    desk: AtDesk
    by: Administrator


AtWork = Annotated[Office, Depends(Office)]


@router.get("/suppliers")
async def list_suppliers(at: AtWork) -> SupplierPage:
    """List the suppliers and what each offers, those in service first; and by which model collections are found. Keys are never shown."""
    rows, offers = await suppliers.listed(at.session), await offered.by_supplier(at.session)
    chosen = await models.choose(at.session, at.desk, by=at.by)
    meaning = views.meaning(at.desk.retrieval_model, chosen)
    return views.page(rows, offers, await offered.aliases(at.session), at.desk.registry.configured, meaning)


@router.post("/suppliers", status_code=201)
async def add_supplier(new: SupplierIn, at: AtWork, response: Response) -> SupplierOut:
    """Add a supplier. Its address is resolved, and refused where it leads into a private network."""
    row = await suppliers.add(at.session, new, rules=_rules(at.desk), by=at.by)
    etags.show(response, row.version)
    return views.supplier(row, [])


@router.get("/suppliers/{supplier_id}")
async def read_supplier(supplier_id: UUID, at: AtWork, response: Response) -> SupplierOut:
    """Read a supplier and what it offers."""
    row = await suppliers.get(at.session, supplier_id)
    etags.show(response, row.version)
    return views.supplier(row, (await offered.by_supplier(at.session))[row.id])


@router.patch("/suppliers/{supplier_id}")
async def change_supplier(
    supplier_id: UUID, new: SupplierChange, at: AtWork, response: Response, if_match: IfMatch = None,
) -> SupplierOut:  # fmt: skip
    """Change a supplier. An address on another machine needs its key again."""
    row = await suppliers.hold(at.session, supplier_id)
    etags.check(if_match, row.version)
    row = await suppliers.change(at.session, row, new, rules=_rules(at.desk), by=at.by)
    at.desk.registry.forget()
    etags.show(response, row.version)
    return views.supplier(row, (await offered.by_supplier(at.session))[row.id])


@router.post("/suppliers/{supplier_id}/trials")
async def try_supplier(supplier_id: UUID, at: AtWork) -> TrialOut:
    """Ask a supplier for its list of models, and tell what came of it. Nothing is kept."""
    row = await suppliers.get(at.session, supplier_id)
    await let_go(at.session)
    return await trials.run(at.desk.pool, at.desk.registry.endpoint(row), allowed=at.desk.allowed)


@router.put("/suppliers/{supplier_id}/deactivation", status_code=204)
async def deactivate_supplier(supplier_id: UUID, at: AtWork) -> None:
    """Take a supplier out of service: within two seconds nothing is asked of it. Its settings stay."""
    await suppliers.deactivate(at.session, await suppliers.hold(at.session, supplier_id), by=at.by)
    at.desk.registry.forget()


@router.delete("/suppliers/{supplier_id}/deactivation", status_code=204)
async def reactivate_supplier(supplier_id: UUID, at: AtWork) -> None:
    """Put a supplier back in service."""
    await suppliers.reactivate(at.session, await suppliers.hold(at.session, supplier_id), by=at.by)
    at.desk.registry.forget()


@router.post("/suppliers/{supplier_id}/models", status_code=201, response_model=OfferOut)
async def offer_model(supplier_id: UUID, new: OfferIn, at: AtWork) -> OfferRow:
    """Offer a model of a supplier. Suppliers that share a name stand in for each other, within one data class."""
    row = await offered.offer(at.session, await suppliers.hold(at.session, supplier_id), new, by=at.by)
    at.desk.registry.forget()
    return row


@router.get("/supplier-models/{model_id}", response_model=OfferOut)
async def read_offer(model_id: UUID, at: AtWork, response: Response) -> OfferRow:
    """Read a model of a supplier."""
    row = await offered.get(at.session, model_id)
    etags.show(response, row.version)
    return row


@router.put("/supplier-models/{model_id}", response_model=OfferOut)
async def change_offer(
    model_id: UUID, new: OfferFields, at: AtWork, response: Response, if_match: IfMatch = None,
) -> OfferRow:  # fmt: skip
    """Replace all of a model's settings but its name."""
    row = await offered.hold(at.session, model_id)
    etags.check(if_match, row.version)
    row = await offered.change(at.session, row, new, by=at.by)
    at.desk.registry.forget()
    etags.show(response, row.version)
    return row


@router.delete("/supplier-models/{model_id}", status_code=204)
async def withdraw_model(model_id: UUID, at: AtWork) -> None:
    """Offer a model no more. Uses made of it keep its name."""
    await offered.withdraw(at.session, await offered.hold(at.session, model_id), by=at.by)
    at.desk.registry.forget()


@router.put("/aliases/{name}", response_model=AliasOut)
async def name_model(name: AliasName, new: AliasIn, at: AtWork) -> AliasRow:
    """Give a model another name, or let the name mean another model: programs that use it need not change."""
    configured = at.desk.registry.configured
    known = frozenset(model for one in configured for model in (*one.models, *one.embeddings))
    row = await offered.name(at.session, name, model=new.model, known=known)
    at.desk.registry.forget()
    return row


@router.delete("/aliases/{name}", status_code=204)
async def forget_name(name: AliasName, at: AtWork) -> None:
    """Forget another name of a model."""
    await offered.unname(at.session, name)
    at.desk.registry.forget()


@router.get("/quotas")
async def list_quotas(session: Session, _: Reader) -> QuotaPage:
    """List the quotas of one's authority, or of all for the operator, with what is spent of each this month."""
    return QuotaPage(items=[_shown(kept) for kept in await quotas.listed(session)])


@router.post("/quotas", status_code=201)
async def set_quota(
    new: QuotaIn, session: Session, desk: AtDesk, caller: Administrator, response: Response
) -> QuotaOut:
    """Set a quota by month. What was used since the month began counts; within two seconds it is applied."""
    grains = round(new.monthly * GRAINS[new.unit])
    row = QuotaRow(
        authority_id=new.authority_id, caller_id=new.caller_id, unit=new.unit.value, monthly=grains
    )
    kept = await quotas.set_new(session, row, by=caller)
    desk.ledger.quotas.forget()
    etags.show(response, kept.row.version)
    return _shown(kept)


@router.get("/quotas/{quota_id}")
async def read_quota(quota_id: UUID, session: Session, _: Reader, response: Response) -> QuotaOut:
    """Read a quota and what is spent of it this month."""
    kept = await quotas.get(session, quota_id)
    etags.show(response, kept.row.version)
    return _shown(kept)


@router.patch("/quotas/{quota_id}")
async def change_quota(
    quota_id: UUID, new: QuotaChange, session: Session, caller: Administrator, response: Response,
    if_match: IfMatch = None,
) -> QuotaOut:  # fmt: skip
    """Change how much may be used in a month. Within two seconds it is applied."""
    kept = await quotas.get(session, quota_id, is_held=True)
    etags.check(if_match, kept.row.version)
    grains = round(new.monthly * GRAINS[QuotaUnit(kept.row.unit)])
    kept = await quotas.change(session, kept, monthly=grains, by=caller)
    etags.show(response, kept.row.version)
    return _shown(kept)


@router.delete("/quotas/{quota_id}", status_code=204)
async def remove_quota(quota_id: UUID, session: Session, desk: AtDesk, caller: Administrator) -> None:
    """Remove a quota: nothing is limited by it any more."""
    await quotas.remove(session, await quotas.get(session, quota_id, is_held=True), by=caller)
    desk.ledger.quotas.forget()


def _shown(kept: Kept) -> QuotaOut:
    fields = kept.row.model_dump()
    shown = QuotaOut(**fields, spent=kept.spent, month=this_month())
    grain = GRAINS[shown.unit]
    return shown.model_copy(update={"monthly": shown.monthly / grain, "spent": shown.spent / grain})


def _rules(desk: Desk) -> Rules:
    return Rules(desk.allowed, desk.registry.seal)
