"""HTTP in, one call, HTTP out."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from gateway.identity import (
    audit,
    authorities,
    calendar_routes,
    cookies,
    digest_routes,
    doors,
    erasure_routes,
    grants,
    keys,
    links,
    passwords,
    people,
    profile,
    sessions,
)
from gateway.identity.schemas import (
    AuditPage,
    AuthorityOut,
    AuthorityPage,
    GrantIn,
    GrantList,
    GrantOut,
    KeyIn,
    KeyMade,
    KeyPage,
    LinkOut,
    Me,
    PasswordIn,
    PersonChange,
    PersonIn,
    PersonOut,
    PersonPage,
    SessionOut,
    SessionPage,
    SignIn,
)
from gateway.identity.tables import Authority, Person
from services.kit import etags
from services.kit.db import PlatformSession, Session
from services.kit.idempotency import IdempotentRoute
from services.kit.paging import Paging
from services.kit.principal import Caller, Principal, requires

router = APIRouter(route_class=IdempotentRoute)
# An answer that shows a secret is never stored to be replayed: these routes know no `Idempotency-Key`.
shown_once = APIRouter()

Reader = Annotated[Principal, Depends(requires(scope="identity:read"))]
Inviter = Annotated[Principal, Depends(requires("admin", "champion", scope="identity:write"))]
Admin = Annotated[Principal, Depends(requires("admin", scope="identity:write"))]
Team = Annotated[Principal, Depends(requires(*grants.MAKERS, scope="identity:write"))]
Auditor = Annotated[Principal, Depends(requires("admin", scope="identity:read"))]

_NOT_LET_IN: dict[str, Any] = {
    "$ref": "#/components/responses/Unauthenticated",
    "description": "The link is no longer good, or the address and the password do not go together.",
}


_UNKNOWN: dict[str, Any] = {
    "$ref": "#/components/responses/NotFound",
    "description": "The authority named is not known, or the caller is a program and has no sheet of its own.",
}


async def read_visit(
    user_agent: Annotated[str, Header(include_in_schema=False)] = "",
    x_terrain_client: Annotated[str, Header(include_in_schema=False)] = "",
) -> sessions.Visit:
    """Read where a sign-in comes from. The edge wrote the client's address; it strips any from outside."""
    return sessions.Visit(x_terrain_client, cookies.family(user_agent))


Visit = Annotated[sessions.Visit, Depends(read_visit)]


@router.get("/authorities", response_model=AuthorityPage)
async def search_authorities(
    session: Session,
    _: Reader,
    q: Annotated[
        str, Query(max_length=80, description="A name as typed, a postcode, an INSEE code or a SIREN.")
    ] = "",
    ids: Annotated[list[UUID] | None, Query(max_length=200, description="Or the ids wanted.")] = None,
) -> dict[str, object]:
    """Find authorities as one types, or by their ids."""
    return {"items": await (authorities.named(session, ids) if ids else authorities.search(session, q))}


@router.get("/authorities/{authority_id}", response_model=AuthorityOut)
async def read_authority(authority_id: UUID, session: Session, _: Reader) -> Authority:
    """Read one authority."""
    return await authorities.get(session, authority_id)


@router.get("/me")
async def read_me(session: Session, caller: Caller) -> Me:
    """Read who is asking: the person behind the session or the program behind the key."""
    return await profile.read(session, by=caller)


@router.put("/me/password", status_code=204, responses={404: _UNKNOWN})
async def change_password(new: PasswordIn, session: Session, caller: Caller) -> None:
    """Set one's own password."""
    person = await people.get(session, caller.subject)
    await passwords.change(session, person, new.password, present=new.present, by=caller)


@router.get("/people", response_model=PersonPage)
async def list_people(
    session: Session,
    _: Inviter,
    window: Paging,
    authority_id: Annotated[UUID | None, Query(description="Only the people of this authority.")] = None,
    q: Annotated[
        str, Query(max_length=80, description="Words of a name, an address or an authority's name.")
    ] = "",
) -> object:
    """List the people of the caller's authority, or of all for the operator, the latest added first."""
    return await people.listed(session, window, authority=authority_id, typed=q)


@router.post("/people", status_code=201, response_model=PersonOut, responses={404: _UNKNOWN})
async def add_person(new: PersonIn, session: Session, caller: Inviter, response: Response) -> Person:
    """Add a person to an authority, with their roles."""
    person = await people.add(session, new, by=caller)
    etags.show(response, person.version)
    return person


@router.get("/people/{person_id}", response_model=PersonOut)
async def read_person(person_id: UUID, session: Session, _: Inviter, response: Response) -> Person:
    """Read one person."""
    person = await people.get(session, person_id)
    etags.show(response, person.version)
    return person


@router.patch("/people/{person_id}", response_model=PersonOut)
async def change_person(
    person_id: UUID,
    new: PersonChange,
    session: Session,
    caller: Inviter,
    response: Response,
    if_match: etags.IfMatch = None,
) -> Person:
    """Change a person's name, roles or service."""
    person = await people.hold(session, person_id)
    etags.check(if_match, person.version)
    changed = await people.change(session, person, new, by=caller)
    etags.show(response, changed.version)
    return changed


