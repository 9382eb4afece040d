"""HTTP in, one call, HTTP out: the monthly digest, wanted or not."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request

from gateway.identity import digests
from gateway.identity.digest_schemas import DigestChoice, DigestChoiceOut, DigestOut, DigestRefusalIn
from gateway.identity.tables import Person
from services.kit.db import PlatformSession, Session
from services.kit.idempotency import IdempotentRoute
from services.kit.principal import Caller, Principal, requires

router = APIRouter(route_class=IdempotentRoute)
# Nobody is known to ask: there is nothing to replay.
opened = APIRouter()
Admin = Annotated[Principal, Depends(requires("admin", scope="identity:read"))]
_PROGRAM: dict[str, Any] = {
    "$ref": "#/components/responses/NotFound",
    "description": "The caller is a program, to which nobody writes.",
}
_UNKNOWN: dict[str, Any] = {
    "$ref": "#/components/responses/NotFound",
    "description": "The address is none that a digest bears.",
}


@router.get("/digest")
async def count_digest(session: Session, _: Admin) -> DigestOut:
    """Count those to whom the monthly digest goes, and those who would rather not."""
    return await digests.counted(session)


@router.get("/me/digest", responses={404: _PROGRAM})
async def read_digest_choice(session: Session, caller: Caller) -> DigestChoiceOut:
    """Read whether one receives the monthly digest by e-mail."""
    return _choice(await digests.of(session, by=caller))


@router.put("/me/digest", responses={404: _PROGRAM})
async def choose_digest(choice: DigestChoice, session: Session, caller: Caller) -> DigestChoiceOut:
    """Receive the monthly digest by e-mail, or no more."""
    person = await digests.of(session, by=caller)
    if choice.is_wanted:
        return _choice(await digests.resume(session, person, by=caller))
    return _choice(await digests.refuse(session, person, by=caller))


@opened.post("/digest-refusals", status_code=204, responses={404: _UNKNOWN})
async def refuse_digest(given: DigestRefusalIn, request: Request, session: PlatformSession) -> None:
    """Receive the monthly digest no more, by the address that it bears. No account is needed."""
    person = await digests.behind(session, given.token, key=request.app.state.principal_key)
    await digests.refuse(session, person, by=None)


def _choice(person: Person) -> DigestChoiceOut:
    return DigestChoiceOut(is_wanted=person.digest_refused_at is None, is_offered=digests.is_offered(person))


router.include_router(opened)
