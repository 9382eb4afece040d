"""Who reads the page, and what their browser was told last."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Depends, Request
from starlette.responses import RedirectResponse

from gateway.identity.schemas import AuthorityOut, Role
from services.kit.errors import Unauthenticated
from services.kit.principal import HEADER, Principal, verify
from web import navigation
from web.clients.rooms import AllRooms

FLASH = "terrain-flash"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A signed-in reader, as templates see them."""

    principal: Principal
    authority: AuthorityOut

    @property
    def name(self) -> str:
        """The reader's name."""
        return self.principal.name

    @property
    def authority_name(self) -> str:
        """Where they work."""
        return self.authority.name

    @property
    def role_labels(self) -> list[str]:
        """Their roles in French, in the order of the domain's table."""
        return [role.label for role in Role if role in self.principal.roles]

    def has_role(self, *roles: str) -> bool:
        """Tell whether the reader holds one of these roles."""
        return self.principal.has_role(*roles)


async def read_visitor(request: Request, rooms: AllRooms) -> Visitor:
    """Read who asks for this page; prepare what the layout shows.

    Raises: Unauthenticated, which the app turns into a visit to the sign-in page.
    """
    state = request.app.state
    principal = verify(request.headers.get(HEADER, ""), key=state.principal_key, audience="web")
    if principal.authority is None:
        raise Unauthenticated
    known: dict[object, AuthorityOut] = state.authorities
    if principal.authority not in known:
        # Reference data: read once a process, so that a page costs no call for its own header.
        known[principal.authority] = await rooms.identity.authority(principal.authority)
    visitor = Visitor(principal, known[principal.authority])
    request.state.me = visitor
    request.state.navigation = navigation.for_roles(principal.roles, at=request.url.path)
    return visitor


CurrentVisitor = Annotated[Visitor, Depends(read_visitor)]


async def read_any_visitor(request: Request, rooms: AllRooms) -> Visitor | None:
    """Read who asks for a page that is open to all: somebody signed in, or None."""
    try:
        return await read_visitor(request, rooms)
    except Unauthenticated:
        return None


AnyVisitor = Annotated[Visitor | None, Depends(read_any_visitor)]


def read_flash(request: Request) -> str | None:
    """Read what the action before this page had to say."""
    return unquote(request.cookies[FLASH]) if FLASH in request.cookies else None


def go(request: Request, address: str, *, say: str = "") -> RedirectResponse:
    """Send the browser on after a write (303), with a sentence for the next page to show once."""
    response = RedirectResponse(address, status_code=303)
    if say:
        secure = request.app.state.settings.origin.startswith("https://")
        response.set_cookie(FLASH, quote(say), max_age=60, httponly=True, secure=secure, samesite="lax")
    return response