@shown_once.post("/people/{person_id}/sign-in-links", status_code=201)
async def make_link(person_id: UUID, request: Request, session: Session, caller: Inviter) -> LinkOut:
    """Make an address that signs this person in, once, within a day. It replaces the ones made before.

    The address is not kept, so `Idempotency-Key` has no effect here: the same request twice makes two addresses, and
    the second one works.
    """
    token, expires_at = await links.make(session, await people.get(session, person_id), by=caller)
    origin = request.app.state.settings.origin
    return LinkOut(address=f"{origin}/connexion/{token}", expires_at=expires_at)


@router.post("/people/{person_id}/suspension", response_model=PersonOut)
async def suspend_person(person_id: UUID, session: Session, caller: Admin) -> Person:
    """Suspend a person: their sessions and links end at once."""
    return await people.suspend(session, await people.hold(session, person_id), by=caller)


@router.delete("/people/{person_id}/suspension", response_model=PersonOut)
async def reinstate_person(person_id: UUID, session: Session, caller: Admin) -> Person:
    """Reinstate a suspended person."""
    return await people.reinstate(session, await people.hold(session, person_id), by=caller)


@router.get("/sign-in-links/{token}", status_code=204, include_in_schema=False)
async def check_link(token: str, session: PlatformSession) -> None:
    """Tell whether a link is still good, without spending it."""
    if not await links.is_good(session, token):
        raise links.LinkSpent


@router.post("/sessions", status_code=201, responses={401: _NOT_LET_IN})
async def sign_in(asked: SignIn, request: Request, response: Response, visit: Visit) -> SessionOut:
    """Sign in with a link's token, or an address and its password. The answer sets the session cookie."""
    token, row = await doors.enter(request.app.state.sessions, asked, visit)
    response.headers["set-cookie"] = cookies.header(token, origin=request.app.state.settings.origin)
    return sessions.show(row, is_current=True)


@router.get("/sessions", response_model=SessionPage)
async def list_sessions(request: Request, session: Session, caller: Caller) -> dict[str, object]:
    """List one's own open sessions."""
    token = request.cookies.get(cookies.name(request.app.state.settings.origin), "")
    return {"items": await sessions.mine(session, by=caller, token=token)}


@router.delete("/sessions/current", status_code=204)
async def sign_out(request: Request, response: Response, session: PlatformSession) -> None:
    """Sign out the browser that asks."""
    origin = request.app.state.settings.origin
    if token := request.cookies.get(cookies.name(origin)):
        await sessions.end_with(session, token)
    response.headers["set-cookie"] = cookies.farewell(origin=origin)


@router.delete("/sessions/{session_id}", status_code=204)
async def end_session(session_id: UUID, session: Session, caller: Caller) -> None:
    """Sign out another of one's own browsers."""
    await sessions.end(session, session_id, by=caller)


@router.get("/keys", response_model=KeyPage)
async def list_keys(session: Session, _: Auditor, window: Paging) -> object:
    """List API keys. Secrets are not kept, so never shown."""
    return await keys.listed(session, window)


@shown_once.post("/keys", status_code=201, response_model=KeyMade, responses={404: _UNKNOWN})
async def create_key(new: KeyIn, session: Session, caller: Admin) -> dict[str, object]:
    """Create an API key and show it, once.

    The key is not kept, so `Idempotency-Key` has no effect here: the same request twice makes two keys. Revoke the one
    whose answer was lost.
    """
    text, key = await keys.create(session, new, by=caller)
    return key.model_dump(exclude={"secret_hash", "created_by"}) | {"key": text}


@router.delete("/keys/{key_id}", status_code=204)
async def revoke_key(key_id: UUID, session: Session, caller: Admin) -> None:
    """Revoke an API key: it is refused from its next request on."""
    await keys.revoke(session, key_id, by=caller)


@shown_once.post("/device-grants", status_code=201, responses={404: _UNKNOWN})
async def grant_device(
    new: GrantIn, request: Request, response: Response, session: Session, caller: Team, visit: Visit
) -> GrantOut:
    """Let the browser that asks send one workshop's captures for three days, signed in or not.

    The answer sets cookies that go to that workshop's operations and photos alone; they open nothing else, and read
    nothing. Their secret is not kept, so `Idempotency-Key` has no effect here.
    """
    origin = request.app.state.settings.origin
    secret, grant = await grants.make(session, new, browser=visit.browser, by=caller)
    for path in grants.addresses(grant.workshop_id):
        cookie = cookies.tablet_header(secret, person_id=grant.person_id, path=path, origin=origin)
        response.headers.append("set-cookie", cookie)
    return GrantOut(
        **grant.model_dump(exclude={"secret_hash", "authority_id", "revoked_at"}), person_name=caller.name
    )


@router.get("/device-grants", response_model=GrantList)
async def list_device_grants(
    session: Session,
    _: Team,
    workshop_id: Annotated[UUID, Query(description="The workshop that the tablets send to.")],
) -> dict[str, object]:
    """List the tablets that may send a workshop's captures without a session."""
    return {"items": await grants.listed(session, workshop_id)}


@router.delete("/device-grants/{grant_id}", status_code=204)
async def revoke_device_grant(grant_id: UUID, session: Session, caller: Team) -> None:
    """Revoke a tablet's grant: it is refused from its next request on. What it holds stays on it."""
    await grants.revoke(session, grant_id, by=caller)


@router.get("/audit", response_model=AuditPage)
async def read_audit(session: Session, _: Auditor, window: Paging) -> object:
    """Read sign-ins and administrative acts, the latest first."""
    return await audit.entries(session, window)


router.include_router(shown_once)
router.include_router(calendar_routes.router)
router.include_router(digest_routes.router)
router.include_router(erasure_routes.router)
