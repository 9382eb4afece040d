"""Turn a session cookie, an API key or a tablet's grant into the one header that services believe."""

from urllib.parse import quote

from fastapi import FastAPI
from msgspec import structs
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway.identity import calendar_links, cookies, grants, sessions
from gateway.key_holders import KeyHolders
from gateway.settings import GatewaySettings
from services.kit.db import PLATFORM, session_for
from services.kit.errors import DomainError
from services.kit.principal import HEADER, REFUSAL, Principal, sign

AUTHOR = "terrain-author"
"""Whose captures a batch brings: on a shared tablet, which of the grants it holds is meant."""
ROOMS = ("workshops", "assistant", "metrics", "identity")


class Recognition:
    """Authenticate; never authorise: that is the services' part."""

    def __init__(
        self, app: ASGIApp, *, identity: FastAPI, holders: KeyHolders, settings: GatewaySettings
    ) -> None:
        self._app = app
        self._holders = holders
        self._identity = identity
        self._key = settings.principal_key.get_secret_value()
        self._cookie = cookies.name(settings.origin)
        self._tablet = cookies.tablet_name(settings.origin)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request through, with who asks."""
        if scope["type"] == "http" and not scope["path"].startswith(("/static/", "/healthz", "/readyz")):
            await self._mark(scope)
        await self._app(scope, receive, send)

    async def _mark(self, scope: Scope) -> None:
        headers = MutableHeaders(raw=list(scope["headers"]))
        try:
            token = calendar_links.token_in(scope["path"])
            headed = Headers(scope=scope)
            principal = await (self._read_by(token) if token else self._recognise(headed, scope["path"]))
        except DomainError as refusal:
            headers[REFUSAL] = quote(refusal.message)
            principal = None
        if principal is not None:
            principal = structs.replace(principal, request_id=headers["x-request-id"])
            headers[HEADER] = sign(principal, key=self._key, audience=_audience(scope["path"]))
            scope.setdefault("state", {})["caller"] = str(principal.subject)
        scope["headers"] = headers.raw

    async def _read_by(self, token: str) -> Principal | None:
        """Let a calendar program in by its secret address: it has neither cookie nor key, and these would not count."""
        async with session_for(self._identity.state.sessions, PLATFORM) as session, session.begin():
            return await calendar_links.recognise(session, token)

    async def _recognise(self, headers: Headers, path: str) -> Principal | None:
        authorization = headers.get("authorization")
        crumbs = cookie_parser(headers.get("cookie", ""))
        cookie, author = crumbs.get(self._cookie), headers.get(AUTHOR, "")
        workshop = grants.workshop_at(path)
        tablet = self._grant(crumbs, author) if workshop else None
        if authorization is None and not cookie and not tablet:
            return None
        if authorization is not None:
            return await self._holders.recognise(authorization)
        async with session_for(self._identity.state.sessions, PLATFORM) as session, session.begin():
            person = await sessions.recognise(session, cookie) if cookie else None
            is_author = person is not None and author in ("", str(person.subject))
            if tablet and workshop and not is_author:
                # Their session is over, or somebody else's is open: what they captured still arrives, under their name.
                return await grants.recognise(session, tablet, workshop_id=workshop) or person
            return person

    def _grant(self, crumbs: dict[str, str], author: str) -> str | None:
        begins = self._tablet + author
        return next((value for name, value in crumbs.items() if name.startswith(begins)), None)


def _audience(path: str) -> tuple[str, ...]:
    """Name who may read the header: the room called, or the pages with every room they call in turn."""
    segments = path.split("/")
    if len(segments) > 2 and segments[1] == "api":
        return (segments[2],) if segments[2] in ROOMS else ()
    return ("web", *ROOMS)
