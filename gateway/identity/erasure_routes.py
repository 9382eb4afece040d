"""HTTP in, one call, HTTP out: a person's own data, and their erasure."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from gateway.identity import erasures
from gateway.identity.erasure_schemas import ErasureOut, OwnData
from services.kit.db import Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Caller, Principal, requires

router = APIRouter(route_class=IdempotentRoute)
Admin = Annotated[Principal, Depends(requires("admin", scope="identity:write"))]


@router.get("/me/data")
async def read_own_data(session: Session, caller: Caller) -> OwnData:
    """Read all that is kept of oneself, in every room: each row that bears one's id. No secret, even hashed."""
    return await erasures.own_data(session, by=caller)


@router.delete("/people/{person_id}")
async def erase_person(person_id: UUID, session: Session, caller: Admin) -> ErasureOut:
    """Erase a suspended person for good.

    What only they could read is deleted; the work of their authority stays, under an id that is nobody's. Acts that
    they signed keep their name, because the law asks who decided: the answer names where.
    """
    return await erasures.make(session, person_id, by=caller)
